/// Opens files as one log.
package struct HistoryOpening: Sendable {
    /// In the order of the log, where its events have no positions that say another.
    package var files: [String]
    /// Nil: recognised by the first records of each file.
    package var format: EnvelopeFormat?
    /// How many cores to use.
    package var jobs: Int
    package var monitor: ScanMonitor
    /// Where indexes are kept; nil: nowhere.
    package var cache: IndexCache?

    package init(
        files: [String], format: EnvelopeFormat? = nil, jobs: Int = 1, monitor: ScanMonitor = ScanMonitor(), cache: IndexCache? = nil
    ) {
        self.files = files
        self.format = format
        self.jobs = jobs
        self.monitor = monitor
        self.cache = cache
    }

    /// - Complexity: O(bytes) where nothing is kept of it; memory for the index and names, not for payloads.
    /// - Throws: `SourceError`: a file that cannot be read or recognised, or no file with anything in it.
    package func open() throws -> History {
        let opened = try files.map { try SourceFile(path: $0) }
        let recognised = opened.map(recognised)
        let kept = KeptIndex(cache, opened, recognised, format: format, jobs: jobs)
        if let history = try kept?.open(monitor) { return history }
        return try build(opened, recognised, kept)
    }

    private func build(_ opened: [SourceFile], _ recognised: [Result<Recognition, SourceError>], _ kept: KeptIndex?) throws -> History {
        var builder = IndexBuilder()
        var unread: [SourceError] = []
        var isWhole = true
        var progress = ScanProgress(bytes: opened.reduce(0) { $0 + $1.size })
        for (file, recognised) in zip(opened, recognised) where isWhole {
            switch recognised {
            case .success(let recognition):
                let source = History.Source(file, recognition, base: builder.nextBase)
                builder.begin(source, notes: recognition.notes)
                if source.isOfLines {
                    isWhole = try FileScan.run(into: &builder, range: 0..<file.size, jobs: jobs, progress: progress, monitor)
                } else {
                    try DocumentScan.run(into: &builder)
                }
                builder.end()
                progress.bytesRead += file.size
            case .failure(let error):
                // One file of many that is something else is flagged; the others are read.
                guard files.count > 1 else { throw error }
                builder.add(LogProblem(
                    kind: .unknownFormat, place: Place(path: file.path, line: 1, offset: 0), column: nil, message: error.summary))
                unread.append(error)
            }
        }
        if builder.sources.isEmpty, let first = unread.first { throw first }
        builder.finish()
        let history = History(builder, isPartial: !isWhole)
        if isWhole { kept?.keep(builder, history) }
        return history
    }

    /// An empty file is an empty log, of the format named or else our own.
    private func recognised(_ file: SourceFile) -> Result<Recognition, SourceError> {
        do throws(SourceError) {
            return .success(try Recognition.of(file, forced: format) ?? Recognition(layout: .lines, format: format ?? .hindcast))
        } catch {
            return .failure(error)
        }
    }
}

extension History {
    /// Opens files as one log, on one core and without a word on the way.
    package init(files: [String], format: EnvelopeFormat? = nil) throws {
        self = try HistoryOpening(files: files, format: format).open()
    }
}

extension History.Source {
    init(_ file: SourceFile, _ recognition: Recognition, base: Int) {
        self.init(
            file: file, format: recognition.format.name, formatTitle: recognition.format.title,
            isOfLines: recognition.layout == .lines, reader: EnvelopeReader(format: recognition.format, path: file.path), base: base)
    }
}

extension IndexBuilder {
    /// Where the offsets of another file begin.
    var nextBase: Int { sources.last.map { $0.base + max($0.file.size, $0.scanned) + 1 } ?? 0 }
}
