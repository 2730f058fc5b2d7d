import EventLog
import JSONText
import TestSupport
import Testing

@Suite("Formats that nobody declared, records that are no events, and doubts")
struct RoleGuessTests {
    @Test("roles are guessed from names and values, used, and told as a map")
    func guessed() throws {
        let lines = (0..<12).map { index in
            #"{"id":"e\#(index)","kind":"\#(["Packed", "Sent", "Arrived"][index / 4])","shipment_id":"s-\#(index % 4)","seq":\#(index / 4),"happened":"2026-03-05T14:32:00Z","payload":{"n":\#(index)}}"#
        }
        let history = try History(lines: lines)
        #expect(history.formats == ["guess"])
        #expect(history.versions == (0..<4).map { "s-\($0): 0 1 2" })
        #expect(try history.events().first?.envelope == "s-0 v0 Packed @2026-03-05T14:32:00Z id=e0")
        #expect(try history.events().first?.data == #"{"n":0}"#)
        let map = "stream=.shipment_id,type=.kind,version=.seq,time=.happened,id=.id,data=.payload"
        #expect(history.notes.contains { $0.hasSuffix("--map '\(map)'") }, "\(history.notes)")
        #expect(try EnvelopeFormat(map: map).name == "map")
    }

    @Test("a payload is told by its name before its size; metadata is none beside one; an id and a version stay what they are where an event is there twice")
    func names() throws {
        var lines = (0..<40).map { index in
            #"{"event_type":"T\#(index % 2)","aggregate_id":"s-\#(index % 4)","aggregateVersion":\#(index / 4),"event_id":"e\#(index)","metadata":{"agent":"\#(String(repeating: "m", count: 90))"},"properties":{"of":"the envelope, longer than the payload"},"payload":{"n":\#(index)}}"#
        }
        lines.append(lines[39])
        let history = try History(lines: lines)
        let map = "stream=.aggregate_id,type=.event_type,version=.aggregateVersion,id=.event_id,data=.payload"
        #expect(history.notes.contains { $0.hasSuffix("--map '\(map)'") }, "\(history.notes)")
        var found: [String] = []
        try Verification(history).forEach { found.append($0.kind) }
        #expect(Set(found) == ["duplicate-id", "duplicate-version"])
    }

    @Test("a page of several says so, whatever its member for that is called", arguments: [
        (#""nextPageToken":"x""#, "nextPageToken"), (#""NextToken":"x""#, "NextToken"), (#""has_more":true"#, "has_more"),
        (#""meta":{"next_cursor":"x"}"#, "meta.next_cursor"), (#""metadata":{"continue":"x"}"#, "metadata.continue"),
        (#""nextPageToken":"""#, nil), (#""has_more":false"#, nil), (#""NextToken":null"#, nil),
    ], [true, false])
    func pages(member: (text: String, name: String?), isOneLine: Bool) throws {
        let event = #"{"specversion":"1.0","id":"1","source":"b","type":"T"}"#
        let text = isOneLine ? #"{"items":[\#(event)],\#(member.text)}"# : "{\"items\":[\n\(event)\n],\n\(member.text)}"
        let history = try History(texts: ["page.json": text])
        #expect(history.count == 1)
        let notes = history.notes.filter { $0.contains("one page of several") }
        #expect(notes.count == (member.name == nil ? 0 : 1))
        if let name = member.name { #expect(notes.first?.contains("as its \(name) says") == true) }
    }

    @Test("a version that repeats within a stream is none, and nested roles are found")
    func nested() throws {
        let lines = (0..<10).map { #"{"event":{"type":"T\#($0 % 2)"},"aggregate":{"id":"a-\#($0 % 3)"},"version":1,"ts":177272112\#($0)}"# }
        let history = try History(lines: lines)
        #expect(history.notes.contains { $0.hasSuffix("--map 'stream=.aggregate.id,type=.event.type,time=.ts'") }, "\(history.notes)")
    }

    @Test("where type or stream is in doubt, nothing is guessed", arguments: [
        (0..<9).map { #"{"id":"\#($0)","kind":"a","amount":1}"# }, (0..<9).map { #"{"stream":"s","message":"m\#($0)"}"# },
        (0..<9).map { #"{"order_id":"\#($0)","name":"n\#($0)"}"# },
    ])
    func weak(lines: [String]) {
        guard case .unknownFormat? = problem(opening: try History(lines: lines)) else { Issue.record("opened"); return }
    }

    @Test("records that are no events are hidden, counted and said")
    func asides() throws {
        let sample = try #require(FormatTests.samples.first { $0.format == "equinox-cosmos" })
        #expect(try History(text: sample.text).notes.contains { $0.hasSuffix("no events of the domain: snapshots (1)") })
        let beats = try #require(FormatTests.samples.first { $0.format == "eventsourcingdb" })
        let history = try History(text: beats.text)
        #expect(history.notes.contains { $0.hasSuffix("no events of the domain: heartbeats (1)") })
        #expect(history.malformedCount == 0)
    }

    @Test("two formats that fit equally well are told, with the flag")
    func doubt() throws {
        let history = try History(text: #"{"seq_id":1,"stream_id":"a","version":1,"mt_dotnet_type":"T","type":"t","global_position":1,"position":1,"stream_name":"a","data":{}}"#)
        #expect(history.formats == ["marten"])
        #expect(history.notes.contains { $0.contains("--format message-db") }, "\(history.notes)")
    }

    @Test("no sample of one format is in doubt with another", arguments: FormatTests.samples)
    func clear(sample: FormatTests.Sample) throws {
        #expect(try !History(texts: [sample.file: sample.text]).notes.contains { $0.contains("--format") })
    }

    @Test("where a key is repeated, the envelope has the first")
    func repeated() throws {
        let event = try History(text: #"{"stream":"a","stream":"b","version":1,"version":2,"type":"T","data":{}}"#).events()[0]
        #expect(event.envelope == "a v1 T")
    }
}

@Suite("Real exports of other systems", .enabled(if: SharedExports.arePresent))
struct SharedExportTests {
    @Test("each opens with its format and count", arguments: [
        ("app-logs/escalada-events.ndjson", "guess", 2105), ("debezium-cdc/paimon/debezium_database_include_topic0_debezium-data-1.jsonl", "debezium", 4),
        ("debezium-cdc/paimon/maxwell_table_schemaevolution_maxwell-data-3.jsonl", "maxwell", 4), ("go-test-json/go-test-json.out", "go-test", 329),
        ("go-test-json/go-test-json-with-nonjson-stdout.out", "go-test", 7), ("ocel/example_log.jsonocel", "ocel1", 23), ("ocel/ocel20_example.jsonocel", "ocel2", 13),
        ("aws-events/kinesis-event.json", "aws-lambda", 2), ("aws-events/dynamodb-time-window-event.json", "aws-lambda", 3), ("aws-events/code-commit-event.json", "aws-lambda", 1),
        ("aws-events/codebuild-state-change.json", "eventbridge", 1), ("github-events/gharchive_log.jsonl", "github", 50), ("k8s-audit/demo.log", "kubernetes-audit", 37),
    ])
    func opens(path: String, format: String, count: Int) throws {
        let history = try History(files: [SharedExports.path(path)])
        #expect(history.formats == [format])
        #expect(history.count == count)
    }

    @Test("folders of one event a file form one log", arguments: [("stripe", "stripe", 44), ("cdevents", "cdevents", 25)])
    func folders(path: String, format: String, count: Int) throws {
        let history = try History(files: SharedExports.files(in: path).map(SharedExports.path))
        #expect(Set(history.formats) == [format])
        #expect(history.count + history.malformedCount == count)
    }
}
