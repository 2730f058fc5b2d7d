import HindcastKit
import Testing

/// find, check, states, compare and project as the command line has them.
@Suite struct QuestionCommandTests {
    private static let model = """
        local account = aggregate("account", { initial = { balance = 0 } })
        function account.on.MoneyDeposited(state, event) state.balance = state.balance + event.data.amount end
        function account.on.MoneyWithdrawn(state, event) state.balance = state.balance - event.data.amount end
        function account.on.Boom(state, event) state.balance = state.balance + event.data.amount end
        account.invariant("balance is never negative", function(state) return state.balance >= 0 end)
        upcast("Deposited", { from = 1, to = 2, as = "MoneyDeposited" }, function(data) return { amount = data.cents // 100 } end)
        local totals = projection("totals", { initial = { deposited = 0 } })
        function totals.on.MoneyDeposited(state, event) state.deposited = state.deposited + event.data.amount end
        """
    private let fixture = Fixture(["bank.jsonl": Samples.bank, "bank.lua": Self.model, "other.lua": Self.model.replacing("cents // 100", with: "cents // 10")])
    private var file: String { fixture.path("bank.jsonl") }
    private var lua: String { fixture.path("bank.lua") }

    @Test(arguments: ["1", "4"]) func `find prints the first event of each stream by position`(jobs: String) {
        let outcome = hindcast("find", file, "--model", lua, "--when", "state.balance < 0", "--json", "--jobs", jobs)
        #expect(outcome.out == """
            {"stream":"account-1","version":1,"position":2,"time":"2026-03-05T14:32:00Z","type":"MoneyWithdrawn"}

            """)
        #expect(outcome.status == .well)
        let all = hindcast("find", file, "--model", lua, "--when", "true", "--json", "--jobs", jobs)
        #expect(all.lines.map { String($0.prefix(22)) } == [#"{"stream":"account-1","#, #"{"stream":"order-9","v"#, #"{"stream":"account-10""#])
        #expect(hindcast("find", file, "--model", lua, "--when", "true", "--match", "order-*", "--json").lines.count == 1)
    }

    @Test func `find that finds nothing ends with 1`() {
        let outcome = hindcast("find", file, "--model", lua, "--when", "state.balance == 12345")
        #expect(outcome.status == .no)
        #expect(outcome.out == "")
    }

    @Test func `an expression that does not compile is told with its column`() {
        let outcome = hindcast("find", file, "--when", "state.balance <")
        #expect(outcome.status == .trouble)
        #expect(outcome.err.hasPrefix("hindcast: in the expression, column 16: "))
        #expect(outcome.err.split(separator: "\n").count == 1)
        #expect(hindcast("find", file).status == .trouble)
    }

    @Test func `an expression that throws on some events is counted and named, and not fatal`() {
        let outcome = hindcast("find", file, "--when", "data.amount > 50", "--json")
        #expect(outcome.status == .well)
        #expect(outcome.lines.count == 1)
        #expect(outcome.err.contains("--when failed on 2 events, taken as false; the first is #0: "))
    }

    @Test func `find works without a model, and with models in Swift`() {
        #expect(hindcast("find", file, "--when", "state.total == 1.1", "--json").lines.count == 1)
        let outcome = hindcast("find", file, "--when", "state.balance < before.balance", "--json", models: [AccountModel()])
        #expect(outcome.lines.count == 1)
        #expect(outcome.out.hasPrefix(#"{"stream":"account-1","version":1,"position":2,"#))
    }

    @Test func `check tells of invariants, errors and types without a handler`() {
        let outcome = hindcast("check", file, "--model", lua, "--json")
        #expect(outcome.status == .no)
        #expect(outcome.lines.map { line in line.split(separator: ",").prefix(2).joined(separator: ",") } == [
            #"{"severity":"error","kind":"invariant""#, #"{"severity":"error","kind":"fold-error""#,
        ])
        #expect(outcome.lines[0] == """
            {"severity":"error","kind":"invariant","name":"balance is never negative","stream":"account-1","version":1,"position":2,\
            "time":"2026-03-05T14:32:00Z","message":"does not hold: balance is never negative"}
            """)
        #expect(outcome.lines[1].hasPrefix(#"{"severity":"error","kind":"fold-error","name":"account.on.Boom","stream":"account-1","version":2,"position":3,"message":"bank.lua:4: "#))
        #expect(outcome.err == "hindcast: 3 streams checked: 1 invariant, 1 fold-error\n")
        let quiet = hindcast("check", file, "--model", lua, "--match", "order-*", "--json")
        #expect(quiet.status == .well && quiet.out == "")
        let stray = Fixture(["bank.jsonl": Samples.bank, "small.lua": "aggregate('account', {})"])
        let unhandled = hindcast("check", stray.path("bank.jsonl"), "--model", stray.path("small.lua"), "--json")
        #expect(unhandled.status == .well)
        #expect(unhandled.lines.allSatisfy { $0.hasPrefix(#"{"severity":"warning","kind":"unhandled-type","#) })
        #expect(unhandled.lines.count == 4)
    }

    @Test func `check tells of schemas that have no way to today's`() {
        let text = """
            {"stream":"account-1","version":0,"type":"MoneyDeposited","schema":1,"data":{"amount":1}}
            {"stream":"account-1","version":2,"type":"MoneyDeposited","schema":1,"data":{"amount":1}}

            """
        let fixture = Fixture(["events.jsonl": text, "bank.lua": Self.model])
        let outcome = hindcast("check", fixture.path("events.jsonl"), "--model", fixture.path("bank.lua"), "--json")
        #expect(outcome.status == .no)
        #expect(outcome.lines[0] == """
            {"severity":"warning","kind":"gap","name":"account-1","stream":"account-1","version":2,"position":1,\
            "message":"version 1 expected, found 2"}
            """)
        #expect(outcome.lines[1] == """
            {"severity":"error","kind":"upcaster-gap","name":"MoneyDeposited","stream":"account-1","version":0,"position":0,\
            "message":"no upcaster leads from MoneyDeposited 1 to 2: 2 events, the first is this"}
            """)
    }

    @Test func `states prints one object a stream as state does`() {
        let outcome = hindcast("states", file, "--model", lua, "--at", "2026-03-05T14:30", "--json")
        #expect(outcome.status == .well)
        #expect(outcome.out == """
            {"stream":"account-1","version":0,"time":"2026-03-05T14:00:00Z","model":"account","state":{"balance":50},"folded":1,"from":"start","errors":[]}
            {"stream":"account-10","version":-1,"model":"account","state":{"balance":0},"folded":0,"from":"start","errors":[]}
            {"stream":"order-9","version":0,"time":"2026-03-05T14:10:00+00:00","model":"merge","state":{"total":1.10,"big":12345678901234567890123},"folded":1,"from":"start","errors":[]}

            """)
        #expect(outcome.err == "hindcast: at Thu 2026-03-05 14:30:00Z\n")
        for at in ["end", "#3", "100%"] {
            let all = hindcast("states", file, "--model", lua, "--json", "--at", at)
            let one = hindcast("state", file, "--model", lua, "--stream", "account-1", "--json")
            #expect(all.lines[0] == one.lines[0], "\(at)")
        }
        #expect(hindcast("states", file, "--at", "99").status == .trouble)
        #expect(hindcast("states", file, "--at", "#99").err.contains("the log ends at #4"))
        #expect(hindcast("states", file, "--at", "noon").err.contains("is no point in time"))
    }

    @Test func `compare names the event, both states and the paths`() {
        let outcome = hindcast("compare", file, "--before", lua, "--after", fixture.path("other.lua"), "--json")
        #expect(outcome.status == .no)
        #expect(outcome.out == """
            {"stream":"account-1","version":0,"type":"Deposited","before":{"balance":50},"after":{"balance":500},"paths":[".balance"]}

            """)
        #expect(outcome.err.contains("1 of 3 streams differ"))
        let same = hindcast("compare", file, "--before", lua, "--after", lua, "--json")
        #expect(same.status == .well && same.out == "")
        #expect(hindcast("compare", file, "--before", lua).status == .trouble)
        #expect(hindcast("compare", file, "--before", lua, "--after", fixture.path("none.lua")).status == .trouble)
    }

    @Test func `project folds the log up to a point of it`() {
        let outcome = hindcast("project", file, "--model", lua, "--name", "totals", "--json")
        #expect(outcome.out == #"{"projection":"totals","position":4,"time":"2026-03-06T09:00:00Z","state":{"deposited":51}}"# + "\n")
        let early = hindcast("project", file, "--model", lua, "--name", "totals", "--json", "--at", "#1")
        #expect(early.out == #"{"projection":"totals","position":1,"time":"2026-03-05T14:10:00+00:00","state":{"deposited":50}}"# + "\n")
        #expect(hindcast("project", file, "--model", lua, "--name", "totals", "--json", "--at", "start").out
            == #"{"projection":"totals","position":-1,"state":{"deposited":0}}"# + "\n")
        let missing = hindcast("project", file, "--model", lua, "--name", "total")
        #expect(missing.status == .trouble)
        #expect(missing.err == "hindcast: there is no projection \"total\"; near it: totals\n")
        #expect(hindcast("project", file, "--model", lua, "--name", "totals", "--at", "3").err.contains("say #3"))
    }
}
