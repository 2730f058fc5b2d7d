import EventLog
import JSONText
import TestSupport
import Testing

@Suite("Order, versions and names")
struct OrderTests {
    @Test("several files are read one after another, and back and forth")
    func readingSeveralFiles() throws {
        try withTemporaryFolder { folder in
            let paths = try (0..<3).map { file in
                let lines = (0..<40).map { #"{"stream":"s-\#($0 % 3)","type":"T\#(file)","data":{"n":\#($0),"file":"\#(file)"}}"# + "\n" }
                return SourcePath(try folder.write("\(file).jsonl", lines.joined()))
            }
            try checkReading(try History(files: paths))
        }
    }

    private func checkReading(_ history: History) throws {
        let reader = HistoryReader(history)
        func check(_ position: Int) throws {
            #expect(String(decoding: try reader.event(at: position).event.data, as: UTF8.self) == #"{"n":\#(position % 40),"file":"\#(position / 40)"}"#)
        }
        for position in 0..<120 { try check(position) }
        for position in (0..<120).reversed() { try check(position) }
        for position in 0..<120 { try check(position * 47 % 120) }
    }

    private func line(_ stream: String, _ version: String?, _ type: String = "T") -> String {
        #"{"stream":"\#(stream)",\#(version.map { "\"version\":\($0)," } ?? "")"type":"\#(type)","data":{}}"#
    }

    private static let hindcast = EnvelopeFormat.named("hindcast")

    @Test("within a stream events come by version, in the log by place")
    func versions() throws {
        let history = try History(lines: [line("a", "2"), line("b", "0"), line("a", "0"), line("b", "1"), line("a", "1"), line("a", "3")])
        #expect(history.versions == ["a: 0 1 2 3", "b: 0 1"])
        #expect((0..<6).map { history.version(at: $0) } == [2, 0, 0, 1, 1, 3])
        #expect(try history.events(of: "a").map(\.event.version) == [0, 1, 2, 3])
    }

    @Test("S29 the source's numbering is kept: gaps, repeats, any base, digits in a string")
    func numbering() throws {
        let history = try History(lines: [line("a", "40"), line("a", "42"), line("a", "42"), line("b", "1"), line("b", #""2""#), line("c", "-5"), line("c", "9223372036854775807")])
        #expect(history.versions == ["a: 40 42 42", "b: 1 2", "c: -5 9223372036854775807"])
    }

    @Test("S29 a version that is no integer of 64 bits is counted on from those before, and it is said", arguments: ["1.0", "9223372036854775808", #""x""#, "null", "{}", "1e3"])
    func noVersions(version: String) throws {
        let history = try History(lines: [line("a", "0"), line("a", "1"), line("a", version), line("b", version), line("b", version)])
        #expect(history.versions == ["a: 0 1 2", "b: 0 1"])
        #expect(history.notes.contains { $0.contains("3 events have no usable version") })
    }

    @Test("S29 counting on from the largest version does not trap")
    func largestVersion() throws {
        let history = try History(lines: [line("a", "9223372036854775807"), line("a", "null")])
        #expect(history.count == 2)
    }

    @Test("versions are counted from 0 where the format has none")
    func counted() throws {
        func event(_ stream: String, _ type: String) -> String { #"{"specversion":"1.0","id":"1","source":"\#(stream)","type":"\#(type)"}"# }
        let history = try History(lines: [event("a", "A"), event("b", "B"), event("a", "C"), event("a", "D")])
        #expect(history.versions == ["a: 0 1 2", "b: 0"])
        #expect(try history.events(of: "a").map(\.event.type) == ["A", "C", "D"])
    }

    @Test("several files are one log, in the order in which they are named")
    func severalFiles() throws {
        let history = try History(texts: ["2.jsonl": line("a", "0") + "\n" + line("b", "0"), "1.jsonl": line("a", "1")])
        #expect(history.versions == ["a: 0 1", "b: 0"])
        #expect(try history.events().map { $0.place.path.hasSuffix("2.jsonl") } == [true, true, false])
        #expect(history.formats == ["hindcast", "hindcast"])
    }

    @Test("where every event has a position of its source, that orders the log across files; equal ones stay as they stand")
    func sourcePositions() throws {
        func row(_ position: Int, _ version: Int, _ type: String) -> String {
            #"{"id":"\#(position)","stream_name":"a-1","type":"\#(type)","position":\#(version),"global_position":\#(position),"data":{}}"#
        }
        let history = try History(texts: ["late.jsonl": row(30, 2, "C") + "\n" + row(40, 3, "D"), "early.jsonl": row(10, 0, "A") + "\n" + row(20, 1, "B") + "\n" + row(20, 9, "B2")])
        #expect((0..<5).map { history.type(at: $0) } == ["A", "B", "B2", "C", "D"])
        #expect(try history.events().map(\.event.position) == [0, 1, 2, 3, 4])
        #expect(history.versions == ["a-1: 0 1 2 3 9"])
    }

    @Test("files may be of different formats")
    func mixedFormats() throws {
        let history = try History(texts: [
            "a.jsonl": line("a", "0"), "b.json": "[\n" + #"{"specversion":"1.0","id":"1","source":"b","type":"T"}"# + "\n]",
        ])
        #expect(history.formats == ["hindcast", "cloudevents"])
        #expect(history.versions == ["a: 0", "b: 0"])
    }

    @Test("an export that is newest first is read from its end, and that is said")
    func newestFirst() throws {
        let history = try History(lines: [line("b", "1", "B1"), line("a", "2", "A2"), line("a", "1", "A1"), line("b", "0", "B0"), line("a", "0", "A0")])
        #expect((0..<5).map { history.type(at: $0) } == ["A0", "B0", "A1", "A2", "B1"])
        #expect(history.notes.contains { $0.contains("newest first") })
    }

    @Test("a list without versions that its system writes newest first is read from its end; whether it is one, its times say")
    func newestFirstByTimes() throws {
        func event(_ number: Int, minute: Int) -> String {
            #"{"id":"\#(number)","type":"T\#(number)","actor":{},"repo":{"name":"r"},"payload":{},"created_at":"2026-03-05T14:\#(minute):00Z"}"#
        }
        let list = try History(lines: (0..<6).map { event($0, minute: 50 - $0) })
        #expect(list.formats == ["github"])
        #expect((0..<6).map { list.type(at: $0) } == (0..<6).map { ExactString("T\(5 - $0)") })
        #expect(list.notes.contains { $0.contains("newest first; read from the end") })
        for archive in [(0..<6).map { event($0, minute: 10 + $0) }, (0..<6).map { event($0, minute: 10) }, (0..<6).map { event($0, minute: 10 + $0 * 7 % 5) }] {
            let history = try History(lines: archive)
            #expect((0..<6).map { history.type(at: $0) } == (0..<6).map { ExactString("T\($0)") })
            #expect(!history.notes.contains { $0.contains("newest first") })
        }
    }

    @Test("where times fall throughout, and neither versions nor the format tell why, the order is left and it is said")
    func fallingTimes() throws {
        func event(_ number: Int, _ rest: String = "") -> String {
            #"{"event_type":"T\#(number % 2)","stream_id":"s-\#(number % 3)","time":"2026-03-05T14:\#(50 - number):00Z"\#(rest)}"#
        }
        let history = try History(lines: (0..<9).map { event($0) })
        #expect(history.formats == ["guess"])
        #expect(history.streamName(at: 0) == "s-0" && history.streamName(at: 8) == "s-2")
        #expect(history.notes.contains { $0.contains("newest first by the times") })
        // Versions tell.
        let numbered = try History(lines: (0..<9).map { event($0, #","version":\#($0 / 3)"#) })
        #expect(!numbered.notes.contains { $0.contains("newest first") })
    }

    @Test("a file in no order at all is left in its own")
    func noOrder() throws {
        for seed in UInt64(0)..<50 {
            var random = SplitMix64(seed: seed)
            var versions = Array(0..<20)
            for at in versions.indices.reversed() { versions.swapAt(at, random.below(at + 1)) }
            let history = try History(lines: versions.map { line("a", "\($0)", "T\($0)") })
            #expect(!history.notes.contains { $0.contains("newest first") }, "seed \(seed)")
            #expect(history.type(at: 0) == ExactString("T\(versions[0])"), "seed \(seed)")
        }
    }

    @Test("an event that names no stream stands in one named after the file, and that is said")
    func withoutStream() throws {
        let history = try History(texts: ["log.jsonl": [line("a", "0"), #"{"stream":null,"type":"T","data":{}}"#, #"{ "version":0,"type":"T"}"#]
            .joined(separator: "\n")], format: Self.hindcast)
        #expect(history.stream(named: "log")?.positions.count == 2)
        #expect(history.notes.contains { $0.contains("2 events have no stream's name; read as one stream that is named after the file") })
        #expect(try !History(lines: [line("a", "0")]).notes.contains { $0.contains("no stream's name") })
    }

    @Test("X19 J09 names that differ only by Unicode form, case or a space at the end are different")
    func names() throws {
        let names = ["caf\u{E9}", "cafe\u{301}", "Caf\u{E9}", "caf\u{E9} ", "", "\u{0}".isEmpty ? "" : "x"]
        let history = try History(lines: names.map { line($0, "0", $0 + "T") })
        #expect(history.streamCount == names.count)
        #expect(history.typeCount == names.count)
        for name in names { #expect(try history.events(of: ExactString(name)).map(\.event.type) == [ExactString(name + "T")], "\(name)") }
        #expect(history.streams.map(\.name) == names.map { ExactString($0) }.sorted())
        #expect(history.stream(named: "caf") == nil)
    }

    @Test("J18 escaped and plain spellings of a name are one stream")
    func escapedNames() throws {
        let history = try History(lines: [line(#"\u0061-1"#, "0"), line("a-1", "1"), line(#"\ud800"#, "0")])
        #expect(history.streamCount == 2)
        #expect(history.stream(named: "a-1")?.positions.count == 2)
        #expect(history.stream(named: ExactString(bytes: [0xED, 0xA0, 0x80]))?.positions.count == 1)
    }

    @Test("a category is what stands before the first hyphen", arguments: [("account-42", "account"), ("a-b-c", "a"), ("plain", "plain"), ("-x", ""), ("", "")])
    func categories(stream: String, category: String) throws {
        let history = try History(lines: [line(stream, "0")])
        #expect(history.stream(at: 0).category == ExactString(category))
    }

    @Test("times are known without reading the events, and missing ones are missing")
    func times() throws {
        let history = try History(lines: [
            #"{"stream":"a","version":0,"type":"T","time":"2026-03-05T14:32:00+01:00","data":{}}"#, #"{"stream":"a","version":1,"type":"T","time":"soon","data":{}}"#,
            #"{"stream":"a","version":2,"type":"T","time":"2026-03-05 14:32:00","data":{}}"#, line("a", "3"),
        ])
        #expect((0..<4).map { history.time(at: $0)?.text() } == ["2026-03-05T13:32:00Z", nil, "2026-03-05T14:32:00Z", nil])
        #expect(history.notes.contains { $0.contains("without a zone") })
    }

    @Test("fast way and simple way: streams hold what sorting all events by hand gives")
    func againstSorting() throws {
        for seed in UInt64(0)..<100 {
            var random = SplitMix64(seed: seed)
            let events = (0..<random.below(60)).map { _ in (stream: random.pick(["a", "b", "c-1", "c-2"]), version: random.below(12)) }
            let history = try History(lines: events.map { line($0.stream, "\($0.version)") }, format: Self.hindcast)
            let isReversed = history.notes.contains { $0.contains("newest first") }
            let log = isReversed ? events.reversed() : events
            for stream in history.streams {
                let expected = log.indices.filter { ExactString(log[$0].stream) == stream.name }
                    .sorted { (log[$0].version, $0) < (log[$1].version, $1) }
                #expect(Array(stream.positions) == expected, "seed \(seed)")
            }
            #expect(history.streams.reduce(0) { $0 + $1.positions.count } == events.count, "seed \(seed)")
        }
    }
}
