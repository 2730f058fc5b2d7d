internal import Synchronization

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
        // What a spool holds is shown while it fills, where it is all that there is.
        let shown = Shown()
        var watching = SpoolWatching(isStopped: monitor.isStopped)
        if files.count == 1 { watching.arrived = { part in show(part, shown) } }
        for file in files {
            do throws(SourceError) {
                opened.append(try opener.open(file, watching))
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
        var monitor = monitor
        if let grew = monitor.grew { monitor.grew = { history in if shown.isMore(history.count) { grew(history) } } }
        // It was the spooling that was stopped: what it brought is read.
        if opened.last?.shortfall == .stopped { monitor.isStopped = { false } }
        return try build(opened, recognised, kept, unread, monitor)
    }

    /// Tells how far a spool is, and shows what it holds, if that is anything yet.
    private func show(_ part: SpoolWatch.Part, _ shown: Shown) {
        monitor.progressed(ScanProgress(bytesRead: part.bytesRead, bytes: part.bytes, events: shown.count))
        guard part.isDue, let grew = monitor.grew, let file = try? part.file.wholeLines(), file.size > 0 else { return }
        guard let head = try? file.read(0..<Wrapping.headSize), Wrapping.of(head) == nil else { return }
        let quiet = ScanMonitor(isStopped: monitor.isStopped)
        guard let history = try? build([file], [recognised(file)], nil, [], quiet, isBeginning: true), shown.isMore(history.count) else { return }
        grew(history)
    }

    private func build(
        _ opened: [SourceFile], _ recognised: [Result<Recognition, SourceError>], _ kept: KeptIndex?, _ unopened: [SourceError],
        _ monitor: ScanMonitor, isBeginning: Bool = false
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
                    isWhole = try DocumentScan.run(
                        into: &builder, from: recognition.start, container: recognition.container, isBeginning: isBeginning, progress: progress, monitor)
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
        let history = History(builder, isPartial: !isWhole || isStopped || isBeginning)
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

/// How many events somebody has been shown: never fewer than before.
private final class Shown: Sendable {
    private let most = Mutex(0)

    var count: Int { most.withLock { $0 } }

    func isMore(_ count: Int) -> Bool {
        most.withLock { most in
            guard count > most else { return false }
            most = count
            return true
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
