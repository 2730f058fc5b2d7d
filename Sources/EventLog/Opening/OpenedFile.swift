/// A file of a log, and what it was taken for.
struct OpenedFile: Sendable {
    let file: SourceFile
    let recognition: Result<Recognition, SourceError>

    /// An empty file is an empty log, of the format named or else our own.
    init(_ file: SourceFile, format: EnvelopeFormat?) {
        self.file = file
        do throws(SourceError) {
            recognition = .success(try Recognition.of(file, forced: format) ?? Recognition(layout: .lines, format: format ?? .hindcast))
        } catch {
            // A store in which nothing is whole but what may have been its first line.
            if format == nil || format?.name == EnvelopeFormat.storeName, file.location.isOfStore, !file.isSpooled, (try? file.tornStartOfStore()) == 0 {
                recognition = .success(Recognition(layout: .lines, format: .hindcast))
            } else {
                recognition = .failure(error)
            }
        }
    }

    /// Whether it ends where somebody stopped its unpacking.
    var isStopped: Bool { file.shortfall == .stopped }

    /// Whether more of it can be read behind what was: lines, as they lie on disk.
    var canGoOn: Bool { !file.isSpooled && (try? recognition.get())?.layout == .lines }
}

extension IndexBuilder {
    /// Reads a file behind those that are there.
    /// - Parameter isBeginning: whether more of the file is still to come, so that its end is none.
    /// - Returns: false where the monitor stopped it.
    /// - Throws: `SourceError` where the file cannot be read, or is not what a log can be made of.
    mutating func read(_ opened: OpenedFile, jobs: Int, isBeginning: Bool = false, _ monitor: ScanMonitor) throws(SourceError) -> Bool {
        let file = opened.file
        let recognition = try opened.recognition.get()
        let source = History.Source(file, recognition, base: nextBase)
        // Who stopped it knows: nothing is wrong with what came.
        let stop = file.shortfall == .stopped ? Shortfall.stopped.message : nil
        begin(source, notes: [file.wrapping?.note, stop].compactMap { $0 } + recognition.notes)
        if let shortfall = file.shortfall, shortfall != .stopped { add(shortfall.problem(of: file.path)) }
        let progress = ScanProgress(bytes: file.size, events: rows.count)
        defer { end() }
        if source.isOfLines {
            return try FileScan.run(into: &self, range: 0..<(try endOfWholeEvents()), jobs: jobs, progress: progress, monitor)
        }
        return try DocumentScan.run(
            into: &self, from: recognition.start, container: recognition.container, isBeginning: isBeginning, progress: progress, monitor)
    }

    /// Where the offsets of another file begin.
    private var nextBase: Int { sources.last.map { $0.base + max($0.file.size, $0.scanned) + 1 } ?? 0 }
}

extension History.Source {
    init(_ file: SourceFile, _ recognition: Recognition, base: Int) {
        self.init(
            file: file, format: recognition.format.name, formatTitle: recognition.format.title,
            isOfLines: recognition.layout == .lines, reader: EnvelopeReader(format: recognition.format, path: file.path), base: base)
        modified = file.facts?.modified ?? 0
    }
}
