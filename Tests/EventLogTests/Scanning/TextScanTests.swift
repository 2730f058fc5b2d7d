import JSONText
import TestSupport
import Testing

@testable import EventLog

@Suite("A text looked for in the bytes of a log")
struct TextScanTests {
    private static func found(_ text: String, in history: History, jobs: Int = 1, isReversed: Bool = false) throws -> [Int] {
        var positions: [Int] = []
        try TextScan(text, in: history, jobs: jobs).forEach(isReversed: isReversed) { positions.append($0); return true }
        return positions
    }

    private static func event(_ version: Int, _ note: String) -> String {
        #"{"stream":"a","version":\#(version),"type":"T","data":{"n":"\#(note)"}}"#
    }

    @Test("several records on one line each count, written with escapes or not")
    func recordsOnOneLine() throws {
        let first = Self.event(0, #"x\u0041"#)
        let second = Self.event(1, #"n\u0065edle"#)
        let third = Self.event(2, "needle")
        let fourth = Self.event(3, "hay")
        let history = try History(text: "[\(first),\(second)]\n[\(fourth),\(third)]\n\(fourth)\n")
        #expect(history.count == 5)
        #expect(try Self.found("needle", in: history) == [1, 3])
        #expect(try Self.found("needle", in: history, isReversed: true) == [3, 1])
    }

    @Test("a text is found through every escape that it may be written with", arguments: [
        (#"a\/b"#, "a/b"), (#"a\"b"#, "a\"b"), (#"a\\b"#, #"a\b"#), (#"\b\f\n\r\t"#, "\u{8}\u{C}\n\r\t"), (#"caf\u00e9!"#, "café!"),
        (#"caf\u00E9!"#, "fé"), (#"x\ud83d\ude00y"#, "😀"), (#"x\ud83d\ude00y"#, "x😀y"), (#"\u0061\u0062\u0063"#, "abc"),
        (#"\u0061\u0062\u0063"#, "b"), (#"\\\\\u0041"#, #"\\A"#), (#"\\u0041\u0041"#, "A"), (#"tail\u0021"#, "tail!"), (#"\u005c\u0022"#, "\\\""),
    ])
    func escapes(written: String, wanted: String) throws {
        let history = try History(text: Self.event(0, "nothing") + "\n" + Self.event(1, written) + "\n" + Self.event(2, "nothing") + "\n")
        #expect(try Self.found(wanted, in: history) == [1])
    }

    @Test("an escape that has no part in the text is no reason to look at an event")
    func unrelatedEscapes() throws {
        let history = try History(text: [#"a\nb"#, #"need\u006de"#, #"\"quoted\""#].enumerated().map { Self.event($0, $1) }.joined(separator: "\n"))
        #expect(try Self.found("needle", in: history).isEmpty)
        #expect(try Self.found("need", in: history) == [1])
    }

    @Test("what is found is what a look at every event finds, at any place in the blocks, on any number of cores", arguments: 0..<3)
    func everywhere(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let wanted = ["needle-7", #"a"b"#, "é/ü", "😀x", "\t|"][random.below(5)]
        let pieces = [
            "needle-7", "needle", "-7", #"a\"b"#, #"\u0061\""#, "b", "é", #"\u00e9"#, "/", #"\/"#, "ü", #"\u00FC"#, #"\ud83d\ude00"#, "😀", "x",
            #"\t"#, #"\u0009"#, "|", #"\\"#, "ordinary ",
        ]
        var text = ""
        var events = 0
        // Blocks are 1 MiB: about three of them.
        while text.utf8.count < 2_200_000 {
            let note = (0..<(random.oneIn(30) ? 2000 : random.below(30))).map { _ in random.oneIn(3) ? pieces[random.below(pieces.count)] : "ordinary text " }
            text += Self.event(events, note.joined()) + (random.oneIn(40) ? "\n{bad\n" : "\n")
            events += 1
        }
        let history = try History(text: text)
        let reader = HistoryReader(history)
        let expected = try (0..<history.count).filter { position in
            let recorded = try reader.event(at: position)
            let value = try parsed(recorded.event.data)
            return recorded.raw.holds(Array(wanted.utf8)) || value.holds(Array(wanted.utf8))
        }
        for jobs in [1, 3] {
            let found = try Self.found(wanted, in: history, jobs: jobs)
            #expect(Set(expected).subtracting(found).isEmpty, "seed \(seed), \(wanted)")
            #expect(found == found.sorted(), "seed \(seed)")
            // Few that do not hold it are looked at for nothing.
            #expect(found.count <= expected.count + events / 4, "seed \(seed), \(wanted): \(found.count) for \(expected.count)")
            #expect(try Self.found(wanted, in: history, jobs: jobs, isReversed: true) == found.reversed(), "seed \(seed)")
        }
    }

    @Test("a log whose order is not that of its files is searched as well")
    func unordered() throws {
        let lines = [3, 1, 2, 0].map { #"{"seq_id":\#($0),"id":"i\#($0)","stream_id":"s\#($0)","version":1,"type":"t","mt_dotnet_type":"T","data":{"n":\#($0 == 2 ? #""needle""# : "1")},"timestamp":"2026-03-05T14:32:00Z"}"# }
        let history = try History(text: lines.joined(separator: "\n"))
        #expect(!history.isInFileOrder)
        #expect(try Self.found("needle", in: history) == [2])
        #expect(try Self.found("seq_id", in: history, isReversed: true) == [3, 2, 1, 0])
    }

    @Test("it ends when whoever asks has enough")
    func enough() throws {
        let history = try History(text: (0..<100).map { Self.event($0, "needle") }.joined(separator: "\n"))
        var seen = 0
        try TextScan("needle", in: history, jobs: 2).forEach { _ in seen += 1; return seen < 3 }
        #expect(seen == 3)
    }
}

private func parsed(_ json: [UInt8]) throws -> [UInt8] { try JSONParser().parse(json) { $0["n"]?.string?.bytes ?? [] } }

extension [UInt8] {
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard count >= part.count else { return false }
        return (0...(count - part.count)).contains { self[$0] == part[0] && self[$0..<($0 + part.count)].elementsEqual(part) }
    }
}
