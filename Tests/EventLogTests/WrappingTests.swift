import EventLog
import TestSupport
import Testing

/// JSON lines within what other tools wrap around them.
@Suite("Wrapped lines")
struct WrappingTests {
    private static let lines = (0..<8).map { Bank.line("a", $0, .other(type: "T", data: #"{"n":\#($0),"q":"say \"hi\"\nC:\\x"}"#)) }

    private static func doubled(_ text: String) -> String { text.split(separator: #"\"#, omittingEmptySubsequences: false).joined(separator: #"\\"#) }

    private func expectSame(_ text: String, _ note: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let history = try History(text: text)
        #expect(try history.events().map(\.text) == Self.lines, sourceLocation: sourceLocation)
        #expect(history.problems == [], sourceLocation: sourceLocation)
        #expect(history.notes.contains { $0.contains(note) }, "\(history.notes)", sourceLocation: sourceLocation)
    }

    @Test("server-sent events, with comments and other fields, LF or CRLF")
    func serverSent() throws {
        let events = Self.lines.enumerated().map { "event: message\nid: [{\"offset\":\($0)}]\ndata: \($1)\n\n" }.joined()
        try expectSame(":ok\n\n" + events, "server-sent")
        try expectSame(events.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"), "server-sent")
        try expectSame(Self.lines.map { "data:\($0)\n" }.joined(separator: "\n"), "server-sent")
        // A line keeps its number.
        #expect(try History(text: ":ok\n\n" + events).events().map(\.place.line).prefix(2) == [5, 9])
    }

    @Test("what PostgreSQL's copy wrote, every backslash doubled")
    func copied() throws {
        try expectSame(Self.lines.map(Self.doubled).joined(separator: "\n") + "\n", "copy")
        // One that happens to be JSON either way speaks neither for it nor against it.
        let plain = Bank.line("a", 0, .deposited(1))
        #expect(try History(text: plain + "\n" + Self.lines.map(Self.doubled).joined(separator: "\n")).count == 9)
    }

    @Test("backslashes that are as they should be are left alone")
    func notCopied() throws {
        let history = try History(lines: Self.lines + [Self.doubled(Self.lines[0])])
        #expect(try history.events().map(\.text) == Self.lines)
        #expect(history.malformedCount == 1)
        #expect(!history.notes.contains { $0.contains("copy") })
        // Nor where those that are sound have no doubled backslash at all.
        let quoting = Bank.line("a", 0, .other(type: "T", data: #"{"q":"say \"hi\""}"#))
        #expect(try History(lines: [quoting, Self.doubled(quoting)]).events().map(\.text) == [quoting])
    }

    @Test("a column of CSV, with or without a title")
    func quoted() throws {
        let rows = Self.lines.map { "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"\n" }.joined()
        try expectSame(rows, "quotes")
        try expectSame("row_to_json\n" + rows, "quotes")
    }

    @Test("a document below a licence")
    func comment() throws {
        let history = try History(text: "/* Licence\n   of two lines */\n[\n" + Self.lines.joined(separator: ",\n") + "\n]\n")
        #expect(try history.events().map(\.text) == Self.lines)
        #expect(history.problems == [])
    }

    @Test("wrapped and compressed, or through a pipe", arguments: [true, false])
    func compressed(isGzip: Bool) throws {
        let text = Array((":ok\n\n" + Self.lines.map { "data: \($0)\n\n" }.joined()).utf8)
        let history = try History(bytes: isGzip ? gzipped(text) : zstdCompressed(text))
        #expect(try history.events().map(\.text) == Self.lines)
    }
}
