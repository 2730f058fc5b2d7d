import HindcastKit
import Testing

@Suite struct SchemaTests {
    private let fixture = Fixture(["bank.jsonl": Samples.bank])
    private var file: String { fixture.path("bank.jsonl") }

    @Test func `keys in the order promised, sorted by type then schema`() {
        let outcome = hindcast("schema", file, "--json", models: [AccountModel()])
        #expect(outcome.lines[1...2] == [
            #"{"type":"Deposited","schema":1,"events":1,"streams":1,"first":"2026-03-05T14:00:00Z","last":"2026-03-05T14:00:00Z","fields":[{"path":".cents","types":{"integer":1},"present":1}],"upcasters":["1→2"],"handled":true}"#,
            #"{"type":"MoneyDeposited","schema":2,"events":1,"streams":1,"first":"2026-03-06T09:00:00Z","last":"2026-03-06T09:00:00Z","fields":[{"path":".amount","types":{"integer":1},"present":1}],"upcasters":[],"handled":true}"#,
        ])
        // A handler that fails is one; a stream that no model claims has none.
        #expect(outcome.lines[0] == #"{"type":"Boom","events":1,"streams":1,"fields":[{"path":".","types":{"null":1},"present":1}],"upcasters":[],"handled":true}"#)
        #expect(outcome.lines[4].hasSuffix(#""upcasters":[],"handled":false}"#))
        #expect(outcome.status == .well)
    }

    @Test func `without a model nothing is said of handling`() {
        let outcome = hindcast("schema", file, "--json")
        #expect(outcome.lines.count == 5)
        #expect(outcome.lines.allSatisfy { $0.hasSuffix(#""upcasters":[]}"#) })
    }

    @Test func `fields with every type that they had`() {
        let log = Fixture(["log.jsonl": [
            #"{"lines":[{"sku":"a","n":1},{"sku":null,"n":1.5}],"odd key":{"":true},"x":1,"x":"2"}"#,
            #"{"x":-0,"lines":[]}"#, #"{"x":"s","lines":[[{"sku":1}]]}"#, #"{"x":1e2}"#, "3",
        ].enumerated().map { #"{"stream":"s-\#($0 % 2)","version":\#($0),"type":"T","data":\#($1)}"# + "\n" }.joined()])
        #expect(hindcast("schema", log.path("log.jsonl"), "--json").out == """
            {"type":"T","events":5,"streams":2,"fields":[\
            {"path":".","types":{"integer":1,"object":4},"present":5},\
            {"path":".lines","types":{"array":3},"present":3},\
            {"path":".lines[]","types":{"array":1,"object":2},"present":2},\
            {"path":".lines[].sku","types":{"null":1,"string":1},"present":1},\
            {"path":".lines[].n","types":{"integer":1,"number":1},"present":1},\
            {"path":".lines[][]","types":{"object":1},"present":1},\
            {"path":".lines[][].sku","types":{"integer":1},"present":1},\
            {"path":".[\\"odd key\\"]","types":{"object":1},"present":1},\
            {"path":".[\\"odd key\\"][\\"\\"]","types":{"boolean":1},"present":1},\
            {"path":".x","types":{"integer":2,"number":1,"string":1},"present":4}],"upcasters":[]}

            """)
    }

    @Test func `keys that are data are bounded`() {
        let many = (0..<20_000).map { "\"k\($0)\":1" }.joined(separator: ",")
        let log = Fixture(["log.jsonl": #"{"stream":"s","version":0,"type":"T","data":{\#(many)}}"#])
        let outcome = hindcast("schema", log.path("log.jsonl"), "--json")
        #expect(outcome.out.split(separator: "\"path\"").count == 10_001)
        #expect(outcome.err.contains("T has more fields than can be listed"))
    }

    @Test func `text for people`() {
        let outcome = hindcast("schema", file, models: [AccountModel()])
        #expect(outcome.out.contains("Deposited v1  1 event in 1 stream, upcast 1→2\n  .cents  integer\n"))
        #expect(outcome.out.contains("Placed  1 event in 1 stream, not handled\n  .total  number\n  .big    integer\n"))
    }
}
