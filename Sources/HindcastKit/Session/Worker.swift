import Explorer
import Screen
import Synchronization

/// A thread of its own for everything slow: takes jobs, posts messages, wakes the terminal's loop.
final class Worker: Sendable {
    private let queue = Mutex(JobQueue())
    private let outbox = Mutex<[Message]>([])
    private let watch = Mutex(FileWatch())
    private let signal: AsyncStream<Void>.Continuation

    init(opener: @escaping Engine.Opener, waker: Waker) {
        let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.signal = signal
        Task.detached { [self] in
            // The engine lives in this task alone: nothing that it holds is shared.
            let engine = Engine(opener: opener) { self.queue.withLock { $0.isPressing } }
            for await _ in signals { work(engine, waker) }
        }
        Task.detached { [weak self] in
            while let self {
                if self.watch.withLock({ $0.hasChanged() }) { self.add(.reload) }
                try? await Task.sleep(for: .milliseconds(300))
            }
        }
    }

    func add(_ job: JobQueue.Job) {
        queue.withLock { $0.add(job) }
        signal.yield()
    }

    /// The messages since the last call, oldest first.
    func takeMessages() -> [Message] {
        outbox.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }

    private func work(_ engine: Engine, _ waker: Waker) {
        while let job = queue.withLock({ $0.next() }) {
            let (message, next) = engine.perform(job)
            watch.withLock { $0.watch(engine.modelFiles) }
            if case .survey(let stream, let start)? = next { queue.withLock { $0.continueSurvey(of: stream, from: start) } }
            guard let message else { continue }
            outbox.withLock { $0.append(message) }
            waker.wake()
        }
    }
}
