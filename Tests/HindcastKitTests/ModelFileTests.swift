import HindcastKit
import Testing

@Suite struct ModelFileTests {
    private static let counter = """
        local a = aggregate("counter", { streams = "account-*", initial = { seen = 0 } })
        function a.on.MoneyWithdrawn(state, event) state.seen = state.seen + event.data.amount end

        """

    @Test func aNamedModelRuns() {
        let fixture = Fixture(["bank.jsonl": Samples.bank, "my.lua": Self.counter])
        let outcome = hindcast(
            "state", fixture.path("bank.jsonl"), "--json", "--stream", "account-1", "--at", "1", "--model", fixture.path("my.lua"))
        #expect(outcome.out.contains(#""model":"counter","state":{"seen":70},"folded":2,"#))
    }

    @Test func aModelThatLiesBesideRunsOnlyWhenTrusted() {
        let store = Fixture(["events.jsonl": Samples.bank, "model.lua": Self.counter])
        let trusted = hindcast("state", store.folder, "--json", "--stream", "account-1", "--trust")
        #expect(trusted.out.contains(#""model":"counter""#))
        #expect(trusted.err == "")
        #expect(hindcast("state", store.folder, "--json", "--stream", "account-1").out.contains(#""model":"merge""#))
    }

    @Test func aSyntaxErrorIsNamedWithFileAndLine() {
        let fixture = Fixture(["bank.jsonl": Samples.bank, "bad.lua": "\nlocal x = = 1\n"])
        let outcome = hindcast("state", fixture.path("bank.jsonl"), "--stream", "account-1", "--model", fixture.path("bad.lua"))
        #expect(outcome.status == .trouble)
        #expect(outcome.out == "")
        #expect(outcome.err.hasPrefix("hindcast: \(fixture.path("bad.lua")):2: "))
        #expect(outcome.err.split(separator: "\n").count == 1)
    }

    @Test func aModelThatIsNotThere() {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        let outcome = hindcast("state", fixture.path("bank.jsonl"), "--stream", "account-1", "--model", fixture.path("no.lua"))
        #expect(outcome.status == .trouble)
        #expect(outcome.err == "hindcast: \(fixture.path("no.lua")): No such file or directory\n")
    }
}
