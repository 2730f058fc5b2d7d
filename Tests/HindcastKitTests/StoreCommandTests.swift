import Glibc
import HindcastKit
import Testing

@Suite struct StoreCommandTests {
    private let fixture = Fixture()
    private var store: String { fixture.path("store") }
    private var file: String { store + "/events.jsonl" }

    private func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func append(_ lines: String, to stream: String = "a", expect: String = "any") -> Outcome {
        hindcast("append", store, "--stream", stream, "--expect", expect, stdin: lines)
    }

    private func event(_ id: String, _ more: String = "") -> String {
        #"{"type":"T","data":{"n":1},"id":"\#(id)","time":"2026-03-05T14:32:00Z"\#(more)}"# + "\n"
    }

    @Test func `append prints where the last event stands`() {
        #expect(append(event("0"), expect: "none").out == #"{"stream":"a","version":0,"position":0}"# + "\n")
        #expect(append(event("1") + "\n" + event("2"), expect: "0").out == #"{"stream":"a","version":2,"position":2}"# + "\n")
        #expect(append(event("3"), to: "b").out == #"{"stream":"b","version":0,"position":3}"# + "\n")
        #expect(append(event("1"), expect: "none").out == #"{"stream":"a","version":1,"position":1}"# + "\n")
        #expect(text(file).split(separator: "\n").map(String.init) == [
            #"{"stream":"a","version":0,"type":"T","id":"0","time":"2026-03-05T14:32:00Z","data":{"n":1}}"#,
            #"{"stream":"a","version":1,"type":"T","id":"1","time":"2026-03-05T14:32:00Z","data":{"n":1},"batch":{"index":0,"size":2}}"#,
            #"{"stream":"a","version":2,"type":"T","id":"2","time":"2026-03-05T14:32:00Z","data":{"n":1},"batch":{"index":1,"size":2}}"#,
            #"{"stream":"b","version":0,"type":"T","id":"3","time":"2026-03-05T14:32:00Z","data":{"n":1}}"#,
        ])
        #expect(hindcast("events", store, "--json", "--stream", "b").out.contains(#""stream":"b","version":0,"type":"T""#))
        #expect(hindcast("verify", store).status == .well)
    }

    @Test func `X06 X18 a refusal is exit 1 and says what was expected and what is`() {
        #expect(append(event("0")).status == .well)
        let wrong = append(event("1"), expect: "999")
        #expect(wrong.status == .no)
        #expect(wrong.out == "")
        #expect(wrong.err == "hindcast: refused: a was expected to be at version 999, but it is at version 0; nothing was written\n")
        #expect(append(event("1"), to: "b", expect: "exists").err.contains("b was expected to have events, but it has no events"))
        let other = append(event("0"), to: "b")
        #expect(other.status == .no)
        #expect(other.err == "hindcast: refused: event 1 has the id \"0\", which belongs to the event at position 0 (version 0 of a); nothing was written\n")
    }

    @Test func `X01 no events are no trouble, and make nothing`() {
        let outcome = append("\n \n", expect: "none")
        #expect(outcome.status == .well)
        #expect(outcome.out == #"{"stream":"a","version":-1}"# + "\n")
        #expect(outcome.err == "hindcast: no events on standard input; nothing appended\n")
        #expect(access(store, F_OK) != 0)
    }

    @Test func `S33 S34 what is no event is exit 2, and nothing is written`() {
        #expect(append(event("0")).status == .well)
        let before = text(file)
        for (lines, message) in [
            (event("1") + #"{"type":"T","data":"#, "standard input, line 2: column 20: the text ends inside an object or array"),
            ("[" + event("1").dropLast() + "]", "standard input, line 1: no object"),
            (event("1").dropLast() + event("2"), "more text after the value"), ("garbage", "standard input, line 1: column 1"),
            (event("1", #","version":3"#), "\"version\" is given by the store"), (event("1") + #"{"type":"","data":1}"#, "event 2: the type is empty"),
        ] {
            let outcome = append(lines)
            #expect(outcome.status == .trouble)
            #expect(outcome.out == "")
            #expect(outcome.err.contains(message), "\(outcome.err)")
            #expect(outcome.err.hasSuffix("nothing was written\n"))
        }
        #expect(append(event("1"), expect: "x1").err.contains("say a version from 0, none, exists or any"))
        #expect(text(file) == before)
    }

    @Test func `S36 an answer that nobody reads leaves the event stored, and the retry finds it`() {
        let lines = event("0")
        let status = Hindcast.run(
            arguments: ["append", store, "--stream", "a", "--expect", "none"], stdin: FixedSource(lines.utf8),
            stdout: MemorySink(failingWith: .closed), stderr: MemorySink())
        #expect(status == .well)
        #expect(append(lines, expect: "none").out == #"{"stream":"a","version":0,"position":0}"# + "\n")
        #expect(text(file).split(separator: "\n").count == 1)
    }

    @Test func `S40 verify tells a store that is whole, torn and damaged apart by its exit`() {
        #expect(append(event("0") + event("1")).status == .well)
        #expect(append(event("2")).status == .well)
        let whole = text(file)
        #expect(hindcast("verify", store).status == .well)
        fixture.write(whole + "{\"strea", to: "store/events.jsonl")
        let torn = hindcast("verify", store, "--json")
        #expect(torn.status == .no)
        #expect(torn.out == """
            {"severity":"error","kind":"torn-tail","path":"\(file)","line":4,"offset":\(whole.utf8.count),\
            "message":"the last 7 bytes are no whole event or batch; hindcast recover moves them aside"}

            """)
        // Two of a batch of two, one of them gone.
        let first = whole.split(separator: "\n")[0]
        fixture.write(first + "\n", to: "store/events.jsonl")
        let batch = hindcast("verify", store, "--json")
        #expect(batch.status == .no)
        #expect(batch.out.contains(#""kind":"torn-tail""#))
        #expect(batch.out.contains(#""offset":0"#))
        fixture.write("x" + whole, to: "store/events.jsonl")
        let damaged = hindcast("verify", store, "--json")
        #expect(damaged.status == .trouble)
        #expect(damaged.out.contains(#"{"severity":"error","kind":"damaged","path":"\#(file)","line":1,"offset":0,"#))
        #expect(text(file) == "x" + whole)
        let refused = append(event("9"))
        #expect(refused.status == .trouble)
        #expect(refused.err.contains("is damaged at byte 0 (line 1)"))
    }

    @Test func `recover moves a torn tail aside and says what`() {
        #expect(append(event("0")).status == .well)
        let whole = text(file)
        fixture.write(whole + "{\"strea", to: "store/events.jsonl")
        let outcome = hindcast("recover", store, "--json")
        #expect(outcome.status == .well)
        #expect(outcome.err.contains("7 bytes from byte \(whole.utf8.count) on moved to \(file).torn-"))
        #expect(outcome.out.hasPrefix(#"{"moved":7,"offset":\#(whole.utf8.count),"path":"\#(file).torn-"#))
        #expect(text(file) == whole)
        let again = hindcast("recover", store)
        #expect(again.status == .well)
        #expect(again.err == "hindcast: nothing to recover: 1 event in \(store), all whole\n")
        fixture.write("x" + whole + whole, to: "store/events.jsonl")
        #expect(hindcast("recover", store).status == .trouble)
        #expect(hindcast("recover", fixture.path("none")).err.contains("is not there"))
    }

    @Test func `import copies any format into a new store and never over one`() {
        // One stream of it begins at version 4.
        fixture.write(Samples.bank, to: "bank.jsonl")
        let outcome = hindcast("import", fixture.path("bank.jsonl"), "--into", store)
        #expect(outcome.status == .well)
        #expect(outcome.err == """
            hindcast: the versions of 1 stream now count from 0 without a gap
            hindcast: 5 events imported into \(store)

            """)
        #expect(hindcast("verify", store).status == .well)
        #expect(
            hindcast("events", store, "--json").out.replacing("\"version\":0,\"type\":\"MoneyDeposited\"", with: "\"version\":4,\"type\":\"MoneyDeposited\"")
                == hindcast("events", fixture.path("bank.jsonl"), "--json").out)
        let again = hindcast("import", fixture.path("bank.jsonl"), "--into", store)
        #expect(again.status == .trouble)
        #expect(again.err == "hindcast: \(file) is there already and is not overwritten; name a new store\n")

        let message = #"{"global_position":1,"position":4,"stream_name":"a","type":"T","data":"{\"x\": 1.0}"}"# + "\n"
        fixture.write(message, to: "mdb.jsonl")
        let other = hindcast("import", fixture.path("mdb.jsonl"), "--into", fixture.path("new"))
        #expect(other.status == .well)
        #expect(other.err.contains("the versions of 1 stream now count from 0 without a gap"))
        #expect(text(fixture.path("new/events.jsonl")) == #"{"stream":"a","version":0,"type":"T","data":{"x":1.0}}"# + "\n")
    }
}
