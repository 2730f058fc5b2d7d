internal import CSimdjson
internal import Glibc
import JSONText

/// Reads whole lines of a block: those that the line scan can tell, at once; the others through the parser.
struct LineScanner {
    private var records: RecordScanner
    private let plan: FieldPlan?
    private let parser = LineParser()
    private var times = TimeReader()
    private let fileName: ExactString
    /// Whether a record without a stream's name lacks something.
    private let namesStreams: Bool
    /// Lines that are looked at together.
    private static let group = 32
    private var texts = [Texts](repeating: Texts(), count: group)

    /// How many ways of scanning the processor has, the plainest first.
    static var levels: Int { Int(csj_levels()) }

    /// - Parameter level: the way to scan; the fastest where nothing else is said.
    init(reader: EnvelopeReader, plan: FieldPlan?, level: Int? = nil) {
        if let level { csj_use_level(parser.handle, Int32(level)) }
        records = RecordScanner(reader: reader)
        self.plan = plan
        fileName = reader.fileName
        namesStreams = !reader.format.stream.usesFileName && reader.format.streamOfFile == nil
    }

    /// - Parameters:
    ///   - block: whole lines; 64 bytes behind them can be read.
    ///   - offset: of the block in its file.
    ///   - isEnd: whether the file ends with the block.
    /// - Returns: how many lines end in the block.
    mutating func scan(_ block: UnsafeBufferPointer<UInt8>, at offset: Int, isEnd: Bool, into found: inout ScannedRows) -> Int {
        guard let base = block.baseAddress, !block.isEmpty else { return 0 }
        let isTerminated = block[block.count - 1] == 0x0A
        guard let plan else { return scanSlowly(block, at: offset, isEnd: isEnd, into: &found) - (isTerminated ? 0 : 1) }
        let scanned = csj_scan_lines(parser.handle, plan.fields, base, block.count, UInt32(JSONParser.maximumDepth))
        guard scanned.count != .max, let lines = scanned.lines, let allSpans = scanned.spans else {
            preconditionFailure("out of memory for an index")
        }
        found.rows.reserveCapacity(found.rows.count + scanned.count)
        let namesStreams = self.namesStreams
        fileName.bytes.withUnsafeBytes { fileName in
            var first = 0
            while first < scanned.count {
                let group = min(Self.group, scanned.count - first)
                for place in 0..<group where lines[first + place].state == csj_line_object.rawValue {
                    let spans = ScannedSpans(spans: allSpans + (first + place) * plan.count, block: base)
                    var line = spans.texts(by: plan, fileName: fileName)
                    line.hashedStream = records.streams.hashed(line.stream)
                    line.hashedType = records.types.hashed(line.type)
                    texts[place] = line
                }
                for place in 0..<group {
                    let line = lines[first + place]
                    if line.state == csj_line_blank.rawValue { continue }
                    let start = Int(line.start)
                    let text = UnsafeBufferPointer(start: base + start, count: Int(line.end) - start)
                    if line.state == csj_line_object.rawValue, !texts[place].isUnsure {
                        add(texts[place], text, at: offset + start, &found)
                        if namesStreams, texts[place].stream.baseAddress == fileName.baseAddress { found.withoutStream += 1 }
                    } else {
                        scan(line: text, at: offset + start, isTorn: isEnd && Int(line.end) == block.count, into: &found)
                    }
                }
                first += group
            }
        }
        return scanned.count - (isTerminated ? 0 : 1)
    }

    /// A value that is no line, or that is known to be damaged.
    mutating func scan(value text: UnsafeBufferPointer<UInt8>, at offset: Int, isTorn: Bool, into found: inout ScannedRows) {
        records.scan(text, at: offset, isTorn: isTorn, into: &found)
    }

    @inline(__always)
    private mutating func add(_ texts: Texts, _ line: UnsafeBufferPointer<UInt8>, at offset: Int, _ found: inout ScannedRows) {
        let base = UnsafeRawPointer(line.baseAddress!)
        // Of a text in the line; one that stands elsewhere (a constant, the file's name) has no place.
        func place(_ text: UnsafeRawBufferPointer) -> Int? {
            let distance = text.baseAddress.map { $0 - base } ?? -1
            return distance >= 0 && distance < line.count ? offset + distance : nil
        }
        let time = texts.time.baseAddress.map { start in
            times.read(texts.time, isString: place(texts.time) != nil && start.load(fromByteOffset: -1, as: UInt8.self) == UInt8(ascii: "\""))
        } ?? TimeReader.Reading(microseconds: PackedPage.missing)
        let version = texts.version.baseAddress == nil ? nil : Self.integer(texts.version)
        let position = texts.position.baseAddress == nil ? nil : Self.integer(texts.position)
        var start = 0
        var end = line.count
        while DocumentSplitter.isSpace(line[start]) { start += 1 }
        while DocumentSplitter.isSpace(line[end - 1]) { end -= 1 }
        found.rows.append(ScannedRow(
            offset: offset + start, length: end - start, stream: records.streamNumber(texts.stream, texts.hashedStream, at: place(texts.stream), &found),
            type: records.typeNumber(texts.type, texts.hashedType, at: place(texts.type), &found), version: version ?? PackedPage.missing,
            position: position ?? PackedPage.missing, time: time.microseconds))
        if version == nil { found.withoutVersion += 1 }
        if !time.hasZone { found.withoutZone += 1 }
        if time.isUnreadable { found.withUnreadableTime += 1 }
    }

    private mutating func scanSlowly(
        _ block: UnsafeBufferPointer<UInt8>, at offset: Int, isEnd: Bool, into found: inout ScannedRows
    ) -> Int {
        var start = 0
        var lines = 0
        while start < block.count {
            let feed = memchr(block.baseAddress! + start, 0x0A, block.count - start)
            let end = feed.map { UnsafeRawPointer($0) - UnsafeRawPointer(block.baseAddress!) } ?? block.count
            let text = UnsafeBufferPointer(rebasing: block[start..<end])
            if !text.allSatisfy(DocumentSplitter.isSpace) { scan(line: text, at: offset + start, isTorn: isEnd && feed == nil, into: &found) }
            start = end + 1
            lines += 1
        }
        return lines
    }

    private mutating func scan(line: UnsafeBufferPointer<UInt8>, at offset: Int, isTorn: Bool, into found: inout ScannedRows) {
        let text = line.last == 0x0D ? UnsafeBufferPointer(rebasing: line.dropLast()) : line
        records.scan(text, at: offset, isTorn: isTorn, into: &found)
    }

    /// As `Int64.init` reads it.
    @inline(__always)
    private static func integer(_ text: UnsafeRawBufferPointer) -> Int64? {
        Digits.number(text) ?? Int64(String(decoding: text, as: UTF8.self))
    }
}

/// The C side's memory, kept from block to block.
private final class LineParser {
    let handle: OpaquePointer

    init() {
        guard let handle = csj_parser_new() else { preconditionFailure("out of memory for a JSON parser") }
        self.handle = handle
    }

    deinit { csj_parser_free(handle) }
}
