import JSONText
import TestSupport
import Testing

@testable import EventLog

/// The line scan beside the parser: whatever a line holds, both find the same events and the same faults.
@Suite("The scanner agrees with the parser")
struct LineScannerTests {
    /// What one pass over a block found, names written out.
    private struct Found: Equatable {
        struct Row: Equatable {
            let offset: Int
            let length: Int
            let stream: ExactString
            let type: ExactString
            let version: Int64
            let position: Int64
            let time: Int64
        }

        let rows: [Row]
        let problems: [String]
        let counts: [Int]
        let asides: [String: Int]
        let lines: Int
    }

    private static func found(_ text: [UInt8], _ format: EnvelopeFormat, plan: FieldPlan?, level: Int? = nil) -> Found {
        var scanner = LineScanner(reader: EnvelopeReader(format: format, path: "folder/name.jsonl"), plan: plan, level: level)
        var scanned = ScannedRows()
        // What stands behind a block is left over from others: here, what would end it well.
        let padded = text + Array((#""}}"# + "\n" + String(repeating: #"7"}"#, count: 20)).utf8)
        let lines = padded.withUnsafeBufferPointer {
            scanner.scan(UnsafeBufferPointer(rebasing: $0[..<text.count]), at: 1000, isEnd: true, into: &scanned)
        }
        return Found(
            rows: scanned.rows.map { row in
                Found.Row(
                    offset: row.offset, length: row.length, stream: scanned.names.streams[Int(row.stream)].text,
                    type: scanned.names.types[Int(row.type)].text, version: row.version, position: row.position, time: row.time)
            },
            problems: scanned.problems.map { "\($0.kind) \($0.message) @\($0.offset):\($0.column ?? 0) line @\($0.lineOffset)" },
            counts: [scanned.withoutVersion, scanned.withoutZone, scanned.withUnreadableTime], asides: scanned.asides, lines: lines)
    }

    private static func expectAgreement(_ text: [UInt8], _ format: EnvelopeFormat, _ comment: Comment) throws {
        let plan = try #require(FieldPlan(format), "\(format.name) has no plan")
        let simple = found(text, format, plan: nil)
        for level in 0..<LineScanner.levels { try expect(found(text, format, plan: plan, level: level), simple, text, format, "\(comment), level \(level)") }
    }

    private static func expect(_ fast: Found, _ simple: Found, _ text: [UInt8], _ format: EnvelopeFormat, _ comment: Comment) throws {
        guard fast != simple else { return }
        let difference = zip(fast.rows, simple.rows).first { $0 != $1 }
        Issue.record("\(comment), \(format.name): \(fast.rows.count) rows, not \(simple.rows.count); \(String(describing: difference)); \(fast.problems) not \(simple.problems)\n\(String(decoding: text, as: UTF8.self))")
    }

    @Test("120,000 mutated lines of seven formats", arguments: 0..<8)
    func mutatedLines(worker: Int) throws {
        let formats = Lines.formats
        for round in 0..<150 {
            let seed = UInt64(worker * 1000 + round)
            var random = SplitMix64(seed: seed)
            let name = formats[random.below(formats.count)]
            let format = try #require(EnvelopeFormat.named(name))
            var text: [UInt8] = []
            for _ in 0..<100 {
                var line = Lines.line(name, using: &random)
                // Most lines of a log are sound, and share their shape with others.
                if random.oneIn(3) { Lines.mutate(&line, using: &random) }
                text += line
                text += random.oneIn(20) ? [0x0D, 0x0A] : [0x0A]
                if random.oneIn(40) { text += Array("  \t\r\n".utf8) }
            }
            if random.oneIn(2) { text.removeLast(1 + random.below(5)) }
            try Self.expectAgreement(text, format, "seed \(seed)")
        }
    }

    @Test("30,000 lines that differ in their values alone, sound ones and others", arguments: 0..<3)
    func values(worker: Int) throws {
        for round in 0..<100 {
            let seed = UInt64(9_000_000 + worker * 1000 + round)
            var random = SplitMix64(seed: seed)
            var text: [UInt8] = []
            for _ in 0..<100 { text += Array((Lines.ofOneShape(using: &random) + random.pick(["\n", "\n", "\n", "\r\n", " \n", "x\n"])).utf8) }
            if random.oneIn(2) { text.removeLast(1 + random.below(80)) }
            try Self.expectAgreement(text, .hindcast, "seed \(seed)")
        }
    }

    @Test("J08 the first of a repeated key is told, whatever depth the other lies in")
    func repeatedKeys() throws {
        let lines = [
            #"{"stream":"a","version":0,"type":"T","data":{"stream":"b"},"stream":"c","version":7}"#,
            #"{"data":{"type":"x","stream":"b"},"type":"T","stream":"a","version":0,"type":"U"}"#,
            #"{"stream":{"a":1},"stream":"x","version":0,"type":"T","data":1}"#,
        ]
        try Self.expectAgreement(Array(lines.joined(separator: "\n").utf8), .hindcast, "repeated")
    }

    @Test("J18 keys written with escapes are the keys that they spell")
    func escapedKeys() throws {
        let lines = [
            #"{"\u0073tream":"a","version":0,"type":"T","data":{}}"#,
            #"{"stream":"a","versio\u006E":4,"type":"T","data":{}}"#,
            #"{"stream":"a\n","version":1,"type":"T","data":{"\u0000":1}}"#,
            #"{"stream":"a","version":2,"ty\/pe":1,"type":"T","data":"\"}{"}"#,
        ]
        try Self.expectAgreement(Array(lines.joined(separator: "\n").utf8), .hindcast, "escaped")
        let history = try History(lines: lines)
        #expect(history.count == 4)
        #expect(history.version(at: 1) == 4)
    }

    @Test("J13 nesting at, below and beyond the limit, inside of the data")
    func nesting() throws {
        for depth in [510, 511, 512, 513, 2000] {
            for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
                let data = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
                try Self.expectAgreement(Array(#"{"stream":"a","version":0,"type":"T","data":\#(data)}"#.utf8), .hindcast, "depth \(depth)")
            }
        }
    }

    @Test("J15 J14 what is no object, what ends a line and what does not")
    func otherLines() throws {
        let lines = [
            "null", "1", "\"text\"", "[]", "[1]", "{}", "{", "}", "{}{}", "{} x", "// comment", "{'a':1}", "{\"a\":1,}", "{\"a\":NaN}",
            "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "{\"a\"\r:1}", "{\"stream\":\"a\",\"version\":0,\"type\":\"T\",\"data\":1}\u{2028}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":tru}",
            #"[{"stream":"a","version":0,"type":"T","data":1},{"stream":"b","version":0,"type":"T","data":1}]"#,
            #"{"events":[{"stream":"a","version":0,"type":"T","data":1}]}"#,
        ]
        for line in lines { try Self.expectAgreement(Array(line.utf8), .hindcast, "\(line)") }
        try Self.expectAgreement(Array(lines.joined(separator: "\n").utf8), .hindcast, "all")
    }

    @Test("every format that has a plan reads its own samples as the parser does")
    func samples() throws {
        var planned = 0
        for format in EnvelopeFormat.known {
            guard FieldPlan(format) != nil else { continue }
            planned += 1
            for sample in FormatTests.samples where sample.format == format.name {
                try Self.expectAgreement(Array(sample.text.utf8), format, "sample")
            }
        }
        #expect(planned > 15)
    }
}

/// Lines of real shapes, and what becomes of them on bad disks and in bad exporters.
enum Lines {
    static let formats = ["hindcast", "cloudevents", "message-db", "commanded", "marten", "emmett", "stripe"]

    static func line(_ format: String, using random: inout SplitMix64) -> [UInt8] {
        let n = random.below(50)
        let data = random.oneIn(4)
            ? JSONValue.random(using: &random).line
            : #"{"amount":\#(random.below(1000)),"note":"\#(random.pick(["rent", "é", "a\\nb", "\\u00e9", "łódź", "x"]))","tags":[1,true,null]}"#
        let time = random.pick([
            "2026-03-05T14:32:00Z", "2026-03-05T14:32:00.123Z", "2026-03-05 14:32:00", "2026-03-05T14:32:00+02:00", "2026-02-30T00:00:00Z",
            "2026-03-05T24:00:00Z", "2026-03-05T14:32:60Z", "soon", "2026-03-05T14:32:00.1234567890Z", "1772721120", "", "2026", "2026-03", "20260305", "20260305T143200Z", "20260305143200", "17",
        ])
        let version = random.pick(["\(n)", "\(n)", "\(n)", "\"\(n)\"", "-1", "1.0", "9223372036854775807", "9223372036854775808", "null", "1e2"])
        let text = switch format {
        case "cloudevents": #"{"specversion":"1.0","id":"\#(n)","source":"/s","type":"T\#(n % 4)","subject":"a-\#(n)","time":"\#(time)","data":\#(data)}"#
        case "message-db": #"{"global_position":\#(n),"position":\#(version),"time":"\#(time)","stream_name":"account-\#(n)","type":"T\#(n % 3)","data":"{\"a\":\#(n)}","metadata":null,"id":"\#(n)"}"#
        case "commanded": #"{"event_id":"\#(n)","stream_uuid":"account-\#(n)","stream_version":\#(version),"event_number":\#(n),"event_type":"T","data":\#(data),"metadata":{},"created_at":"\#(time)","correlation_id":null,"causation_id":null}"#
        case "marten": #"{"seq_id":\#(n),"id":"\#(n)","stream_id":"s-\#(n)","version":\#(version),"data":\#(data),"type":"opened","timestamp":"\#(time)","tenant_id":"*","mt_dotnet_type":"A.B, C"}"#
        case "emmett": #"{"stream_id":"a-\#(n)","stream_position":\#(version),"partition":"d","message_kind":"E","message_data":\#(data),"message_metadata":{},"message_schema_version":"1","message_type":"T","message_id":"\#(n)","is_archived":false,"global_position":\#(n),"created":"\#(time)"}"#
        case "stripe": #"{"id":"evt_\#(n)","object":"event","created":\#(1_700_000_000 + n),"data":{"object":{"id":"ch_\#(n)","object":"charge"}},"type":"charge.\#(n % 3)"}"#
        default: #"{"stream":"account-\#(n)","version":\#(version),"type":"T\#(n % 5)","schema":1,"id":"\#(n)","time":"\#(time)","data":\#(data),"meta":{"correlation":"c"}}"#
        }
        return Array(text.utf8)
    }

    /// The same keys in every line. What is hard to tell stands in values: where they end, and whether they are any.
    static func ofOneShape(using random: inout SplitMix64) -> String {
        let isOdd = random.oneIn(3)
        func text() -> String {
            let filling = random.pick(["x", "ab ", "é", "\u{1F600}", "}", ",", ":"])
            let odd = random.pick(["\\\"", "\\\\", "\\u00e9", "\\u00e", "\\x", "\\", "\u{1}", "\t", "\"", ""])
            return String(repeating: filling, count: random.below(random.oneIn(4) ? 140 : 20)) + (isOdd && random.oneIn(3) ? odd : "")
                + random.pick(["", "\\n", "tail", "\\\\"])
        }
        func scalar() -> String {
            guard isOdd, random.oneIn(3) else { return random.pick(["0", "7", "12", "123456", "1234567", "12345678", "123456789012", "-5", "1.25", "10.0", "true", "null"]) }
            return random.pick([
                "01", "-", "-01", "00", "0.", "1.", ".5", "1.e1", "1e5", "1E+07", "1e", "-0", "0e0", "12345678.", "1234567.7654321", "1.12345678", "false", "fals", "truex", "nul", "tru", "TRUE",
                "", "[]", "{}", "\"5\"", "\"\"", "1 ", " 1", "1 2", "0x1", "+1", "9999999999999999999999",
            ])
        }
        func time() -> String {
            let digits = (0..<random.below(12)).map { _ in random.pick(["0", "4", "9", isOdd && random.oneIn(9) ? "x" : "1"]) }.joined()
            let clock = random.pick(["14:32:05", "00:00:00", "23:59:59", "23:59:60", "24:00:00", "1:02:03", "12-00-00", "/9:00:00", "1::00:00"])
            return "2026-03-05T\(clock)\(digits.isEmpty ? "" : "." + digits)\(random.pick(["Z", "Z", "Z", "z", "", "", "+00:00", "-00:00", "+00:30", "+02:00", "+0000"]))"
        }
        return #"{"stream":"a-\#(text())","version":\#(scalar()),"type":"T\#(random.below(3))","time":"\#(time())","#
            + #""data":{"a":\#(scalar()),"a long key that no short text holds":"\#(text())","list":[\#(scalar()),\#(scalar())]},"meta":{"c":"\#(text())"}}"#
    }

    static func mutate(_ line: inout [UInt8], using random: inout SplitMix64) {
        let interesting: [UInt8] = Array(#"{}[]:,"\/ 0-e.+tfn"#.utf8) + [0, 0x0D, 0x1F, 0x7F, 0x80, 0xC3, 0xFF]
        for _ in 0...random.below(3) {
            guard !line.isEmpty else { return }
            let at = random.below(line.count)
            switch random.below(7) {
            case 0: line[at] = random.pick(interesting)
            case 1: line.remove(at: at)
            case 2: line.insert(random.pick(interesting), at: at)
            case 3: line.removeLast(random.below(line.count))
            case 4: line[at] ^= 1 << UInt8(random.below(8))
            case 5: line.insert(contentsOf: line[at..<min(line.count, at + random.below(40))], at: random.below(line.count))
            // A key of the envelope once more, in front or behind.
            default: line.insert(contentsOf: Array(#""type":"again","#.utf8), at: 1)
            }
            // What is one line stays one.
            line.removeAll { $0 == 0x0A }
        }
    }
}
