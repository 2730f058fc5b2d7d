import HindcastKit
import Testing

@Suite struct InfoTests {
    @Test func keysInTheOrderPromised() {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        let outcome = hindcast("info", fixture.path("bank.jsonl"), "--json")
        #expect(outcome.out == """
            {"path":"\(fixture.path("bank.jsonl"))","format":"hindcast","bytes":\(Samples.bank.utf8.count),"events":5,"streams":3,\
            "types":5,"first":"2026-03-05T14:00:00Z","last":"2026-03-06T09:00:00Z","malformed":0,"indexed":"built",\
            "files":["\(fixture.path("bank.jsonl"))"],"assumed":[]}

            """)
        #expect(outcome.err == "")
        #expect(outcome.status == .well)
    }

    @Test func anEmptyFileHasNoEventsAndIsNoFailure() {
        let fixture = Fixture(["empty.jsonl": ""])
        let outcome = hindcast("info", fixture.path("empty.jsonl"), "--json")
        #expect(outcome.out.contains("\"events\":0,\"streams\":0,\"types\":0,\"malformed\":0"))
        #expect(outcome.status == .well)
        #expect(hindcast("events", fixture.path("empty.jsonl"), "--json").out == "")
        #expect(hindcast("streams", fixture.path("empty.jsonl")).status == .well)
    }

    @Test func badLinesAreCountedAndTheFirstIsNamedOnce() {
        let good = #"{"stream":"a-1","version":0,"type":"T","data":{}}"#
        let fixture = Fixture(["log.jsonl": "\(good)\n{\"stream\":}\n7\n"])
        let outcome = hindcast("info", fixture.path("log.jsonl"), "--json")
        #expect(outcome.out.contains("\"malformed\":2"))
        #expect(outcome.err.hasPrefix("hindcast: \(fixture.path("log.jsonl")):2:11: "))
        #expect(outcome.err.hasSuffix("; 2 lines or records are no events in this file\n"))
        #expect(outcome.err.split(separator: "\n").count == 1)
        #expect(outcome.status == .well)
    }

    @Test func assumptionsAreSaid() {
        let fixture = Fixture(["log.jsonl": #"{"who":"x","kind":"paid"}"#])
        let outcome = hindcast("info", fixture.path("log.jsonl"), "--map", "stream=.who,type=.kind", "--json")
        #expect(outcome.err.contains("stream versions"))
        #expect(outcome.out.contains("\"format\":\"map\""))
    }

    @Test func textForPeopleIsAligned() {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        let outcome = hindcast("info", fixture.path("bank.jsonl"), "--tz", "UTC")
        #expect(outcome.lines.contains("events     5"))
        #expect(outcome.lines.contains("first      Thu 2026-03-05 14:00:00Z"))
    }
}
