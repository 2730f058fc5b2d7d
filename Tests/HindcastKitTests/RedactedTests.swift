import HindcastKit
import Testing

/// What others did to data that had to go: overwritten bytes, values that are null, events that are missing.
@Suite struct RedactedTests {
    private let fixture = Fixture([
        "export.jsonl": #"""
            {"stream":"account-1","version":0,"type":"Opened","data":{"owner":"alice"}}
            {"stream":"account-1","version":1,"type":"Deposited","data":null}
            {"stream":"account-1","version":2,"type":"Deposited","data":"/////////w=="}
            {"stream":"account-1","version":4,"type":"Deposited","data":{"amount":5}}

            """#,
        "model.lua": """
            local account = aggregate("account", { initial = { balance = 0 } })
            function account.on.Opened(state, event) state.owner = event.data.owner end
            function account.on.Deposited(state, event) state.balance = state.balance + event.data.amount end

            """,
    ])
    private var events: String { fixture.path("export.jsonl") }

    @Test func `P12 overwritten and null data are shown as they are`() {
        let outcome = hindcast("events", events, "--json")
        #expect(outcome.status == .well)
        #expect(outcome.lines.count == 4)
        #expect(outcome.lines[1].contains(#""data":null"#))
        #expect(outcome.lines[2].contains(#""data":"/////////w==""#))
    }

    @Test func `P12 a fold goes on behind what it cannot take, and names each`() {
        let outcome = hindcast("state", events, "--json", "--stream", "account-1", "--model", fixture.path("model.lua"))
        #expect(outcome.status == .well)
        #expect(outcome.out.contains(#""state":{"balance":5,"owner":"alice"}"#))
        #expect(outcome.out.contains(#""errors":[{"version":1,"#))
        #expect(outcome.out.contains(#"},{"version":2,"#))
    }

    @Test func `P12 a missing event is a gap that verify and check tell`() {
        let verified = hindcast("verify", events)
        #expect(verified.status == .no)
        #expect(verified.out.contains("version 3 expected, found 4"))
        let checked = hindcast("check", events, "--model", fixture.path("model.lua"))
        #expect(checked.status == .no)
        #expect(checked.out.contains("version 3 expected, found 4"))
    }
}
