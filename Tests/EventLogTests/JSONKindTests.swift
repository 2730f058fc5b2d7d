import EventLog
import JSONText
import TestSupport
import Testing

/// The kinds of cases that JSON parsers differ in, each as a line of a log between lines that are events.
@Suite("Kinds of JSON as lines")
struct JSONKindTests {
    private static func good(_ number: Int) -> String { Bank.line("good", number, .deposited(number)) }

    private static func event(_ number: Int, data: String) -> String {
        #"{"stream":"odd","version":\#(number),"type":"T","data":\#(data)}"#
    }

    /// Some bytes as the line between two good ones: what is told of them.
    private static func told(of line: some Sequence<UInt8>) throws -> (events: [RecordedEvent], problems: [LogProblem]) {
        let history = try History(bytes: Array((good(0) + "\n").utf8) + Array(line) + Array(("\n" + good(1) + "\n").utf8))
        let events = try history.events()
        #expect(events.first?.text == good(0))
        #expect(events.last?.text == good(1))
        return (Array(events.dropFirst().dropLast()), history.problems)
    }

    private static let start = good(0).utf8.count + 1

    @Test("J01 J04 J05 what JSON allows is an event's data, byte for byte")
    func accepted() throws {
        let texts = acceptedTexts.filter { !$0.contains("\n") }
        #expect(texts.count > 80)
        var lines: [String] = []
        for (number, text) in texts.enumerated() { lines += [Self.good(number), Self.event(number, data: text)] }
        let history = try History(lines: lines)
        #expect(history.problems == [])
        let events = try history.events()
        #expect(events.map(\.text) == lines)
        for (number, text) in texts.enumerated() {
            #expect(events[number * 2 + 1].data == text.trimmingJSONSpace, "\(text)")
        }
    }

    @Test("J02 J15 what it does not allow is flagged once, at its line and byte, and every good line is there")
    func rejected() throws {
        let texts = rejectedTexts.filter { !$0.text.contains("\n") && !$0.text.trimmingJSONSpace.isEmpty }
        #expect(texts.count > 100)
        var bytes: [UInt8] = []
        var expected: [String] = []
        for (number, text) in texts.enumerated() {
            bytes += Array((Self.good(number) + "\n").utf8)
            expected.append("malformed \(number * 2 + 2):\(text.offset + 1) @\(bytes.count + text.offset)")
            bytes += Array((text.text + "\n").utf8)
        }
        bytes += Array((Self.good(texts.count) + "\n").utf8)
        let history = try History(bytes: bytes)
        #expect(history.problemLines == expected)
        #expect(history.count == texts.count + 1)
        #expect(history.versions == ["good: " + (0...texts.count).map(String.init).joined(separator: " ")])
    }

    /// What the standard leaves open: our answers, which are not to change unseen.
    private static let open: [(data: String, isTaken: Bool)] = [
        ("[1e400]", true), ("[-1e400]", true), ("[1e-400]", true), ("[0.4e00669999999999999999999999999999999999999999999999]", true),
        ("[123123e100000]", true), ("[-237462374673276894279832749832423479823246327846]", true), ("[100000000000000000000]", true),
        (#"["\ud800"]"#, true), (#"["\uDADA"]"#, true), (#"["\ud888\u1234"]"#, true), (#"["\uDd1e\uD834"]"#, true), (#"["\ud800\ud800\n"]"#, true),
        (#"["\udc00x"]"#, true), (#"{"\uDFAA":0}"#, true), (String(repeating: "[", count: 500) + String(repeating: "]", count: 500), true),
        (String(repeating: "[", count: 600) + String(repeating: "]", count: 600), false),
    ]

    @Test("J03 J06 J10 what the standard leaves open has an answer of ours", arguments: open.indices)
    func implementationDefined(index: Int) throws {
        let (data, isTaken) = Self.open[index]
        let (events, problems) = try Self.told(of: Self.event(0, data: data).utf8)
        #expect(events.map(\.data) == (isTaken ? [data] : []))
        #expect(problems.count == (isTaken ? 0 : 1))
        #expect(problems.allSatisfy { $0.place.line == 2 })
    }

    /// Bytes that are no UTF-8, within a string: truncated, overlong, surrogates, out of range, latin-1.
    private static let illFormed: [[UInt8]] = [
        [0xE9], [0xC3], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0xFF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
        [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0x80], [0xBF], [0xE2, 0x82],
        [0xF0, 0x9F, 0x98], [0xFF, 0xFE, 0x41, 0x00],
    ]

    @Test("J11 ill-formed UTF-8 is flagged at its byte", arguments: illFormed)
    func illFormedText(bytes: [UInt8]) throws {
        let before = Array(#"{"stream":"odd","version":0,"type":"T","data":"café "#.utf8)
        let (events, problems) = try Self.told(of: before + bytes + Array(#""}"#.utf8))
        #expect(events.isEmpty)
        #expect(problems.map(\.described) == ["malformed 2:\(before.count + 1) @\(Self.start + before.count)"])
    }

    @Test("J12 a byte order mark is taken at the start of a file, and flagged at the start of any other line")
    func marks() throws {
        #expect(try History(text: "\u{FEFF}" + Self.good(0) + "\n").problems == [])
        let (events, problems) = try Self.told(of: ("\u{FEFF}" + Self.event(0, data: "1")).utf8)
        #expect(events.isEmpty)
        #expect(problems.map(\.described) == ["malformed 2:1 @\(Self.start)"])
    }

    @Test("J07 J08 J09 J18 keys: repeated ones both stay, composed and decomposed ones are two, escaped ones are what they mean")
    func keys() throws {
        let data = "{\"a\":1,\"a\":2,\"__proto__\":3,\"\":4,\"é\":5,\"e\u{301}\":6}"
        let line = #"{"\u0073tream":"odd","vers\u0069on":0,"ty\u0070e" :\#t"T","typ\/e":0,"data":\#(data)}"#
        let (events, problems) = try Self.told(of: line.utf8)
        #expect(problems == [])
        #expect(events.map(\.envelope) == ["odd v0 T"])
        #expect(events.map(\.data) == [data])
        #expect(try JSONParser().parse(events[0].event.data) { $0.members.count(where: { _ in true }) } == 6)
    }

    @Test("J13 nesting is read to the limit, and flagged beyond it, at any depth", arguments: [500, 510, 511, 512, 513, 100_000], ["[", #"{"a":"#])
    func nesting(depth: Int, open: String) throws {
        let close = open == "[" ? "]" : "}"
        let data = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        let (events, problems) = try Self.told(of: Self.event(0, data: data).utf8)
        // The record itself is a level.
        let isRead = depth + 1 <= JSONParser.maximumDepth
        #expect(events.count == (isRead ? 1 : 0))
        #expect(problems.count == (isRead ? 0 : 1))
    }

    @Test("J14 J20 nothing but LF ends a line", arguments: ["\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"])
    func separators(separator: String) throws {
        let (events, problems) = try Self.told(of: (Self.event(0, data: "1") + separator + Self.event(1, data: "2")).utf8)
        #expect(events.isEmpty)
        #expect(problems.map(\.place.line) == [2])
    }

    @Test("J16 J17 large values are read in a time that grows with them, and no faster", arguments: [
        #""\#(String(repeating: "x", count: 4_000_000))""#, "[" + String(repeating: "0,", count: 1_000_000) + "0]",
        "{" + (0..<100_000).map { #""k\#($0)":0"# }.joined(separator: ",") + "}", String(repeating: "7", count: 1_000_000),
        #""\#(String(repeating: #"\\"#, count: 1_000_000))""#, #""\#(String(repeating: #"\u0041"#, count: 500_000))""#,
    ])
    func large(data: String) throws {
        let clock = ContinuousClock()
        var events: [RecordedEvent] = []
        let time = try clock.measure { events = try Self.told(of: Self.event(0, data: data).utf8).events }
        #expect(events.map(\.event.data.count) == [data.utf8.count])
        #expect(time < .seconds(20))
    }

    @Test("J19 an untouched event is its own bytes")
    func untouched() throws {
        let line = #"  { "stream":"odd" , "version" : 0,"type":"T","data":{ "a" : 1.10, "b":[ ] } }\#t"#
        let (events, _) = try Self.told(of: line.utf8)
        #expect(events.map(\.text) == [line.trimmingJSONSpace])
    }

    @Test("I11 a read that fails is told with the place where it does")
    func readError() throws {
        // A file of the system that cannot be read at its beginning.
        let file = try SourceFile(path: "/proc/self/mem")
        do throws(SourceError) {
            _ = try file.read(0..<100)
            Issue.record("it can be read")
        } catch {
            guard case .unreadable(let offset, _) = error.problem else {
                Issue.record("\(error)")
                return
            }
            #expect(offset == 0)
        }
    }
}

extension String {
    fileprivate var trimmingJSONSpace: String {
        let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return String(decoding: Array(utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()), as: UTF8.self)
    }
}
