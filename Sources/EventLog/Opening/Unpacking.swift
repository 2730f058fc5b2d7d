internal import Synchronization

/// Opens the files of a log that have to be unpacked, several at once, and adds all to it in their order.
///
/// Whoever has unpacked a file adds what is next by now, and unpacks on: no more threads are at work than there may be.
final class Unpacking: Sendable {
    private let files: [SourcePath]
    private let opener: SourceOpener
    private let format: EnvelopeFormat?
    private let jobs: Int
    private let monitor: ScanMonitor
    private let assembly: LogAssembly
    private let packed: [Int]
    private let next = Atomic(0)
    private let active = Atomic(0)
    /// Opened, and not added yet; by number.
    private let waiting: Mutex<[Int: Opened]>
    /// The number of the file that is added next.
    private let added = Atomic(0)
    private let failure = Mutex<SourceError?>(nil)
    private let isOver = Atomic(false)

    private typealias Opened = Result<SourceFile, SourceError>

    private init(_ opening: HistoryOpening, _ plain: [SourceFile?], _ assembly: LogAssembly) {
        files = opening.files
        opener = opening.opener
        format = opening.format
        jobs = opening.jobs
        monitor = opening.monitor
        self.assembly = assembly
        packed = plain.indices.filter { plain[$0] == nil }
        var opened: [Int: Opened] = [:]
        for (number, file) in plain.enumerated() { if let file { opened[number] = .success(file) } }
        waiting = Mutex(opened)
    }

    /// - Parameter plain: the files that need no unpacking; nil for the others.
    /// - Complexity: O(bytes, unpacked); a spool on disk for each file that is.
    /// - Throws: `SourceError`.
    static func run(_ opening: HistoryOpening, _ plain: [SourceFile?], into assembly: LogAssembly) throws(SourceError) {
        let unpacking = Unpacking(opening, plain, assembly)
        Threads.perform(max(1, min(opening.jobs, unpacking.packed.count))) { _ in unpacking.work() }
        if let failure = unpacking.failure.withLock({ $0 }) { throw failure }
        if unpacking.added.load(ordering: .acquiring) < plain.count { assembly.stop() }
    }

    private func isEnough() -> Bool { isOver.load(ordering: .relaxed) || monitor.isStopped() }

    private func work() {
        addWhatIsNext()
        while true {
            let place = next.add(1, ordering: .relaxed).oldValue
            // Of the first there is at least something, however soon somebody has enough.
            guard place < packed.count, place == 0 || !isEnough() else { return }
            active.add(1, ordering: .relaxed)
            let file = open(packed[place])
            active.subtract(1, ordering: .relaxed)
            waiting.withLock { $0[packed[place]] = file }
            addWhatIsNext()
        }
    }

    private func open(_ number: Int) -> Opened {
        let watching = SpoolWatching(isStopped: isEnough, arrived: { [assembly] in assembly.show($0, of: number) })
        do throws(SourceError) {
            return .success(try opener.open(files[number], watching))
        } catch {
            return .failure(error)
        }
    }

    /// Unless another thread is at it.
    private func addWhatIsNext() {
        // Once more behind it: who came meanwhile found it busy and went on.
        while waiting.withLock({ $0[added.load(ordering: .acquiring)] != nil }) {
            let isMine: Void? = failure.withLockIfAvailable { failure in
                while !isOver.load(ordering: .relaxed), let file = waiting.withLock({ $0.removeValue(forKey: added.load(ordering: .acquiring)) }) {
                    do throws(SourceError) {
                        if try !add(file) { isOver.store(true, ordering: .relaxed) }
                    } catch {
                        failure = error
                        isOver.store(true, ordering: .relaxed)
                    }
                    added.add(1, ordering: .releasing)
                }
            }
            guard isMine != nil, !isOver.load(ordering: .relaxed) else { return }
        }
    }

    /// - Returns: false where the reading ends with it.
    private func add(_ file: Opened) throws(SourceError) -> Bool {
        switch file {
        case .success(let file):
            return try assembly.add(OpenedFile(file, format: format), jobs: max(1, jobs - active.load(ordering: .relaxed)))
        case .failure(let error):
            try assembly.refuse(error)
            return true
        }
    }
}
