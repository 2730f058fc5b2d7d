import JSONText

/// Goes over the lines of a store and tells what is whole, what is a torn tail, and what is damage.
///
/// - A line that is no JSON value, with no event behind it, is a torn tail: what an append left that never ended. So is a batch at
///   the end of which lines are missing.
/// - A whole JSON value that is no event is what no append leaves, wherever it stands: damage. So is a line that is none with an
///   event behind it, and a version that does not continue its stream.
/// - What stands in one line behind a whole event is a torn tail, the event is not; a whole JSON value there is damage.
/// - Before any event, only zeros and the beginning of a store's line are a torn tail: anything else is another program's file.
struct StoreScan {
    /// After the last event, or batch of events, that is whole; the LF behind it included.
    private(set) var end: Int
    /// Lines and events up to `end`.
    private(set) var lines: Int
    private(set) var events: Int
    /// Where the last event up to `end` begins.
    private(set) var lastEvent: Int?
    /// The last line is an event without LF.
    private(set) var lacksLineFeed = false
    private(set) var damage: StoreDamage?
    /// The cache could not be relied on; what was found does not count.
    private(set) var isUnusable = false

    /// Where the versions and ids go; nil where only the structure of the end is asked for, and any version will do.
    private let index: StoreIndex?
    /// Told of each event that may be read, but that no append would have written.
    var onOddity: ((StoreDamage) -> Void)?
    private let hash: KeyedHash
    private let parser = JSONParser()
    /// Whether it goes over the file from its beginning.
    private let isFromStart: Bool
    private var linesSeen: Int
    private var pending: Pending?
    private var bad: Bad?

    /// An event as the index takes it.
    struct Row {
        let offset: Int
        let stream: KeyedHash.Value
        let version: Int64
        let id: UInt64?
    }

    /// A batch whose last line was not met yet.
    private struct Pending {
        let start: Int
        let line: Int
        let size: Int
        var rows: [Row]
    }

    private struct Bad {
        let offset: Int
        let line: Int
        let message: String
        /// Of the last line behind it that may belong to the same torn batch.
        var mark: BatchMark?
    }

    init(index: StoreIndex?, end: Int = 0, lines: Int = 0, events: Int = 0, lastEvent: Int? = nil, lacksLineFeed: Bool = false) {
        self.index = index
        hash = index?.hash ?? KeyedHash(key0: 0, key1: 0)
        self.end = end
        self.lines = lines
        self.events = events
        self.lastEvent = lastEvent
        self.lacksLineFeed = lacksLineFeed
        linesSeen = lines
        isFromStart = end == 0
    }

    /// Reads on from `end` to the file's size. O(bytes).
    mutating func run(_ calls: any FileCalls, _ file: Int32, size: Int) throws(FileCallError) {
        try run(size: size) { buffer, offset throws(FileCallError) in try calls.read(file, into: buffer, at: offset) }
    }

    mutating func run(size: Int, _ read: @escaping FileLines.Read) throws(FileCallError) {
        guard end < size else { return }
        let lines = FileLines(read: read, range: end..<size)
        try lines.forEach { line in
            take(line)
            return damage == nil && !isUnusable
        }
        if damage != nil {
            let last = try lastStored(size: size, read)
            damage?.last = last
        }
    }

    /// The last event that is whole: where it stands tells what the damage is behind.
    private func lastStored(size: Int, _ read: @escaping FileLines.Read) throws(FileCallError) -> StoreError.StoredAt? {
        guard let lastEvent else { return nil }
        var found: StoreError.StoredAt?
        try FileLines(read: read, range: lastEvent..<size).forEach { line in
            found = try? parser.parse(line.bytes) { root in
                let line = StoreLine(root)
                return StoreError.StoredAt(stream: line.stream?.string ?? "", version: line.versionNumber ?? -1, position: events - 1)
            }
            return false
        }
        return found
    }

    /// Where the torn tail begins; nil where all that was read is whole.
    var tornStart: Int? { damage == nil ? pending?.start ?? bad?.offset : nil }

    private mutating func take(_ line: FileLines.Line) {
        linesSeen += 1
        if line.isTooLong { return note(bad: "longer than \(BlockReader.longestLine >> 20) MiB", line.bytes, line) }
        var text = line.bytes
        if line.offset == 0, text.starts(with: [0xEF, 0xBB, 0xBF]) { text = UnsafeBufferPointer(rebasing: text.dropFirst(3)) }
        if text.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return skipBlank(line) }
        do {
            try parser.parse(text) { root in
                let event = StoreLine(root)
                guard event.isEvent, let stream = event.stream?.withDecoded(hash.hash) else {
                    // A last line that is a number and nothing else may be half of anything.
                    let isWhole = line.isTerminated || root.kind == .object || root.kind == .array
                    let message = "a JSON value, but no event of a store"
                    return isWhole ? note(other: message, line) : note(bad: message, text, line)
                }
                take(event, stream, line)
            }
        } catch let error as JSONError {
            let unreadable = UnreadableLine(text: text, parser: parser)
            let message = unreadable.isZero ? "zero bytes" : "column \(error.offset + 1): \(error)"
            if let end = unreadable.endOfWhole { return takeBeginning(of: unreadable, upTo: end, line, message) }
            if line.isTerminated, unreadable.isPartOfDocument { return note(other: "part of a JSON text over several lines", line) }
            note(bad: message, text, line)
        } catch {
            note(bad: "\(error)", text, line)
        }
    }

    /// An event that lacked its LF when an append was torn that would have written it: the event stays, what is behind it does not.
    private mutating func takeBeginning(of found: UnreadableLine, upTo end: Int, _ line: FileLines.Line, _ message: String) {
        guard !found.isWhole(behind: end) else { return note(other: "several JSON values in one line", line) }
        let mark = line.bytes.count - found.text.count
        let event = FileLines.Line(
            bytes: UnsafeBufferPointer(rebasing: found.text[..<end]), offset: line.offset, length: mark + end, isTerminated: false,
            isTooLong: false)
        linesSeen -= 1
        take(event)
        guard damage == nil, !isUnusable, bad == nil else { return }
        bad = Bad(offset: line.offset + mark + end, line: linesSeen, message: message)
    }

    private mutating func skipBlank(_ line: FileLines.Line) {
        guard pending == nil, bad == nil else { return }
        end = line.offset + line.length
        lines = linesSeen
        lacksLineFeed = !line.isTerminated
    }

    /// What an append that never ended may have left.
    private mutating func note(bad message: String, _ text: UnsafeBufferPointer<UInt8>, _ line: FileLines.Line) {
        guard bad == nil else { return }
        if isFromStart, events == 0, pending == nil, !UnreadableLine(text: text, parser: parser).isOwnBeginning { return fail(message, line.offset, linesSeen) }
        bad = Bad(offset: line.offset, line: linesSeen, message: message)
    }

    /// What no append leaves: it is not ours to move.
    private mutating func note(other message: String, _ line: FileLines.Line) {
        if let bad { fail(bad.message, bad.offset, bad.line) } else { fail(message, line.offset, linesSeen) }
    }

    private mutating func take(_ event: StoreLine, _ stream: KeyedHash.Value, _ line: FileLines.Line) {
        let mark = event.batchMark
        if event.batch != nil, mark == nil { return note(other: "a batch mark that no store writes", line) }
        if let onOddity, let problem = event.problem { onOddity(StoreDamage(offset: line.offset, line: linesSeen, message: problem)) }
        if bad != nil { return takeBehindBad(mark) }
        guard let version = event.versionNumber else {
            let written = event.version.map { String(decoding: $0.raw.prefix(40), as: UTF8.self) } ?? ""
            return fail("version \(written) is no whole number from 0 to \(Int64.max)", line.offset, linesSeen)
        }
        let id = event.id?.withDecoded(hash.hash)?.low
        let row = Row(offset: line.offset, stream: stream, version: version, id: id)
        take(row, mark, line) { event.stream?.string?.description ?? "" }
    }

    /// An event behind a line that is none: part of the same torn batch, or the sign that the bad line lies in the middle.
    private mutating func takeBehindBad(_ mark: BatchMark?) {
        guard let found = bad else { return }
        let size = found.mark?.size ?? pending?.size ?? mark?.size
        let least = found.mark?.index ?? pending.map { $0.rows.count - 1 } ?? 0
        if let mark, mark.size == size, mark.index > least {
            bad?.mark = mark
        } else {
            fail(found.message, found.offset, found.line)
        }
    }

    private mutating func take(_ row: Row, _ mark: BatchMark?, _ line: FileLines.Line, name: () -> String) {
        if let open = pending {
            guard let mark, mark.size == open.size, mark.index == open.rows.count else {
                return fail("of a batch of \(open.size) events only \(open.rows.count) are there", open.start, open.line)
            }
        } else if let mark, mark.index > 0 {
            guard index != nil else { startsInsideBatch = true; return }
            return fail("the first \(mark.index) events of a batch of \(mark.size) are missing", row.offset, linesSeen)
        }
        guard continues(row, name: name) else { return }
        if let mark {
            if pending == nil { pending = Pending(start: row.offset, line: linesSeen, size: mark.size, rows: []) }
            pending?.rows.append(row)
            guard mark.isLast, let rows = pending?.rows else { return }
            pending = nil
            for row in rows { commit(row) }
        } else {
            commit(row)
        }
        end = line.offset + line.length
        lines = linesSeen
        lacksLineFeed = !line.isTerminated
    }

    /// False where the event's version does not follow that of the event before it in its stream, which is noted.
    private mutating func continues(_ row: Row, name: () -> String) -> Bool {
        guard let index else { return true }
        var last = pending?.rows.last { $0.stream == row.stream }?.version
        if last == nil {
            do throws(IndexSegment.Unusable) {
                last = try index.lastVersion(of: row.stream)
            } catch {
                isUnusable = true
                return false
            }
        }
        let expected = (last ?? -1) &+ 1
        if row.version == expected, expected >= 0 { return true }
        fail("version \(expected) of \(name()) expected, found \(row.version)", row.offset, linesSeen)
        return false
    }

    /// Where reading begins in the middle of a batch, its start is not known; whoever asks must begin further ahead.
    private(set) var startsInsideBatch = false

    /// The LF that the last line lacked is there now.
    mutating func stepOverLineFeed() {
        end += 1
        lacksLineFeed = false
    }

    /// Takes up events of one stream that were written just now, a line each, up to a new end.
    mutating func append(_ rows: [Row], end: Int) {
        if let index, let last = rows.last {
            index.setLastVersion(of: last.stream, to: last.version)
            for (number, row) in rows.enumerated() {
                if let id = row.id { index.add(id: id, offset: row.offset, position: events + number) }
            }
            lastEvent = last.offset
        }
        events += rows.count
        self.end = end
        lines += rows.count
        linesSeen = lines
        lacksLineFeed = false
    }

    private mutating func commit(_ row: Row) {
        if let index {
            index.setLastVersion(of: row.stream, to: row.version)
            if let id = row.id { index.add(id: id, offset: row.offset, position: events) }
        }
        lastEvent = row.offset
        events += 1
    }

    private mutating func fail(_ message: String, _ offset: Int, _ line: Int) {
        damage = StoreDamage(offset: offset, line: line, message: message)
    }
}
