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

    init(reader: EnvelopeReader, plan: FieldPlan?) {
        records = RecordScanner(reader: reader)
        self.plan = plan
        fileName = reader.fileName
    }

    /// - Parameters:
    ///   - block: whole lines; 8 bytes behind them can be read.
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
        fileName.bytes.withUnsafeBytes { fileName in
            for index in 0..<scanned.count {
                let line = lines[index]
                if line.state == csj_line_blank.rawValue { continue }
                let start = Int(line.start)
                let text = UnsafeBufferPointer(start: base + start, count: Int(line.end) - start)
                let spans = ScannedSpans(spans: allSpans + index * plan.count, block: base)
                if line.state == csj_line_object.rawValue, add(spans, plan, text, at: offset + start, fileName, &found) { continue }
                scan(line: text, at: offset + start, isTorn: isEnd && Int(line.end) == block.count, into: &found)
            }
        }
        return scanned.count - (isTerminated ? 0 : 1)
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

    /// False where only the parser can tell what the line is.
    private mutating func add(
        _ spans: ScannedSpans, _ plan: FieldPlan, _ text: UnsafeBufferPointer<UInt8>, at offset: Int,
        _ fileName: UnsafeRawBufferPointer, _ found: inout ScannedRows
    ) -> Bool {
        guard spans.isEvent(by: plan) == true,
            case .some(.some(let type)) = spans.text(plan.type, fileName: fileName),
            let stream = spans.text(plan.stream, fileName: fileName), let version = spans.text(plan.version, fileName: fileName),
            let position = spans.text(plan.position, fileName: fileName), let time = spans.text(plan.time, fileName: fileName)
        else { return false }
        let reading = time.map { times.read($0) } ?? TimeReader.Reading(microseconds: PackedPage.missing)
        let number = version.flatMap(Self.integer)
        var start = 0
        var end = text.count
        while DocumentSplitter.isSpace(text[start]) { start += 1 }
        while DocumentSplitter.isSpace(text[end - 1]) { end -= 1 }
        found.rows.append(ScannedRow(
            offset: offset + start, length: end - start, stream: records.streamNumber(stream ?? fileName, &found),
            type: records.typeNumber(type, &found), version: number ?? PackedPage.missing,
            position: position.flatMap(Self.integer) ?? PackedPage.missing, time: reading.microseconds))
        if number == nil { found.withoutVersion += 1 }
        if !reading.hasZone { found.withoutZone += 1 }
        if reading.isUnreadable { found.withUnreadableTime += 1 }
        return true
    }

    /// As `Int64.init` reads it.
    private static func integer(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard text.count <= 18, !text.isEmpty else { return Int64(String(decoding: text, as: UTF8.self)) }
        var value: Int64 = 0
        for byte in text {
            let digit = byte &- 0x30
            guard digit < 10 else { return Int64(String(decoding: text, as: UTF8.self)) }
            value = value &* 10 &+ Int64(digit)
        }
        return value
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
