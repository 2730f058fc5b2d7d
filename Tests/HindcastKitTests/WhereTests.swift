import HindcastKit
import Testing

@Suite struct WhereTests {
    private let fixture = Fixture(["bank.jsonl": Samples.bank])
    private var file: String { fixture.path("bank.jsonl") }

    private func positions(_ expression: String, _ more: String...) -> [Int] {
        let out = MemorySink()
        _ = Hindcast.run(arguments: ["events", file, "--json", "--where", expression] + more, stdout: out, stderr: MemorySink())
        return out.text.split(separator: "\n").compactMap { Int($0.dropFirst(#"{"position":"#.count).prefix { $0 != "," }) }
    }

    @Test func `over event, data and meta`() {
        #expect(positions("event.type == 'MoneyWithdrawn' and data.amount > 50") == [2])
        #expect(positions("meta and meta.correlation == 'c1'") == [0])
        #expect(positions("event.version >= 1", "--stream", "account-1", "--reverse") == [3, 2])
        #expect(positions("true", "--limit", "2") == [0, 1])
        #expect(positions("nil") == [])
        #expect(positions("-1 < 0") == [0, 1, 2, 3, 4])
    }

    @Test func `an event on which it fails does not match, and is counted`() {
        let outcome = hindcast("events", file, "--json", "--where", "data.amount > 50")
        #expect(outcome.status == .well)
        #expect(outcome.lines.count == 1)
        #expect(outcome.err.hasPrefix("hindcast: --where failed on 3 events, taken as no match; the first is #0: attempt to compare"))
        #expect(outcome.err.split(separator: "\n").count == 1)
    }

    @Test func `one that does not compile is told before anything is read`() {
        for command in ["events", "export"] {
            let outcome = hindcast(command, "nowhere.jsonl", "--where", "data.amount >")
            #expect(outcome.status == .trouble)
            #expect(outcome.out == "")
            #expect(outcome.err.hasPrefix("hindcast: in the expression, column 14: "))
            #expect(outcome.err.split(separator: "\n").count == 1)
        }
    }

    @Test func `one that never ends is stopped`() {
        let outcome = hindcast("events", file, "--json", "--limit", "1", "--stream", "order-9", "--where", "('x'):rep(1e9)")
        #expect(outcome.err.contains("failed on 1 event"))
    }
}
