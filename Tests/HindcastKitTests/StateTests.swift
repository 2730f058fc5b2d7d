import HindcastKit
import Testing

@Suite struct StateTests {
    private let fixture = Fixture(["bank.jsonl": Samples.bank])
    private var file: String { fixture.path("bank.jsonl") }

    @Test func keysInTheOrderPromised() {
        let outcome = hindcast("state", file, "--json", "--stream", "account-1", "--at", "0", models: [AccountModel()])
        #expect(outcome.out == """
            {"stream":"account-1","version":0,"time":"2026-03-05T14:00:00Z","model":"account",\
            "state":{"balance":50,"tags":["a","b"]},"folded":1,"from":"start","errors":[]}

            """)
        #expect(outcome.err == "hindcast: at 0: version 0\n")
        #expect(outcome.status == .well)
    }

    @Test func whatFailedAndWhatIsBrokenIsPartOfTheAnswer() {
        let outcome = hindcast("state", file, "--json", "--stream", "account-1", models: [AccountModel()])
        #expect(outcome.out == """
            {"stream":"account-1","version":2,"model":"account","state":{"balance":-20,"tags":["a","b"]},"folded":3,"from":"start",\
            "errors":[{"version":2,"position":3,"type":"Boom","handler":"account.on.Boom","path":"bank.lua","line":12,\
            "message":"attempt to index nil"}],"broken":["balance is never negative"]}

            """)
        #expect(outcome.status == .well)
    }

    @Test func beforeTheFirstEvent() {
        let outcome = hindcast("state", file, "--json", "--stream", "account-1", "--at", "start", models: [AccountModel()])
        #expect(outcome.out.hasPrefix(#"{"stream":"account-1","version":-1,"model":"account","state":{"balance":0"#))
    }

    @Test func withoutAModelTheLastValueOfEachField() {
        let outcome = hindcast("state", file, "--json", "--stream", "order-9")
        #expect(outcome.out.contains(#""model":"merge","state":{"total":1.10,"big":12345678901234567890123}"#))
    }

    @Test func aPartOfTheState() {
        #expect(
            hindcast("state", file, "--json", "--stream", "account-1", "--select", ".tags[1]", models: [AccountModel()]).out
                .contains(#""state":"b","#))
        let nothing = hindcast("state", file, "--json", "--stream", "account-1", "--select", ".nope", models: [AccountModel()])
        #expect(nothing.out.contains(#""state":null,"#))
        #expect(nothing.err == "hindcast: nothing lies at .nope in the state of account-1\n")
        #expect(hindcast("state", file, "--stream", "account-1", "--select", "nope").status == .trouble)
    }

    @Test func aClockTimeIsSpelledOutWithItsVersion() {
        let outcome = hindcast("state", file, "--json", "--stream", "account-1", "--at", "2026-03-05T14:32", models: [AccountModel()])
        #expect(outcome.err == "hindcast: at Thu 2026-03-05 14:32:00Z: version 1\n")
        let early = hindcast("state", file, "--json", "--stream", "account-1", "--at", "-3h", models: [AccountModel()])
        #expect(early.err == "hindcast: at Thu 2026-03-05 11:32:00Z: before the first event\n")
    }

    @Test func aStreamThatIsNotThereNamesTheNearest() {
        let outcome = hindcast("state", file, "--stream", "acount-1")
        #expect(outcome.status == .trouble)
        #expect(outcome.out == "")
        #expect(outcome.err == "hindcast: there is no stream \"acount-1\" in \(file); near it: account-1, account-10\n")
    }

    @Test func pointsThatAreNotThere() {
        #expect(hindcast("state", file, "--stream", "account-10", "--at", "7").err.contains("it goes from 4 to 4"))
        #expect(hindcast("state", file, "--stream", "account-1", "--at", "noon").err.contains("is no point in time"))
        #expect(hindcast("state", file, "--stream", "account-1", "--at", "#99").status == .trouble)
    }

    @Test func aModelThatLiesBesideIsNotRunAndSaidOnce() {
        let store = Fixture(["events.jsonl": Samples.bank, "model.lua": "return nil +"])
        let outcome = hindcast("state", store.folder, "--json", "--stream", "order-9")
        #expect(outcome.status == .well)
        #expect(outcome.err.split(separator: "\n").count == 1)
        #expect(outcome.err.contains("model.lua lies beside the events in \(store.folder); it was not run"))
        #expect(hindcast("info", store.folder).err == "")
    }

    @Test func textForPeople() {
        let outcome = hindcast("state", file, "--stream", "account-1", models: [AccountModel()])
        #expect(outcome.lines == [
            "account-1 after version 2",
            "model account, 3 events folded from the start",
            ".balance  -20",
            ".tags[0]  \"a\"",
            ".tags[1]  \"b\"",
            "! does not hold: balance is never negative",
            "! Boom at version 2: bank.lua:12: account.on.Boom: attempt to index nil",
        ])
    }
}
