import EventLog
import Explorer
import Screen
import Synchronization

/// A thread of its own for everything slow: takes jobs, posts messages, wakes the terminal's loop.
final class Worker: Sendable {
    private let queue = Mutex(JobQueue())
    private let outbox = Outbox()
    private let watch = Mutex(FileWatch())
    private let bell = Bell()
    private let opener: Engine.Opener
    private let waker: Waker
    private let reading = Mutex<LogReading?>(nil)
    private let isFollowing = Atomic(false)
    private let context = Mutex<JobContext?>(nil)
    private let jobs: BackgroundJobs

    /// How often a followed log and the files of models are looked at.
    private static let pause = Duration.milliseconds(300)

    init(opener: @escaping Engine.Opener, jobs: Int, waker: Waker) {
        self.opener = opener
        self.waker = waker
        let outbox = outbox
        self.jobs = BackgroundJobs { message in outbox.post(message, waker) }
        Threads.detach { [weak self, bell] in
            // The engine lives on this thread alone: nothing that it holds is shared.
            let engine = Engine(
                jobs: jobs, isInterrupted: { [weak self] in self?.queue.withLock { $0.isPressing } ?? false },
                progressed: { [weak self] in self?.post(.folding(percent: $0)) })
            while bell.wait() { self?.work(engine) }
        }
        Task.detached { [weak self] in
            while let self {
                if self.watch.withLock({ $0.hasChanged() }) { self.add(.reload) }
                if self.isFollowing.load(ordering: .relaxed), self.reading.withLock({ $0 == nil }) { self.add(.follow) }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    deinit { bell.stop() }

    func add(_ job: JobQueue.Job) {
        queue.withLock { $0.add(job) }
        bell.ring()
    }

    /// Reads a source; what was being read before is let go.
    func open(_ wanted: LogReading.Wanted) {
        stopReading()
        let arrivals = Arrivals()
        let started = LogReading(
            wanted, opener: opener, progressed: { [weak self] in self?.post(.reading($0)) },
            arrived: { [weak self] reading, outcome in self?.receive(outcome, of: reading, isMore: arrivals.isMore()) })
        // What is small may have been read by now.
        reading.withLock { $0 = started.isOver ? nil : started }
    }

    /// Ends the reading that goes on with what it has.
    func stopReading() { reading.withLock { $0?.stop() } }

    func follow(_ follows: Bool) { isFollowing.store(follows, ordering: .relaxed) }

    private func receive(_ outcome: LogReading.Outcome, of sender: LogReading, isMore: Bool) {
        // Another source was asked for since.
        guard reading.withLock({ $0 === sender || $0 == nil }) else { return }
        switch outcome {
        case .part(let opening): add(.show(Engine.Arrived(opening: opening, isMore: isMore)))
        case .whole(let opening):
            add(.show(Engine.Arrived(opening: opening, isMore: isMore)))
            post(.readingEnded)
            sender.end()
            reading.withLock { if $0 === sender { $0 = nil } }
        case .failed(let error):
            post(.openingFailed(ErrorRenderer.sentence(for: error)))
            sender.end()
            reading.withLock { if $0 === sender { $0 = nil } }
        }
    }

    /// True while nothing goes on or waits, and all that was found out has been taken.
    var isSettled: Bool {
        reading.withLock { $0 == nil } && queue.withLock { $0.isIdle } && jobs.isIdle && outbox.isEmpty
    }

    /// The messages since the last call, oldest first.
    func takeMessages() -> [Message] { outbox.take() }

    func start(_ job: Job) {
        guard let context = context.withLock({ $0 }) else { return post(.job(job.number, .ended(.stopped))) }
        jobs.start(job, on: context)
    }

    func stop(job number: Int) { jobs.stop(number) }

    /// Posts a message after a while.
    func post(_ message: Message, afterMilliseconds pause: Int) {
        Task.detached { [weak self] in
            try? await Task.sleep(for: .milliseconds(pause))
            self?.post(message)
        }
    }

    private func work(_ engine: Engine) {
        while let job = queue.withLock({ $0.next() }) {
            let (message, next) = engine.perform(job)
            watch.withLock { $0.watch(engine.modelFiles) }
            context.withLock { $0 = engine.jobContext }
            if let next { queue.withLock { $0.resume(next) } }
            if let message { post(message) }
        }
    }

    func post(_ message: Message) { outbox.post(message, waker) }
}

/// Messages for the explorer, from any thread.
final class Outbox: Sendable {
    private let messages = Mutex<[Message]>([])

    func post(_ message: Message, _ waker: Waker) {
        messages.withLock { $0.append(message) }
        waker.wake()
    }

    var isEmpty: Bool { messages.withLock { $0.isEmpty } }

    func take() -> [Message] {
        messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}

/// Whether something of a reading has arrived already.
private final class Arrivals: Sendable {
    private let any = Atomic(false)

    func isMore() -> Bool { any.exchange(true, ordering: .relaxed) }
}
