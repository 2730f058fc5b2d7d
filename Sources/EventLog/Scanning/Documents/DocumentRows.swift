import JSONText

/// Makes rows of values. Sound ones are laid beside each other as lines, in a copy of the text in which every byte stands where it
/// stands in the file, and are read as lines are.
struct DocumentRows: DocumentSink {
    private(set) var builder: IndexBuilder
    private(set) var isStopped = false
    private let monitor: ScanMonitor
    private let before: ScanProgress
    private var scanner: LineScanner
    private var lines = LineCount()
    private let block = ValueBlock()
    private var showsAt: Int
    private var told = 0
    /// By which member the last document says that there are more.
    private(set) var page: String?

    private static let blockSize = 256 << 10
    /// Wider gaps end a block.
    private static let widestGap = 4 << 10

    init(_ builder: IndexBuilder, _ progress: ScanProgress, _ monitor: ScanMonitor) {
        self.builder = builder
        self.monitor = monitor
        before = progress
        let source = builder.sources[builder.sources.count - 1]
        scanner = LineScanner(reader: source.reader, plan: FieldPlan(source.reader.format))
        showsAt = builder.rows.count == 0 ? 1 : builder.rows.count * 2
    }

    var oldest: Int? { block.range?.lowerBound }
    var wantsMore: Bool { !isStopped }

    mutating func take(_ range: Range<Int>, isElement: Bool, isSound: Bool, isTorn: Bool, in window: DocumentWindow) throws(SourceError) {
        if isTorn, window.isBeginning { return }
        if let held = block.range {
            let gap = range.lowerBound - held.upperBound
            if !isSound || gap < 1 || gap > Self.widestGap || held.count + range.count > Self.blockSize { try scanBlock(window) }
        }
        if isSound { return block.add(window.text(range), at: range.lowerBound) }
        var found = ScannedRows()
        scanner.scan(value: window.text(range), at: range.lowerBound, isTorn: isTorn, into: &found)
        try add(found, upTo: range.upperBound, window)
    }

    mutating func note(_ kind: LogProblem.Kind, _ message: String, at offset: Int, in window: DocumentWindow) throws(SourceError) {
        if kind == .tornTail, window.isBeginning { return }
        try scanBlock(window)
        var found = ScannedRows()
        found.note(kind, message, at: offset, column: 1)
        try add(found, upTo: offset, window)
    }

    mutating func take(shell: DocumentShell, in window: DocumentWindow) throws(SourceError) {
        let damage: JSONError
        do {
            page = try JSONParser().parse(shell.text) { RecordExpansion.continuation(in: $0) }
            return
        } catch let error as JSONError {
            damage = error
        } catch { return }
        try note(.malformed, damage.description, at: shell.offset(of: damage.offset), in: window)
    }

    mutating func flush(upTo offset: Int, in window: DocumentWindow) throws(SourceError) {
        try scanBlock(window)
        advance(to: offset, window)
        tell(offset)
    }

    private mutating func scanBlock(_ window: DocumentWindow) throws(SourceError) {
        guard let range = block.range else { return }
        var found = ScannedRows()
        _ = scanner.scan(block.bytes, at: range.lowerBound, isEnd: false, into: &found)
        block.clear()
        try add(found, upTo: range.upperBound, window)
        tell(range.upperBound)
    }

    private mutating func add(_ found: ScannedRows, upTo offset: Int, _ window: DocumentWindow) throws(SourceError) {
        let source = builder.sources[builder.sources.count - 1]
        for problem in found.problems {
            let place: (line: Int, column: Int)
            if problem.offset >= lines.position {
                advance(to: problem.offset, window)
                place = (lines.lines + 1, problem.offset - lines.start + 1)
            } else {
                // Told after what lies behind it.
                place = (try source.lines.line(of: problem.offset, in: source.file), try Self.column(of: problem.offset, in: source.file))
            }
            builder.add(LogProblem(
                kind: problem.kind, place: Place(path: source.file.path, line: place.line, offset: problem.offset),
                column: problem.column.map { _ in place.column }, message: problem.message))
        }
        builder.add(found)
        advance(to: offset, window)
    }

    private static func column(of offset: Int, in file: SourceFile) throws(SourceError) -> Int {
        var start = offset
        while start > 0 {
            let bytes = try file.read(max(0, start - 4096)..<start)
            if let feed = bytes.lastIndex(of: 0x0A) { return offset - (start - bytes.count + feed) }
            guard !bytes.isEmpty else { break }
            start -= bytes.count
        }
        return offset - start + 1
    }

    private mutating func advance(to offset: Int, _ window: DocumentWindow) {
        lines.advance(to: offset, window)
        builder.countLines(before: lines.position, lines.lines)
        builder.reach(max(offset, builder.sources[builder.sources.count - 1].scanned))
    }

    private mutating func tell(_ offset: Int) {
        if monitor.isStopped() { isStopped = true }
        guard offset - told >= Self.blockSize / 2 || offset == builder.sources[builder.sources.count - 1].file.size else { return }
        told = offset
        var progress = before
        progress.bytesRead += offset
        progress.events = builder.rows.count
        monitor.progressed(progress)
        if let grew = monitor.grew, progress.events >= showsAt {
            showsAt = progress.events * 2
            grew(History(builder, unread: .more))
        }
    }
}
