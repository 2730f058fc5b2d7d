import EventLog
import Synchronization

/// One reading of a source, on a thread of its own, so that what has been read can be looked at meanwhile.
final class LogReading: Sendable {
    /// What is to be opened.
    struct Wanted: Equatable, Sendable {
        let path: String
        var model: String?
        /// Roles that the user gave, instead of the format that would be recognised.
        var map: String?
    }

    /// What the reading tells, and what it asks.
    struct Watcher: Sendable {
        let isStopped: @Sendable () -> Bool
        let progressed: @Sendable (ScanProgress) -> Void
        let grew: @Sendable (Engine.Opening) -> Void
    }

    /// What came of it.
    enum Outcome {
        case part(Engine.Opening)
        case whole(Engine.Opening)
        case failed(any Error)
    }

    private let stopped = Atomic(false)
    private let over = Atomic(false)

    /// - Parameters:
    ///   - arrived: told of the source as far as it was read, several times, and of the end.
    ///   - progressed: told about ten times a second.
    init(
        _ wanted: Wanted, opener: @escaping Engine.Opener, progressed: @escaping @Sendable (ScanProgress) -> Void,
        arrived: @escaping @Sendable (LogReading, Outcome) -> Void
    ) {
        let told = Told()
        Threads.detach { [self] in
            let watcher = Watcher(
                isStopped: { self.isStopped },
                progressed: { progress in if told.isDue() { progressed(progress) } },
                grew: { arrived(self, .part($0)) })
            do {
                arrived(self, .whole(try opener(wanted, watcher)))
            } catch {
                arrived(self, .failed(error))
            }
        }
    }

    var isStopped: Bool { stopped.load(ordering: .relaxed) }

    /// Whether all that it gives has been taken.
    var isOver: Bool { over.load(ordering: .acquiring) }
    func end() { over.store(true, ordering: .releasing) }

    /// Ends it with what it has.
    func stop() { stopped.store(true, ordering: .relaxed) }

    /// When progress was told last.
    private final class Told: Sendable {
        private let last = Mutex(ContinuousClock.now - .seconds(1))

        func isDue() -> Bool {
            last.withLock { last in
                let now = ContinuousClock.now
                guard now - last >= .milliseconds(100) else { return false }
                last = now
                return true
            }
        }
    }
}
