import EventLog
import TestSupport
import Testing

@Suite("Documents with damage")
struct DocumentDamageTests {
    private static func record(_ version: Int, rest: String = "") -> String {
        "{\"stream\":\"a\",\"version\":\(version),\"type\":\"T\",\"data\":{\"items\":[{\"n\":1},{\"n\":2}]\(rest)}}"
    }

    private static func lines(_ records: [String]) -> String { "[\n" + records.joined(separator: ",\n") + "\n]\n" }

    @Test("I18 an array with a damaged record: the others are there, it is flagged once")
    func oneDamaged() throws {
        var records = (0..<6).map { Self.record($0) }
        records[2] = records[2].replacing("\"type\":\"T\"", with: "\"type\":}")
        for text in [Self.lines(records), "[" + records.joined(separator: ",") + "]", "{\"next\":1,\"events\":[" + records.joined(separator: ",") + "],\"more\":{}}"] {
            let history = try History(text: text)
            #expect(try history.events().map(\.event.version) == [0, 1, 3, 4, 5])
            #expect(history.problems.map(\.kind) == [.malformed])
            let bad = Array(text.utf8)[...].firstRange(of: Array("\"type\":}".utf8))!.upperBound - 1
            #expect(history.problems[0].place.offset == bad)
            #expect(history.problems[0].place.line == Array(text.utf8)[..<bad].count { $0 == 0x0A } + 1)
        }
    }

    @Test("I18 a document that is damaged before its records: they are there, the damage is flagged once where it is", arguments: [
        #""next":tru"#, #""next":1 "x":2"#, #""next":"a"#, "\"next\":\"a\nb\"", #""meta":{"a":[1,2}"#, #""meta":{"a":1"#, #""meta":{"a":1}}"#, #""next":01"#, "next:1",
    ], [",", ",\n", ",\n  "])
    func damagedBefore(damage: String, between: String) throws {
        let records = (0..<3).map { Self.record($0) }.joined(separator: between)
        let last = String(between.dropFirst())
        for end in ["]}", "],\"more\":{\"a\":1}}\n", "]"] {
            let text = "{\(damage),\"events\":[\(last)\(records)\(last)\(end)"
            let history = try History(text: text)
            #expect(try history.events().map(\.event.version) == [0, 1, 2], "\(text)")
            #expect(history.problems.count == 1, "\(text) \(history.problemLines)")
            // The parser alone minds such a number, and sees none of a document that is cut off.
            if damage != #""next":01"# || end != "]" { #expect(history.problems.first?.place.offset ?? .max <= damage.utf8.count + 12, "\(text) \(history.problemLines)") }
        }
    }

    @Test("I18 of several documents one is damaged before its records: all records are there, it is flagged once")
    func oneDamagedBefore() throws {
        func page(_ head: String, _ versions: Range<Int>) -> String {
            "{\n  \(head),\n  \"Records\": [\n" + versions.map { "    " + Self.record($0) }.joined(separator: ",\n") + "\n  ]\n}\n"
        }
        let sound = page("\"page\": 1", 0..<3)
        for text in [sound + page("\"page\": 2x", 3..<6) + page("\"page\": 3", 6..<9), page("\"page\" 1", 0..<3) + page("\"page\": 2", 3..<9)] {
            let history = try History(text: text)
            #expect(try history.events().map(\.event.version) == Array(0..<9), "\(text)")
            #expect(history.problems.count == 1, "\(text) \(history.problemLines)")
        }
        // One that wraps nothing takes nothing of the next.
        let history = try History(text: sound + "{\n  \"page\": tru,\n  \"Recs\": []\n}\n" + page("\"page\": 3", 3..<6))
        #expect(try history.events().map(\.event.version) == Array(0..<6))
        #expect(history.problems.count == 1, "\(history.problemLines)")
        // Nor of others that lie between, whatever they begin with.
        let single = "{\n  \"version\": 3, \"stream\": \"a\",\n  \"type\": \"T\", \"data\": {}\n}\n"
        let mixed = try History(text: sound + "{\n  \"next\": tru\n}\n" + single + page("\"page\": 3", 4..<6))
        #expect(try mixed.events().map(\.event.version) == Array(0..<6))
        #expect(mixed.problems.count == 1, "\(mixed.problemLines)")
    }

    @Test("I18 a document damaged before records that lie deeper: they are there, it is flagged once", arguments: [
        #"{"x":tru,"history":{"events":[RECORDS],"more":1},"next":{}}"#, #"{"x":"a,"history":{"n":1,"events":[RECORDS]}}"#,
    ])
    func damagedBeforeDeep(shape: String) throws {
        let text = shape.replacing("RECORDS", with: (0..<3).map { Self.record($0) }.joined(separator: ","))
        let history = try History(text: text)
        #expect(try history.events().map(\.event.version) == [0, 1, 2], "\(text)")
        #expect(history.problems.count == 1, "\(text) \(history.problemLines)")
    }

    @Test("I18 many documents that are damaged and wrap nothing cost one look each", .timeLimit(.minutes(1)))
    func manyDamaged() throws {
        let sound = "{\n  \"page\": 1,\n  \"events\": [\n" + Self.record(0) + "\n  ]\n}\n"
        let history = try History(text: sound + (0..<4000).map { "{ \"k\($0)\": tru },\n" }.joined())
        #expect(history.count == 1)
        #expect(history.problems.count == 4000)
    }

    @Test("a cut end is a torn tail, and the rest is there")
    func cut() throws {
        let text = Array(Self.lines((0..<6).map { Self.record($0) }).utf8)
        let history = try History(bytes: Array(text.dropLast(10)))
        #expect(try history.events().map(\.event.version) == [0, 1, 2, 3, 4])
        #expect(history.problems.map(\.kind) == [.tornTail])
        // Behind a whole record, too.
        let whole = try History(bytes: Array(text.dropLast(3)))
        #expect(whole.count == 6)
        #expect(whole.problems.map(\.kind) == [.tornTail])
    }

    @Test("I12 a list without events is a log without events, a line `[]` between events is none", arguments: ["[]", "[ ]\n", "{\"events\":[]}", "{\"next\":null,\"Records\": [ ]}\n"])
    func empty(text: String) throws {
        let history = try History(text: text)
        #expect(history.count == 0)
        #expect(history.problemLines == [])
        let between = try History(text: Self.record(0) + "\n[]\n" + Self.record(1) + "\n")
        #expect(between.count == 2)
        #expect(between.problemLines == ["not-an-event 2:1 @\(Self.record(0).utf8.count + 1)"])
    }

    @Test("what is missing or too much between records is told, the records are there")
    func betweenRecords() throws {
        let (a, b, c) = (Self.record(0), Self.record(1), Self.record(2))
        for text in ["[\(a) \(b),\(c)]", "[\(a),\(b),\(c),]", "[\n\(a),\n,\n\(b),\n\(c)\n]", "[\(a),\n# a note\n\(b),\(c)]", "[\(a),\(b),\(c)] ]"] {
            let history = try History(text: text)
            #expect(try history.events().map(\.event.version) == [0, 1, 2], "\(text)")
            #expect(history.problems.count == 1, "\(text) \(history.problemLines)")
        }
    }

    @Test("I18 random documents: whatever is not damaged is read where it stands, every damaged record is flagged once", arguments: 0..<120)
    func random(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let indent = random.pick(["", "  ", "\t"])
        let isPretty = random.oneIn(2)
        let layout = random.below(4)
        let between = isPretty ? ",\n" : random.pick([",", ",\n", ", ", "\n,"])
        func text(_ version: Int, _ damage: Int) -> String {
            let gap = isPretty ? "\n\(indent)  " : ""
            var type = "\"type\":\(isPretty ? " " : "")\"T\(version)\""
            switch damage {
            case 1: type = "\"type\":"
            case 2: type = "\"type\":\"T"
            case 3: type = "\"type\":NaN"
            case 4: type = "\"type\":01"
            case 5: type = "\"type\":\"a\nb\""
            case 6: type = "type:\"T\""
            default: break
            }
            let fields = ["\"stream\":\"a-\(version % 3)\"", "\"version\":\(version)", type, "\"data\":{\"text\":\"} { ] [ \\\" \\\\\",\"items\":[{\"n\":1},{\"n\":[]}]}"]
            let end = damage == 7 ? "" : isPretty ? "\n\(indent)}" : "}"
            return "\(indent){\(gap)" + fields.joined(separator: ",\(gap)") + end
        }
        let count = 1 + random.below(40)
        // The first is sound, so that the file is known for what it is.
        let damages = (0..<count).map { index in index > 0 && random.oneIn(6) ? 1 + random.below(7) : 0 }
        var document = ""
        switch layout {
        case 0: document = "["
        case 1: document = "[\n"
        case 2: document = "{\"page\":1,\"events\":[\n"
        default: document = isPretty ? "" : "[\n"
        }
        let isConcatenated = layout == 3 && isPretty
        var starts: [Int] = []
        for (index, damage) in damages.enumerated() {
            if index > 0 { document += isConcatenated ? "\n" : between }
            starts.append(document.utf8.count)
            document += text(index, damage)
        }
        starts.append(document.utf8.count)
        document += layout == 2 ? "\n],\"next\":null}\n" : isConcatenated ? "\n" : "\n]\n"

        let history = try History(text: document)
        let good = damages.indices.filter { damages[$0] == 0 }
        let comment: Comment = "seed \(seed)\n\(document)\n\(history.problemLines)"
        #expect(try history.events().map { Int($0.event.version) }.sorted() == good, comment)
        for event in try history.events() {
            let start = starts[Int(event.event.version)] + indent.utf8.count
            #expect(event.place.offset == start, comment)
            #expect(event.place.line == Array(document.utf8)[..<start].count { $0 == 0x0A } + 1, comment)
        }
        let bad = damages.indices.filter { damages[$0] != 0 }
        #expect(history.problems.count == bad.count, comment)
        for (problem, record) in zip(history.problems, bad) {
            #expect(problem.place.offset >= starts[record] && problem.place.offset <= starts[record + 1] + 16, comment)
        }
    }

    @Test("sound documents come out as one line a record does, through blocks of any size", arguments: 0..<4)
    func large(layout: Int) throws {
        let records = (0..<6000).map { Self.record($0, rest: ",\"text\":\"\(String(repeating: "x", count: $0 % 300))\"") }
        let text = switch layout {
        case 0: Self.lines(records)
        case 1: "[" + records.joined(separator: ",") + "]"
        case 2: "{\"events\":[" + records.joined(separator: ",") + "]}"
        default: records.map { $0.replacing(",\"", with: ",\n  \"") }.joined(separator: "\n")
        }
        let history = try History(text: text)
        #expect(history.problemLines == [])
        #expect(history.count == records.count)
        let bytes = Array(text.utf8)
        for event in try history.events() {
            #expect(bytes[event.place.offset] == UInt8(ascii: "{"))
            #expect(event.raw.last == UInt8(ascii: "}"))
        }
        #expect((0..<history.count).allSatisfy { history.version(at: $0) == Int64($0) })
    }

    @Test("a reading of documents that is stopped keeps what it has; one that goes on is shown from the first block on")
    func stopped() throws {
        let text = Self.lines((0..<40_000).map { Self.record($0) })
        try withTemporaryFolder { folder in
            let path = SourcePath(try folder.write("events.json", text))
            let seen = Box<[ScanProgress]>([])
            let shown = Box<[Int]>([])
            let monitor = ScanMonitor(
                isStopped: { seen.value.count >= 3 }, progressed: { progress in seen.change { $0.append(progress) } },
                grew: { history in shown.change { $0.append(history.count) } })
            let history = try HistoryOpening(files: [path], monitor: monitor).open()
            #expect(history.isPartial)
            #expect(history.count > 0 && history.count < 40_000)
            #expect(history.problemLines == [])
            #expect(shown.value.first.map { $0 > 0 && $0 < history.count } == true)
            #expect(try HistoryOpening(files: [path]).open().count == 40_000)
        }
    }

    @Test("what comes through a pipe is shown while more may come")
    func spooling() throws {
        let pipe = try Pipe()
        pipe.write(Array((0..<50).map { Self.record($0) + "\n" }.joined().utf8))
        let shown = Box<[Int]>([])
        let monitor = ScanMonitor(isStopped: { !shown.value.isEmpty }, grew: { history in shown.change { $0.append(history.count) } })
        let history = try HistoryOpening(files: [.standardInput], monitor: monitor, opener: SourceOpener(standardInput: pipe.output)).open()
        #expect(shown.value == [50])
        #expect(history.isPartial)
        #expect(history.count == 50)
        pipe.finish()
    }

    @Test("I19 compressed data with a wrong byte in the middle are read as far as they go")
    func damagedCompression() throws {
        let lines = (0..<30_000).map { Self.record($0, rest: ",\"x\":\($0 &* 7_919 % 10_007)") + "\n" }.joined()
        for packed in [gzipped(Array(lines.utf8)), zstdCompressed(Array(lines.utf8))] {
            var damaged = packed
            damaged[packed.count - 6] ^= 0x55
            let history = try History(bytes: damaged)
            #expect(history.count > 0)
            #expect(history.problems.contains { $0.kind == .cutOff })
            #expect(try history.events().enumerated().allSatisfy { $0.element.event.version == Int64($0.offset) })
        }
    }
}
