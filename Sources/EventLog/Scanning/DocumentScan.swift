internal import Glibc
import JSONText

/// Reads a file of values over several lines, or of more than a line should hold, as it comes.
enum DocumentScan {
    /// Adds what the builder's last source holds.
    /// - Parameters:
    ///   - start: where its first value may begin.
    ///   - container: where its documents keep their records, if they wrap any.
    ///   - isBeginning: whether more of the file is still to come, so that its end is none.
    /// - Returns: false where the monitor stopped it.
    /// - Complexity: O(bytes) on one core; memory for the index, a few blocks and the longest record.
    static func run(
        into builder: inout IndexBuilder, from start: Int, container: RecordContainer?, isBeginning: Bool = false, progress: ScanProgress,
        _ monitor: ScanMonitor
    ) throws(SourceError) -> Bool {
        // Moved out and in again, so that nothing is copied when it grows.
        var moved = IndexBuilder()
        swap(&moved, &builder)
        let source = moved.sources[moved.sources.count - 1]
        let sink = DocumentRows(moved, progress, monitor)
        moved = IndexBuilder()
        let window = DocumentWindow(source.file, from: start, to: source.file.size, isBeginning: isBeginning)
        var cutter = DocumentCutter(window, from: start, container: container, sink: sink)
        var failure: SourceError?
        do throws(SourceError) { try cutter.run() } catch { failure = error }
        builder = cutter.sink.builder
        if let failure { throw failure }
        return !cutter.sink.isStopped
    }
}

/// Makes rows of values. Sound ones are laid beside each other as lines, in a copy of the text in which every byte stands where it
/// stands in the file, and are read as lines are.
private struct DocumentRows: DocumentSink {
    private(set) var builder: IndexBuilder
    private(set) var isStopped = false
    private let monitor: ScanMonitor
    private let before: ScanProgress
    private var scanner: LineScanner
    private var lines = LineCount()
    private let block = LineBlock()
    private var showsAt: Int
    private var told = 0

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
            try JSONParser().parse(shell.text) { _ in }
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
                place = (try source.lines.line(of: problem.offset, in: source.file), 1)
            }
            builder.add(LogProblem(
                kind: problem.kind, place: Place(path: source.file.path, line: place.line, offset: problem.offset),
                column: problem.column.map { _ in place.column }, message: problem.message))
        }
        builder.add(found)
        advance(to: offset, window)
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

/// Lines up to a place, counted as the text goes by.
private struct LineCount {
    private(set) var position = 0
    private(set) var lines = 0
    /// Where the line begins in which the place lies.
    private(set) var start = 0

    mutating func advance(to offset: Int, _ window: DocumentWindow) {
        // What was given up unseen is read again.
        if position < window.base {
            while position < min(offset, window.base), let bytes = try? window.file.read(position..<min(offset, window.base, position + 1 << 20)),
                !bytes.isEmpty
            {
                bytes.withUnsafeBufferPointer { count($0) }
            }
        }
        let end = min(offset, window.limit)
        guard position >= window.base, position < end else { return }
        count(window.text(position..<end))
    }

    private mutating func count(_ bytes: UnsafeBufferPointer<UInt8>) {
        var at = 0
        while at < bytes.count, let found = memchr(bytes.baseAddress! + at, 0x0A, bytes.count - at) {
            at = UnsafeRawPointer(found) - UnsafeRawPointer(bytes.baseAddress!) + 1
            lines += 1
            start = position + at
        }
        position += bytes.count
    }
}

/// Values as lines of one text.
private final class LineBlock {
    private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 512 << 10, alignment: 64)
    /// In the file.
    private(set) var range: Range<Int>?

    /// The scan looks so far behind the last line.
    private static let padding = 64

    deinit { memory.deallocate() }

    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: memory.baseAddress?.assumingMemoryBound(to: UInt8.self), count: range?.count ?? 0)
    }

    func clear() { range = nil }

    /// A value without line breaks in its strings, at least a byte behind the one before.
    func add(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
        let start = range?.lowerBound ?? offset
        let end = offset + text.count
        reserve(end - start + Self.padding)
        if let held = range?.upperBound {
            memset(memory.baseAddress! + (held - start), 0x20, offset - held)
            memory[offset - start - 1] = 0x0A
        }
        let place = memory.baseAddress! + (offset - start)
        memcpy(place, text.baseAddress!, text.count)
        var at = 0
        while at < text.count, let found = memchr(place + at, 0x0A, text.count - at) {
            found.storeBytes(of: 0x20, as: UInt8.self)
            at = UnsafeMutableRawPointer(found) - place + 1
        }
        range = start..<end
    }

    private func reserve(_ size: Int) {
        guard size > memory.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(size, memory.count * 2), alignment: 64)
        larger.copyMemory(from: UnsafeRawBufferPointer(memory))
        memory.deallocate()
        memory = larger
    }
}
