import HindcastKit
import Testing

@Suite struct HistoryCommandTests {
    @Test func `keys in the order promised, a missing side left out`() {
        let outcome = ask("history", "--select", ".address.city", "--json")
        #expect(outcome.out == """
            {"version":1,"position":3,"time":"2026-01-05T09:20:10Z","type":"AddressChanged","after":"Graz"}
            {"version":36,"position":411,"time":"2026-03-05T14:31:40Z","type":"AddressChanged","before":"Graz","after":"Liège"}

            """)
        #expect(outcome.err == "")
        #expect(outcome.status == .well)
    }

    @Test func `for people`() {
        let lines = ask("history", "--select", ".balance").lines
        #expect(lines[0] == "VERSION  TIME                  SINCE  TYPE             BEFORE  AFTER")
        #expect(lines.contains("     37  2026-03-05T14:32:00Z   +58s  MoneyWithdrawn       50    -70"))
    }

    @Test func `without a model`() {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        #expect(hindcast("history", fixture.path("bank.jsonl"), "--stream", "order-9", "--select", ".total", "--json").out == """
            {"version":0,"position":1,"time":"2026-03-05T14:10:00+00:00","type":"Placed","after":1.10}

            """)
    }

    @Test func `a path that is there and never changed`() {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        let outcome = hindcast("history", fixture.path("bank.jsonl"), "--stream", "account-1", "--select", ".tags", models: [AccountModel()])
        #expect(outcome.out == "")
        #expect(outcome.err == """
            hindcast: 1 event could not be folded, and changed nothing
            hindcast: no event of account-1 changed .tags

            """)
        #expect(outcome.status == .well)
    }

    @Test func trouble() {
        expectTrouble(ask("history", "--select", ".balanc"), "nothing ever lay at .balanc in the state of account-1042; near it: .balance")
        expectTrouble(ask("history", "--select", ".what"), "there are .address, ")
        expectTrouble(ask("history", "--select", "balance"), "--select balance, column 1: ")
        expectTrouble(ask("history", "--select", ".a["), "--select .a[, column 3: ")
        expectTrouble(hindcast("history", SampleBank.path, "--stream", "account-1o42", "--select", ".x"), "near it: account-1042")
        expectTrouble(hindcast("history", SampleBank.path, "--stream", "account-1042"), "see hindcast history --help")
    }
}

@Suite struct DiffCommandTests {
    @Test func `each leaf that differs; exit 1`() {
        let outcome = ask("diff", "--from", "thursday 14:31", "--to", "37", "--json")
        #expect(outcome.out == """
            {"path":".address.city","before":"Graz","after":"Liège"}
            {"path":".address.street","before":"Lindengasse 7","after":"Rue de l’Église 12"}
            {"path":".available","before":420,"after":330}
            {"path":".balance","before":20,"after":-70}

            """)
        #expect(outcome.err == "hindcast: from Thu 2026-03-05 14:31:00Z: version 34\nhindcast: to 37: version 37\n")
        #expect(outcome.status == .no)
    }

    @Test func `nothing differs; exit 0`() {
        let outcome = ask("diff", "--from", "58", "--to", "58", "--json")
        #expect(outcome.out == "" && outcome.status == .well)
        #expect(ask("diff", "--from", "start", "--to", "0", "--json").out.contains(#"{"path":".currency","after":"EUR"}"#))
    }

    @Test func trouble() {
        expectTrouble(ask("diff", "--from", "99", "--to", "1"), "account-1042 has no version 99; it goes from 0 to 59")
        expectTrouble(ask("diff", "--from", "noon", "--to", "1"), "--from \"noon\" is no point in time")
    }
}
