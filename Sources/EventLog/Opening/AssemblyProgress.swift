internal import Glibc
internal import Synchronization

/// How far a log of several files is, in bytes as they lie on disk.
final class AssemblyProgress: Sendable {
    private let sizes: [Int?]
    private let tell: @Sendable (ScanProgress) -> Void
    private let reach = Mutex(Reach())

    private struct Reach {
        var done = 0
        /// Of files that are being read or unpacked, by their numbers.
        var begun: [Int: Int] = [:]
        var events = 0
    }

    init(_ files: [SourcePath], _ tell: @escaping @Sendable (ScanProgress) -> Void) {
        self.tell = tell
        sizes = files.map { path in path.status.flatMap { FileKind($0) == .regular ? Int($0.st_size) : nil } }
    }

    func scanned(_ progress: ScanProgress, _ number: Int, isSpooled: Bool) {
        reach.withLock { reach in
            reach.events = progress.events
            // What was unpacked was counted when it was.
            if !isSpooled { reach.begun[number] = progress.bytesRead }
            say(reach)
        }
    }

    func unpacked(_ bytes: Int, _ number: Int, events: Int) {
        reach.withLock { reach in
            reach.begun[number] = bytes
            reach.events = max(reach.events, events)
            say(reach)
        }
    }

    func passed(_ number: Int) {
        reach.withLock { reach in
            let last = reach.begun.removeValue(forKey: number)
            reach.done += sizes[number] ?? last ?? 0
        }
    }

    private func say(_ reach: Reach) {
        let bytes = sizes.contains(nil) ? 0 : sizes.reduce(0) { $0 + ($1 ?? 0) }
        tell(ScanProgress(bytesRead: reach.done + reach.begun.values.reduce(0, +), bytes: bytes, events: reach.events))
    }
}
