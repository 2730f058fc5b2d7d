import HindcastKit
import Testing

@Suite struct ShowTests {
    private let fixture = Fixture(["bank.jsonl": Samples.bank])
    private var file: String { fixture.path("bank.jsonl") }

    @Test func theWayOfAnEvent() {
        let outcome = hindcast("show", file, "--json", "--stream", "account-1", "--at", "0", models: [AccountModel()])
        let start = #"{"position":0,"stream":"account-1","version":0,"type":"#
        let rest = #""id":"e0","time":"2026-03-05T14:00:00Z","data":"#
        let old = start + #""Deposited","schema":1,"# + rest + #"{"cents":5000},"meta":{"correlation":"c1"}}"#
        let new = start + #""MoneyDeposited","schema":2,"# + rest + #"{"amount":50},"meta":{"correlation":"c1"}}"#
        let line = Samples.bank.split(separator: "\n")[0].split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\\\"")
        #expect(outcome.out == """
            {"event":\(old),"raw":"\(line)","steps":[{"upcaster":"Deposited 1→2","events":[\(new)]}],"final":[\(new)]}

            """)
    }

    @Test func anUpcasterThatFailsIsPartOfTheAnswer() {
        let log = Fixture(["log.jsonl": #"{"stream":"account-1","version":0,"type":"Deposited","data":{}}"#])
        let outcome = hindcast("show", log.path("log.jsonl"), "--json", "--stream", "account-1", "--at", "end", models: [AccountModel()])
        #expect(outcome.out.hasSuffix(
            #""steps":[],"final":[],"error":{"handler":"upcast Deposited 1→2","path":"bank.lua","line":7,"message":"no cents"}}"# + "\n"))
        #expect(outcome.status == .well)
    }

    @Test func beforeTheFirstEventThereIsNothingToShow() {
        let outcome = hindcast("show", file, "--stream", "account-10", "--at", "start")
        #expect(outcome.status == .trouble)
        #expect(outcome.err.contains("its first version is 4"))
    }
}
