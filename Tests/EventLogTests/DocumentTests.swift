import EventLog
import JSONText
import TestSupport
import Testing

@Suite("Logs of documents")
struct DocumentTests {
    private static func record(_ version: Int, _ gap: String = "") -> String {
        "{\"stream\":\"a\",\(gap)\"version\":\(version),\(gap)\"type\":\"T\",\(gap)\"data\":{\"text\":\"} { ] [ \\\" \\\\\"}\(gap)}"
    }

    private static func three(gap: String = "", between: String) -> String {
        (0...2).map { record($0, gap) }.joined(separator: between)
    }

    private static let texts: [String] = [
        // pretty-printed, one after another, with and without anything between
        three(gap: "\n  ", between: "\n"), three(gap: "\r\n", between: "\r\n"), three(gap: "\n", between: ",\n"), three(gap: "\n", between: ""),
        "\n\n\(record(0, "\n"))\n\n\n\(record(1))\n\(record(2, " "))",
        // glued together on one line
        three(between: ""), three(between: "") + "\n",
        // arrays: of all, of some, on one line and on many
        "[" + three(between: ",") + "]", "[\n" + three(gap: "\n", between: ",\n") + "\n]\n", "\u{FEFF}[\n" + three(between: "\n,") + "]",
        "[\(record(0))]\n[\(record(1)),\(record(2))]\n",
        // the inside of an array, a record a line
        three(between: ",\n") + "\n", three(between: ",\n") + ",\n",
    ]

    @Test("the same three events in every container", arguments: texts)
    func containers(text: String) throws {
        let history = try History(text: text)
        #expect(history.problemLines == [])
        let events = try history.events()
        #expect(events.map(\.event.version) == [0, 1, 2])
        #expect(events.map(\.data) == Array(repeating: #"{"text":"} { ] [ \" \\"}"#, count: 3))
        let bytes = Array(text.utf8)
        for event in events {
            #expect(Array(bytes[event.place.offset...].prefix(event.raw.count)) == event.raw)
            #expect(event.place.line == bytes[..<event.place.offset].count { $0 == 0x0A } + 1)
            #expect(event.raw.first == UInt8(ascii: "{"))
            #expect(event.raw.last == UInt8(ascii: "}"))
        }
    }

    @Test("what is no record in a document is told with its place")
    func strayText() throws {
        let text = Self.record(0, "\n") + "\n# a note\n" + Self.record(1, "\n") + "\n{\"a\":\n01}\n" + Self.record(2, "\n")
        let history = try History(text: text)
        #expect(try history.events().map(\.event.version) == [0, 1, 2])
        let note = Array((Self.record(0, "\n") + "\n").utf8).count
        let bad = Array((Self.record(0, "\n") + "\n# a note\n" + Self.record(1, "\n") + "\n{\"a\":\n0").utf8).count
        #expect(history.problemLines == ["malformed 6:1 @\(note)", "malformed 13:2 @\(bad)"])
    }

    @Test("elements that are no events are told, the others are read")
    func strayElements() throws {
        let history = try History(text: "[\n" + Self.record(0) + ",\n7,\n{\"x\":1},\n" + Self.record(1) + "\n]")
        #expect(history.count == 2)
        #expect(history.problems.map(\.kind) == [.notAnEvent, .notAnEvent])
        #expect(history.problems.map(\.place.line) == [3, 4])
    }

    @Test("a document that is cut off is torn")
    func torn() throws {
        let text = Self.record(0, "\n") + "\n" + Self.record(1, "\n").dropLast(6)
        let history = try History(text: text)
        #expect(history.count == 1)
        #expect(history.problems.map(\.kind) == [.tornTail])
    }
}
