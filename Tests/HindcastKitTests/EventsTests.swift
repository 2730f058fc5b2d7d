import HindcastKit
import Testing

@Suite struct EventsTests {
    private let fixture = Fixture(["bank.jsonl": Samples.bank])
    private var file: String { fixture.path("bank.jsonl") }

    private func positions(_ arguments: String...) -> [Int] {
        let out = MemorySink()
        _ = Hindcast.run(arguments: ["events", file, "--json"] + arguments, stdout: out, stderr: MemorySink())
        return out.text.split(separator: "\n").compactMap { Int($0.dropFirst(#"{"position":"#.count).prefix { $0 != "," }) }
    }

    @Test func keysInTheOrderPromisedAndNumbersDigitForDigit() {
        #expect(hindcast("events", file, "--json", "--limit", "2").out == """
            {"position":0,"stream":"account-1","version":0,"type":"Deposited","schema":1,"id":"e0",\
            "time":"2026-03-05T14:00:00Z","data":{"cents":5000},"meta":{"correlation":"c1"}}
            {"position":1,"stream":"order-9","version":0,"type":"Placed","time":"2026-03-05T14:10:00+00:00",\
            "data":{"total":1.10,"big":12345678901234567890123}}

            """)
    }

    @Test func filters() {
        #expect(positions("--stream", "account-1") == [0, 2, 3])
        #expect(positions("--stream", "account-*") == [0, 2, 3, 4])
        #expect(positions("--stream", "account-*", "--reverse", "--limit", "2") == [4, 3])
        #expect(positions("--type", "Boom", "--type", "Placed") == [1, 3])
        #expect(positions("--not-type", "Boom", "--not-type", "Placed") == [0, 2, 4])
        #expect(positions("--correlation", "c2") == [2])
        #expect(positions("--text", "cents") == [0])
        #expect(positions("--reverse") == [4, 3, 2, 1, 0])
    }

    @Test func boundsIncludeBothEnds() {
        #expect(positions("--since", "2026-03-05T14:10", "--until", "2026-03-05T14:32:00Z") == [1, 2])
        #expect(positions("--since", "#1", "--until", "#3") == [1, 2, 3])
        #expect(positions("--since", "1", "--until", "2") == [2, 3])
        #expect(positions("--since", "-18h55m") == [1, 2, 4])
        #expect(positions("--until", "40%") == [0, 1])
        #expect(positions("--since", "end") == [])
        #expect(positions("--since", "start", "--until", "end") == [0, 1, 2, 3, 4])
    }

    @Test func aClockTimeIsSpelledOut() {
        let outcome = hindcast("events", file, "--json", "--since", "thursday 14:20")
        #expect(outcome.err == "hindcast: since Thu 2026-03-05 14:20:00Z\n")
    }

    @Test func rawIsTheSourceByteForByte() {
        #expect(hindcast("events", file, "--raw").out == Samples.bank)
        let odd = "\u{FEFF}  {\"stream\":\"a\",\"version\":0,\"type\":\"T\",\"data\":{ }} \r\n"
        let windows = Fixture(["log.jsonl": odd])
        #expect(hindcast("events", windows.path("log.jsonl"), "--raw").out.unicodeScalars.elementsEqual(odd.unicodeScalars.dropFirst()))
    }

    @Test func controlCharactersNeverGetOut() {
        let line = "{\"stream\":\"a\",\"version\":0,\"type\":\"T\\u001b[31m\",\"data\":{\"x\":\"\u{7F}\u{9B}\\u0007\"}}\n"
        let hostile = Fixture(["log.jsonl": line])
        let json = hindcast("events", hostile.path("log.jsonl"), "--json").out
        #expect(json.contains(#""type":"T\u001b[31m","data":{"x":"\u007f\u009b\u0007"}"#))
        let text = hindcast("events", hostile.path("log.jsonl")).out
        #expect(text.contains("T^[[31m"))
        #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !(0..<0x20).contains($0.value) && !(0x7F..<0xA0).contains($0.value) })
    }

    @Test func textIsFoundBehindEscapes() {
        let log = Fixture(["log.jsonl": "{\"stream\":\"a\",\"version\":0,\"type\":\"T\",\"data\":{\"x\":\"caf\\u00e9\"}}\n"])
        #expect(hindcast("events", log.path("log.jsonl"), "--json", "--text", "café").lines.count == 1)
        #expect(hindcast("events", log.path("log.jsonl"), "--json", "--text", "cafe").lines.isEmpty)
    }

    @Test func rawAndJSONExcludeEachOther() {
        #expect(hindcast("events", file, "--raw", "--json").status == .trouble)
    }
}
