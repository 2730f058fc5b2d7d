import EventLog
import JSONText
import TestSupport
import Testing

@Suite("Reading any format by a map")
struct MapTests {
    @Test("a time in a string of few digits is none, and that is said; in a number it counts since the epoch")
    func shortTimes() throws {
        let format = try EnvelopeFormat(map: "stream=.s,type=.t,time=.at,data=.d")
        let history = try History(lines: [#"{"s":"a","t":"A","at":"2026","d":{}}"#, #"{"s":"a","t":"A","at":2026,"d":{}}"#, #"{"s":"a","t":"A","at":"20260301T101500Z","d":{}}"#], format: format)
        #expect(try history.events().map { $0.event.time?.text.description } == [nil, "1970-01-01T00:33:46Z", "20260301T101500Z"])
        #expect((0..<3).map { history.time(at: $0)?.text() } == [nil, "1970-01-01T00:33:46Z", "2026-03-01T10:15:00Z"])
        #expect(history.notes.contains { $0.contains("1 event has a time that cannot be read") })
    }

    @Test("every role is found where the map says, and what is left over is the data")
    func roles() throws {
        let format = try EnvelopeFormat(
            map: "stream=.aggregate.id,type=.kind,version=.seq,time=.ts,id=.uid,schema=.v,correlation=.trace,causation=.cause,meta=.extra")
        let history = try History(lines: [
            #"{"aggregate":{"id":"a-1"},"kind":"Opened","seq":"7","ts":1772721120,"uid":5,"v":2,"trace":"t","cause":"c","extra":{"x":1},"amount":1.10,"note":"n"}"#
        ], format: format)
        let event = try #require(try history.events().first)
        #expect(event.envelope == "a-1 v7 Opened @2026-03-05T14:32:00Z id=5 schema=2 correlation=t causation=c")
        #expect(event.data == #"{"amount":1.10,"note":"n"}"#)
        #expect(event.meta == #"{"x":1}"#)
        #expect(history.formats == ["map"])
    }

    @Test("a payload in a string is unwrapped, one that is no JSON stays a string")
    func payload() throws {
        let format = try EnvelopeFormat(map: "type=.t,data=.payload")
        let events = try History(texts: ["things.jsonl": #"{"t":"A","payload":"{\"a\":1}"}"# + "\n" + #"{"t":"B","payload":"plain"}"# + "\n" + #"{"t":"C"}"#], format: format).events()
        #expect(events.map(\.data) == [#"{"a":1}"#, #""plain""#, "null"])
        #expect(events.map(\.envelope) == ["things v0 A", "things v1 B", "things v2 C"])
    }

    @Test("a key may hold what parts a map")
    func oddKeys() throws {
        let format = try EnvelopeFormat(map: #"stream=.["a,b=\"c"],type=.["t=u"]"#)
        let events = try History(lines: [#"{"a,b=\"c":"s","t=u":"T"}"#], format: format).events()
        #expect(events.map(\.envelope) == ["s v0 T"])
    }

    @Test("positions order the log")
    func positions() throws {
        let format = try EnvelopeFormat(map: "stream=.s,type=.t,position=.p")
        let events = try History(lines: [#"{"s":"a","t":"Second","p":20}"#, #"{"s":"a","t":"First","p":3}"#], format: format).events()
        #expect(events.map(\.envelope) == ["a v0 First", "a v1 Second"])
    }

    @Test("what is wrong with a map is said", arguments: [
        ("stream=.a", "type"), ("type", "ROLE=.path"), ("type=.a,colour=.b", "colour"), ("type=kind", "column 1"), ("type=.a,time=.b[", "time"), ("", "type"), ("type=.a,type=.b", "twice"),
        (#"type=.["a,b"#, "type"),
    ])
    func wrong(map: String, message: String) {
        let error = #expect(throws: SourceError.self) { try EnvelopeFormat(map: map) }
        guard case .badMap(let said)? = error?.problem else { Issue.record("\(String(describing: error))"); return }
        #expect(said.contains(message), "\(said)")
    }
}
