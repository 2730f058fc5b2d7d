import EventLog
import Explorer
import Synchronization

/// Carries jobs out, each on a thread of its own, and stops them when it is asked to.
final class BackgroundJobs: Sendable {
    private let running = Mutex<[Int: Stopper]>([:])
    private let post: @Sendable (Message) -> Void

    /// Told as often as a person can follow.
    private static let pause = Duration.milliseconds(100)

    init(post: @escaping @Sendable (Message) -> Void) { self.post = post }

    private final class Stopper: Sendable {
        let isStopped = Atomic(false)
    }

    func start(_ job: Job, on context: JobContext) {
        let stopper = Stopper()
        running.withLock { $0[job.number] = stopper }
        Threads.detach { [self] in
            var told = ContinuousClock.now
            let tell: (JobNews) -> Void = { [post] news in post(.job(job.number, news)) }
            let monitor = JobMonitor(
                isStopped: { stopper.isStopped.load(ordering: .relaxed) }, tell: tell,
                progress: { done, all in
                    let now = ContinuousClock.now
                    guard now - told >= Self.pause else { return }
                    told = now
                    tell(.progress(done: done, of: all))
                })
            let ending = JobRunner.run(job.work, context, monitor)
            // In this order: who finds nothing running finds all that was told.
            tell(.ended(ending))
            running.withLock { $0[job.number] = nil }
        }
    }

    /// True where no job goes on, and all have told how they ended.
    var isIdle: Bool { running.withLock { $0.isEmpty } }

    func stop(_ number: Int) {
        running.withLock { $0[number]?.isStopped.store(true, ordering: .relaxed) }
    }
}
