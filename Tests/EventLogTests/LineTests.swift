import EventLog
import JSONText
import TestSupport
import Testing

@Suite("Logs of lines")
struct LineTests {
    private static let lines = Bank.lines("a", [.opened(owner: "alice"), .deposited(50), .withdrawn(20)])

    private static func three(between: String) -> String { lines.joined(separator: between) }

    private static let spellings: [String] = [
        three(between: "\n") + "\n", three(between: "\n"), three(between: "\r\n") + "\r\n", three(between: "\r\n"), "\u{FEFF}" + three(between: "\n"),
        "\n\n" + three(between: "\n\n \t\r\n") + "\n\n", "  " + three(between: "\t\n  ") + "\t",
    ]

    @Test("S27 J14 line ends, a byte order mark, blank lines and a missing last line feed change nothing", arguments: spellings)
    func lineEnds(text: String) throws {
        let history = try History(text: text)
        #expect(history.problems == [])
        #expect(try history.events().map(\.text) == Self.lines)
    }

    @Test("J19 an event is read as the very bytes that it was written in, and its place is told")
    func bytes() throws {
        let odd = #"{ "stream" : "é\u0061", "version":1.0e0 , "version" : 7,"type":"T","data": [ 1.10 ,-0,1E2, "\ud800" ]  }"#
        let text = "\u{FEFF}\r\n" + Self.lines[0] + "\r\n\n  " + odd + " \n"
        let events = try History(text: text).events()
        #expect(events.map(\.text) == [Self.lines[0], odd])
        #expect(events[1].data == #"[ 1.10 ,-0,1E2, "\ud800" ]"#)
        #expect(events.map(\.place.line) == [2, 4])
        for event in events {
            #expect(Array(Array(text.utf8)[event.place.offset...].prefix(event.raw.count)) == event.raw)
        }
    }

    @Test("I18 bad lines among good ones are told once each, with line, column and byte; the good ones are all there")
    func badLines() throws {
        let bad = [#"{"stream":"a","version":1.}"#, "no JSON", #"{"a":1} {"a":2}"#, "12", "null", #""text""#, "\u{FEFF}{}", #"{"stream":"a"}"#, "[1]"]
        var text = ""
        var expected: [String] = []
        let columns = [("malformed", 27), ("malformed", 1), ("malformed", 9), ("not-an-event", 1), ("not-an-event", 1), ("not-an-event", 1), ("malformed", 1), ("not-an-event", 0), ("not-an-event", 1)]
        for (index, line) in bad.enumerated() {
            text += Bank.line("a", index, .deposited(index)) + "\n"
            let (kind, column) = columns[index]
            let offset = text.utf8.count + max(0, column - 1)
            expected.append("\(kind) \(index * 2 + 2):\(column == 0 ? "-" : "\(column)") @\(offset)")
            text += line + "\n"
        }
        let history = try History(text: text)
        #expect(history.problemLines == expected)
        #expect(history.malformedCount == bad.count)
        #expect(history.versions == ["a: " + bad.indices.map(String.init).joined(separator: " ")])
    }

    @Test("J11 a line of invalid UTF-8 is flagged at the byte that is wrong")
    func invalidUTF8() throws {
        let good = Array(Self.lines[0].utf8) + [0x0A]
        let history = try History(bytes: good + Array(#"{"stream":""#.utf8) + [0xE9] + Array("\"}\n".utf8) + good)
        #expect(history.problemLines == ["malformed 2:12 @\(good.count + 11)"])
        #expect(history.count == 2)
    }

    @Test("a last line that is cut off anywhere is told as torn, never as an event, and costs no other")
    func tornTail() throws {
        let last = Array(Self.lines[2].utf8)
        let before = Array((Self.lines[0] + "\n" + Self.lines[1] + "\n").utf8)
        for cut in 1..<last.count {
            let history = try History(bytes: before + last.prefix(cut))
            guard history.count == 2, history.problems.map(\.kind) == [.tornTail], history.problems[0].place.line == 3 else {
                Issue.record("cut after \(cut) bytes: \(history.problemLines)")
                return
            }
        }
    }

    @Test("a cut line that was ended is a bad line, not a torn one")
    func cutButEnded() throws {
        let history = try History(lines: [Self.lines[0], "{\"stream\":\"a", Self.lines[1]])
        #expect(history.problems.map(\.kind) == [.malformed])
        #expect(history.count == 2)
    }

    @Test("J14 only a line feed ends a line", arguments: ["\r", "\u{85}", "\u{2028}", "\u{B}", "\u{C}"])
    func separators(separator: String) throws {
        let text = Self.lines[0] + "\n" + Self.lines[1] + separator + Self.lines[2] + "\n"
        let history = try History(text: text)
        #expect(history.count == 1)
        #expect(history.problems.map(\.place.line) == [2])

        let inside = Bank.line("a", 0, .opened(owner: separator == "\u{85}" || separator == "\u{2028}" ? "x\(separator)y" : "x"))
        #expect(try History(text: inside).count == 1)
    }

    @Test("lines across the blocks that a file is read in")
    func blocks() throws {
        var random = SplitMix64(seed: 7)
        let lines = (0..<60).map { version in
            Bank.line("a", version, .other(type: "Note", data: "\"" + String(repeating: "é", count: random.below(80_000)) + "\""))
        }
        for ending in ["\n", "\r\n"] {
            let events = try History(text: lines.map { $0 + ending }.joined()).events()
            #expect(events.map(\.text) == lines)
            #expect(events.map(\.place.line) == Array(1...60))
        }
    }

    @Test("S28 a line beyond the limit is told with its place; memory stays bounded and the others are read")
    func tooLong() throws {
        try withTemporaryFolder { folder in
            let first = Self.lines[0] + "\n"
            let path = try folder.write("long.jsonl", first)
            try folder.truncate(path, to: 66 << 20)
            let history = try History(files: [path])
            #expect(history.count == 1)
            #expect(history.problems.map(\.kind) == [.tooLong])
            #expect(history.problemLines == ["too-long 2:- @\(first.utf8.count)"])
            #expect(history.problems.first?.message.contains("64 MiB") == true)

            try folder.write("long.jsonl", Array("\n\(Self.lines[1])\n{x}".utf8), appending: true)
            let longer = try History(files: [path])
            #expect(try longer.events().map(\.text) == [Self.lines[0], Self.lines[1]])
            let last = (66 << 20) + 1 + Self.lines[1].utf8.count + 1
            #expect(longer.problemLines == ["too-long 2:- @\(first.utf8.count)", "malformed 4:2 @\(last + 1)"])
        }
    }

    @Test("fast way and simple way: what a log holds is what splitting it at line feeds gives, whatever was done to it")
    func againstSplitting() throws {
        for seed in UInt64(0)..<300 {
            var random = SplitMix64(seed: seed)
            var lines = Bank.lines("a", Bank.life(events: 5, using: &random)) + Bank.lines("b", Bank.life(events: 5, using: &random))
            lines.shuffle(using: &random)
            var bytes = Array(lines.map { $0 + random.pick(["\n", "\r\n", "\n\n"]) }.joined().utf8)
            for _ in 0..<random.below(4) {
                let place = 400 + random.below(bytes.count - 400)
                if random.oneIn(2) { bytes[place] = random.pick([0x0A, 0x22, 0x7D, 0x5C, 0x20, 0x00, 0xFF]) } else { bytes.remove(at: place) }
            }
            let parser = JSONParser()
            let expected = bytes.split(separator: 0x0A).filter { line in
                guard let value = try? parser.value(of: line) else { return false }
                return value.object?["type"]?.string != nil
            }
            let history = try History(bytes: bytes)
            let events = try history.events().sorted { $0.place.offset < $1.place.offset }
            #expect(events.map(\.text) == expected.map { String(decoding: $0.last == 0x0D ? $0.dropLast() : $0, as: UTF8.self) }, "seed \(seed)")
            let filled = bytes.split(separator: 0x0A).count { line in line.contains { ![0x20, 0x0D, 0x09].contains($0) } }
            #expect(history.problems.count == filled - expected.count, "seed \(seed)")
        }
    }
}
