import HindcastKit
import Testing

@Suite struct StreamsTests {
    private let fixture = Fixture(["bank.jsonl": Samples.bank])
    private var file: String { fixture.path("bank.jsonl") }

    private func names(_ arguments: String...) -> [String] {
        let out = MemorySink()
        _ = Hindcast.run(arguments: ["streams", file, "--json"] + arguments, stdout: out, stderr: MemorySink())
        return out.text.split(separator: "\n").map { String($0.dropFirst(#"{"stream":""#.count).prefix { $0 != "\"" }) }
    }

    @Test func keysInTheOrderPromised() {
        #expect(hindcast("streams", file, "--json", "--match", "order*").out == """
            {"stream":"order-9","category":"order","events":1,"version":0,\
            "first":"2026-03-05T14:10:00Z","last":"2026-03-05T14:10:00Z"}

            """)
    }

    @Test func aTimeThatIsNotThereIsLeftOut() {
        #expect(hindcast("streams", file, "--json", "--match", "account-1").out == """
            {"stream":"account-1","category":"account","events":3,"version":2,"first":"2026-03-05T14:00:00Z"}

            """)
    }

    @Test func orders() {
        #expect(names() == ["account-1", "account-10", "order-9"])
        #expect(names("--sort", "events") == ["account-1", "account-10", "order-9"])
        #expect(names("--sort", "first") == ["account-1", "order-9", "account-10"])
        #expect(names("--sort", "last") == ["account-10", "order-9", "account-1"])
        #expect(names("--limit", "1") == ["account-1"])
        #expect(names("--limit", "0") == [])
        #expect(names("--category", "account") == ["account-1", "account-10"])
        #expect(names("--match", "account-?") == ["account-1"])
    }

    @Test func aTableForPeople() {
        #expect(hindcast("streams", file).out == """
            STREAM      EVENTS  VERSION  FIRST                 LAST
            account-1        3        2  2026-03-05T14:00:00Z  -
            account-10       1        4  2026-03-06T09:00:00Z  2026-03-06T09:00:00Z
            order-9          1        0  2026-03-05T14:10:00Z  2026-03-05T14:10:00Z

            """)
    }

    @Test func colourOnlyOnATerminalAndNeverUnderNoColor() {
        let coloured = hindcast("streams", file, isTerminal: true, environment: ["TERM": "xterm"])
        #expect(coloured.out.contains("\u{1B}[1m"))
        #expect(!hindcast("streams", file, isTerminal: true, environment: ["TERM": "xterm", "NO_COLOR": "1"]).out.contains("\u{1B}"))
        #expect(!hindcast("streams", file, isTerminal: true, environment: ["TERM": "dumb"]).out.contains("\u{1B}"))
        #expect(!hindcast("streams", file, environment: ["TERM": "xterm"]).out.contains("\u{1B}"))
    }
}
