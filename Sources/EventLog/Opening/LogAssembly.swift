internal import Synchronization

/// Reads files into one log, one after another, and shows it as it grows.
///
/// Files come one after another; what is there of spools that still fill comes from the threads that fill them.
final class LogAssembly: Sendable {
    private let monitor: ScanMonitor
    private let format: EnvelopeFormat?
    private let showing: Showing
    private let progress: AssemblyProgress
    private let reading: Mutex<Reading>

    private struct Reading {
        var builder = IndexBuilder()
        /// The number of the file that is next, and of all.
        var next = 0
        let count: Int
        var refused: SourceError?
        var unread = Unread.nothing
        /// How much of the next file's spool has been shown, in bytes.
        var shownOfSpool = 0
    }

    init(_ opening: HistoryOpening) {
        monitor = opening.monitor
        format = opening.format
        showing = Showing(opening.monitor.grew)
        progress = AssemblyProgress(opening.files, opening.monitor.progressed)
        reading = Mutex(Reading(count: opening.files.count))
    }

    /// Sums what is read, because the index is to be kept.
    func keep() { reading.withLock { $0.builder.keep() } }

    /// Adds the next file.
    /// - Parameter jobs: how many cores to use.
    /// - Returns: false where the reading ends with it.
    /// - Throws: `SourceError` where it cannot be read, or where it is the only one and not what a log can be made of.
    func add(_ opened: OpenedFile, jobs: Int) throws(SourceError) -> Bool {
        try reading.withLock { (reading: inout Reading) throws(SourceError) -> Bool in try add(opened, jobs, &reading) }
    }

    private func add(_ opened: OpenedFile, _ jobs: Int, _ reading: inout Reading) throws(SourceError) -> Bool {
        let number = reading.next
        var monitor = monitor
        monitor.progressed = { [progress] in progress.scanned($0, number, isSpooled: opened.file.isSpooled) }
        if monitor.grew != nil { monitor.grew = { [showing] in showing.show($0) } }
        // It was the spooling that was stopped: what it brought is read.
        if opened.isStopped { monitor.isStopped = { false } }
        let isWhole: Bool
        do throws(SourceError) {
            isWhole = try reading.builder.read(opened, jobs: jobs, monitor)
        } catch {
            try refuse(error, &reading)
            return true
        }
        if !isWhole || opened.isStopped { reading.unread = opened.canGoOn && number == reading.count - 1 ? .restOfLastFile : .more }
        pass(&reading)
        return reading.unread == .nothing
    }

    /// Passes over the next file, which could not be unpacked.
    /// - Throws: `SourceError`: the reason, unless it is flagged because there are others.
    func refuse(_ error: SourceError) throws(SourceError) {
        try reading.withLock { (reading: inout Reading) throws(SourceError) in try refuse(error, &reading) }
    }

    /// Files that are next are not read.
    func stop() { reading.withLock { $0.unread = .more } }

    private func refuse(_ error: SourceError, _ reading: inout Reading) throws(SourceError) {
        // One file of many that is something else is flagged; the others are read.
        guard reading.count > 1, error.isOfContent else { throw error }
        reading.builder.add(LogProblem(
            kind: .unknownFormat, place: Place(path: error.path, line: 1, offset: 0), column: nil, message: error.summary))
        reading.refused = reading.refused ?? error
        pass(&reading)
    }

    private func pass(_ reading: inout Reading) {
        progress.passed(reading.next)
        reading.next += 1
        reading.shownOfSpool = 0
        let builder = reading.builder
        showing.offer(events: builder.rows.count) { History(builder, unread: .more) }
    }

    /// Tells how far an unpacking is, and shows what it brought, if it is that of the next file.
    func show(_ part: SpoolWatch.Part, of number: Int) {
        progress.unpacked(part.bytesRead, number, events: showing.events)
        // While another file is read there is something to be seen anyhow.
        _ = reading.withLockIfAvailable { reading in
            guard number == reading.next, part.file.size > reading.shownOfSpool else { return }
            showing.offer {
                reading.shownOfSpool = part.file.size
                return history(of: reading.builder, and: part.file)
            }
        }
    }

    /// What there is, with a spool that still fills behind it. Nil where nothing can be told of that yet.
    private func history(of before: IndexBuilder, and spool: SourceFile) -> History? {
        guard let file = try? spool.wholeLines(), file.size > 0 else { return nil }
        guard let head = try? file.read(0..<Wrapping.headSize), Wrapping.of(head) == nil else { return nil }
        var builder = before
        let quiet = ScanMonitor(isStopped: monitor.isStopped)
        guard (try? builder.read(OpenedFile(file, format: format), jobs: 1, isBeginning: true, quiet)) != nil else { return nil }
        builder.finish()
        return History(builder, unread: .more)
    }

    /// The log.
    /// - Throws: `SourceError` where no file was one of events.
    func finish(_ kept: KeptIndex?) throws(SourceError) -> History {
        try reading.withLock { (reading: inout Reading) throws(SourceError) -> History in
            if reading.builder.sources.isEmpty, let refused = reading.refused { throw refused }
            reading.builder.finish()
            let history = History(reading.builder, unread: reading.unread)
            guard reading.unread == .nothing, let kept else { return history }
            return kept.keep(reading.builder, history)
        }
    }
}

extension SourceFile {
    /// A spool that is still being filled, as far as its last line is whole; all of it where it has no line end.
    fileprivate func wholeLines() throws(SourceError) -> SourceFile {
        var end = size
        while end > 0 {
            let bytes = try read(max(0, end - 4096)..<end)
            if let feed = bytes.lastIndex(of: 0x0A) { return beginning(end - bytes.count + feed + 1) }
            guard !bytes.isEmpty else { break }
            end -= bytes.count
        }
        return self
    }
}
