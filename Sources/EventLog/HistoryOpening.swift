/// Opens files as one log.
package struct HistoryOpening: Sendable {
    /// In the order of the log, where its events have no positions that say another.
    package var files: [SourcePath]
    /// Nil: recognised by the first records of each file.
    package var format: EnvelopeFormat?
    /// How many cores to use.
    package var jobs: Int
    package var monitor: ScanMonitor
    /// Where indexes are kept; nil: nowhere.
    package var cache: IndexCache?
    /// Opens what can be read only once, too.
    package var opener: SourceOpener

    package init(
        files: [SourcePath], format: EnvelopeFormat? = nil, jobs: Int = 1, monitor: ScanMonitor = ScanMonitor(), cache: IndexCache? = nil,
        opener: SourceOpener = SourceOpener()
    ) {
        self.files = files
        self.format = format
        self.jobs = jobs
        self.monitor = monitor
        self.cache = cache
        self.opener = opener
    }

    /// - Complexity: O(bytes) where nothing is kept of it; memory for the index and names, not for payloads.
    /// - Throws: `SourceError`: a file that cannot be read or recognised, or no file with anything in it.
    package func open() throws -> History {
        var opened: [SourceFile] = []
        var unread: [SourceError] = []
        for file in files {
            do throws(SourceError) {
                opened.append(try opener.open(file))
                if opened.last?.shortfall == .stopped { break }
            } catch {
                // One file of many that cannot be unpacked is flagged, like one that is something else.
                guard files.count > 1, error.isOfContent else { throw error }
                unread.append(error)
            }
        }
        let recognised = opened.map(recognised)
        // What is known of a spool, or of files of which some are missing, is of no use the next time.
        let isKept = unread.isEmpty && !opened.contains(where: \.isSpooled)
        let kept = KeptIndex(isKept ? cache : nil, opened, recognised, format: format, jobs: jobs)
        if let history = try kept?.open(monitor) { return history }
        return try build(opened, recognised, kept, unread)
    }

    private func build(
        _ opened: [SourceFile], _ recognised: [Result<Recognition, SourceError>], _ kept: KeptIndex?, _ unopened: [SourceError]
    ) throws -> History {
        var builder = IndexBuilder()
        var unread = unopened
        for error in unopened { builder.add(Self.problem(error)) }
        let isStopped = opened.last?.shortfall == .stopped
        var isWhole = true
        var progress = ScanProgress(bytes: opened.reduce(0) { $0 + $1.size })
        for (file, recognised) in zip(opened, recognised) where isWhole {
            switch recognised {
            case .success(let recognition):
                let source = History.Source(file, recognition, base: builder.nextBase)
                builder.begin(source, notes: [file.wrapping?.note].compactMap { $0 } + recognition.notes)
                if let shortfall = file.shortfall { builder.add(shortfall.problem(of: file.path)) }
                if source.isOfLines {
                    isWhole = try FileScan.run(into: &builder, range: 0..<(try builder.endOfWholeEvents()), jobs: jobs, progress: progress, monitor)
                } else {
                    try DocumentScan.run(into: &builder)
                }
                builder.end()
                progress.bytesRead += file.size
            case .failure(let error):
                // One file of many that is something else is flagged; the others are read.
                guard files.count > 1 else { throw error }
                builder.add(Self.problem(error))
                unread.append(error)
            }
        }
        if builder.sources.isEmpty, let first = unread.first { throw first }
        builder.finish()
        let history = History(builder, isPartial: !isWhole || isStopped)
        guard isWhole, let kept else { return history }
        return kept.keep(builder, history)
    }

    private static func problem(_ error: SourceError) -> LogProblem {
        LogProblem(kind: .unknownFormat, place: Place(path: error.path, line: 1, offset: 0), column: nil, message: error.summary)
    }

    /// An empty file is an empty log, of the format named or else our own.
    private func recognised(_ file: SourceFile) -> Result<Recognition, SourceError> {
        do throws(SourceError) {
            return .success(try Recognition.of(file, forced: format) ?? Recognition(layout: .lines, format: format ?? .hindcast))
        } catch {
            // A store in which nothing is whole but what may have been its first line.
            if format == nil || format?.name == EnvelopeFormat.storeName, file.location.isOfStore, !file.isSpooled, (try? file.tornStartOfStore()) == 0 {
                return .success(Recognition(layout: .lines, format: .hindcast))
            }
            return .failure(error)
        }
    }
}

extension History {
    /// Opens files as one log, on one core and without a word on the way.
    package init(files: [SourcePath], format: EnvelopeFormat? = nil, opener: SourceOpener = SourceOpener()) throws {
        self = try HistoryOpening(files: files, format: format, opener: opener).open()
    }
}

extension History.Source {
    init(_ file: SourceFile, _ recognition: Recognition, base: Int) {
        self.init(
            file: file, format: recognition.format.name, formatTitle: recognition.format.title,
            isOfLines: recognition.layout == .lines, reader: EnvelopeReader(format: recognition.format, path: file.path), base: base)
        modified = file.facts?.modified ?? 0
    }
}

extension IndexBuilder {
    /// Where the offsets of another file begin.
    var nextBase: Int { sources.last.map { $0.base + max($0.file.size, $0.scanned) + 1 } ?? 0 }
}
