import Glibc
import HindcastKit
import TestSupport
import Testing

@Suite struct GoldenTests {
    private let fixture = Fixture()
    private var folder: String { fixture.path("goldens") }

    private func record(_ arguments: String..., source: String = SampleBank.path) -> Outcome {
        run(["golden", "record", source, "--trust", "--dir", folder] + arguments)
    }

    private func test(_ arguments: String..., source: String = SampleBank.path) -> Outcome {
        run(["golden", "test", source, "--dir", folder] + arguments)
    }

    private func run(_ arguments: [String]) -> Outcome {
        let out = MemorySink()
        let err = MemorySink()
        let status = Hindcast.run(arguments: arguments, stdout: out, stderr: err, environment: { _ in nil })
        return Outcome(status: status, out: out.text, err: err.text)
    }

    private func model(_ change: (String) -> String) -> String {
        fixture.write(change(text(ofFile: SampleBank.path + "/model.lua")!), to: "changed.lua")
        return fixture.path("changed.lua")
    }

    private func replacing(_ text: String, _ old: String, _ new: String) -> String {
        let parts = split(text, old)
        #expect(parts.count == 2)
        return parts.joined(separator: new)
    }

    private func split(_ text: String, _ mark: String) -> [String] {
        var parts: [String] = []
        var rest = Substring(text)
        while let range = rest.firstRange(of: mark) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }

    @Test func `what was recorded is as recorded, from the source and from the folder itself`() {
        #expect(record().err == "hindcast: 10 streams recorded in \(folder)\n")
        #expect(test("--trust").err == "hindcast: 10 streams as recorded\n")
        #expect(test("--trust").status == .well)
        let itself = test("--model", SampleBank.path + "/model.lua", source: folder + "/events")
        #expect(itself.err.hasSuffix("hindcast: 10 streams as recorded\n"))
        #expect(itself.status == .well && itself.out == "")
    }

    @Test func `a recording that is not whole is trouble`() {
        _ = record()
        unlink(folder + "/events/account-1042.jsonl")
        expectTrouble(test("--trust"), "events/account-1042.jsonl is not there", "states/account-1042.jsonl is")
        unlink(folder + "/states/account-1042.jsonl")
        #expect(test("--trust").status == .well)
        unlink(folder + "/states/account-1001.jsonl")
        fixture.write("{}", to: "goldens/events/stray.jsonl")
        expectTrouble(test("--trust"), "is not there")
    }

    @Test func `a stream that cannot be folded whole is recorded so, and that is said`() {
        let lua = model { replacing($0, "function account.on.MoneyWithdrawn(state, event)", "function account.on.MoneyWithdrawn(state, event) error('no')") }
        let outcome = run(["golden", "record", SampleBank.path, "--model", lua, "--match", "account-1042", "--dir", folder])
        #expect(outcome.status == .well)
        #expect(outcome.err.contains("1 stream could not be folded whole, and that was recorded; the first is account-1042, version "), "\(outcome.err)")
    }

    @Test func `the same bytes each time, and readable`() {
        _ = record("--match", "account-1042")
        let file = folder + "/states/account-1042.jsonl"
        let first = text(ofFile: file)!
        let lines = first.split(separator: "\n")
        #expect(lines.count == 62)
        #expect(lines[0] == """
            {"stream":"account-1042","model":"account","events":60,\
            "state":{"available":0,"balance":0,"incoming":{},"pending":0,"status":"none"}}
            """)
        #expect(lines[38] == """
            {"version":37,"type":"MoneyWithdrawn","changes":[{"path":".available","before":450,"after":330},\
            {"path":".balance","before":50,"after":-70}],"broken":["balance is never negative"]}
            """)
        #expect(lines[61].hasPrefix(#"{"version":59,"state":{"address":"#))
        expectTrouble(record("--match", "account-1042"), "account-1042.jsonl is there already and is not overwritten; say --overwrite")
        #expect(record("--match", "account-1042", "--overwrite").status == .well)
        #expect(text(ofFile: file) == first)
    }

    @Test func `the first event and path where today's model departs; exit 1`() {
        _ = record()
        let fixed = model { replacing($0, "return state.balance + state.pending", "return state.balance") }
        let outcome = test("--model", fixed, "--json", "--match", "account-1042")
        #expect(outcome.out == """
            {"stream":"account-1042","version":4,"type":"TransferReceived","path":".available","expected":980,"found":80,\
            "message":"the state differs"}

            """)
        #expect(outcome.err == "hindcast: 1 of 1 stream not as recorded\n")
        #expect(outcome.status == .no)
        #expect(test("--model", fixed, "--match", "account-1042").out
            == "account-1042, version 4 TransferReceived: the state differs at .available: expected 980, found 80\n")
        let failing = model { replacing($0, "function account.on.AddressChanged(state, event)", "function account.on.AddressChanged(state, event) error('no')") }
        #expect(test("--model", failing, "--match", "account-1042").out
            == "account-1042, version 1 AddressChanged: the state differs at .address.city: expected \"Graz\", found nothing\n")
        let stricter = model { $0 + "\naccount.invariant('rich', function(state) return state.balance > 100 end)\n" }
        #expect(test("--model", stricter, "--match", "account-1042", "--json").out.contains(#""message":"other invariants do not hold""#))
        let initial = model { replacing($0, "pending = 0, available", "pending = 1, available") }
        #expect(test("--model", initial, "--match", "account-1042", "--json").out.contains(#""version":-1,"path":".pending","expected":0,"found":1,"#))
        let nobody = test("--match", "account-1042", "--json")
        #expect(nobody.out.contains(#""expected":"account","found":"merge","message":"another model claims the stream""#))
    }

    @Test func `an event or stream that is no longer there`() {
        _ = record("--match", "account-104*")
        let events = text(ofFile: folder + "/events/account-1042.jsonl")!.split(separator: "\n")
        fixture.write(events.prefix(50).joined(separator: "\n") + "\n", to: "short.jsonl")
        let model = SampleBank.path + "/model.lua"
        #expect(test("--model", model, source: fixture.path("short.jsonl")).out.hasPrefix("account-1042, version 50 "))
        fixture.write(#"{"stream":"a-1","version":0,"type":"T","data":{}}"# + "\n", to: "other.jsonl")
        #expect(test("--model", model, source: fixture.path("other.jsonl")).out == "account-1042, before the first event: the stream is not there\n")
        // Later events are none of a golden's business.
        fixture.write(events.joined(separator: "\n") + #"\#n{"stream":"account-1042","version":60,"type":"NoteAdded","data":{}}\#n"#, to: "long.jsonl")
        #expect(test("--model", model, source: fixture.path("long.jsonl")).status == .well)
    }

    @Test func `streams of any name have a file of their own`() {
        let names = ["a/../b", "..", "é", "e\u{301}", "a b", "A%2F", "\u{1B}[31m", String(repeating: "x", count: 300), String(repeating: "x", count: 301), "%"]
        let lines = names.map { name in
            #"{"stream":\#(quoted(name)),"version":0,"type":"T","data":{"name":\#(quoted(name))}}"# + "\n"
        }
        fixture.write(lines.joined(), to: "odd.jsonl")
        let outcome = run(["golden", "record", fixture.path("odd.jsonl"), "--dir", folder])
        #expect(outcome.err.contains("no model claims 10 streams"))
        #expect(entries(of: folder + "/states").count == 10)
        #expect(test(source: fixture.path("odd.jsonl")).status == .well)
        #expect(test(source: folder + "/events").status == .well)
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map { $0 == "\u{1B}" ? "\\u001b" : String($0) }.joined() + "\""
    }

    @Test func `random histories come out as they were recorded`() {
        for seed in UInt64(0)..<6 {
            var random = SplitMix64(seed: seed)
            let fixture = Fixture()
            let lives = (0..<3).flatMap { Bank.lines("account-\($0)", Bank.life(events: 1 + random.below(40), using: &random)) }
            fixture.write(lives.joined(separator: "\n") + "\n", to: "log.jsonl")
            let arguments = [fixture.path("log.jsonl"), "--model", SampleBank.path + "/model.lua", "--dir", fixture.path("g")]
            #expect(run(["golden", "record"] + arguments).status == .well, "seed \(seed)")
            #expect(run(["golden", "test"] + arguments).status == .well, "seed \(seed)")
        }
    }

    @Test func trouble() {
        expectTrouble(test("--trust"), "nothing is recorded in \(folder); hindcast golden record")
        expectTrouble(record("--match", "none-*"), "no stream of")
        _ = record("--match", "account-1042")
        fixture.write("{\"stream\":\"account-1042\"", to: "goldens/states/account-1042.jsonl")
        expectTrouble(test("--trust"), "account-1042.jsonl:1: column 25: ", "record the stream again")
        fixture.write("{}\n{}\n", to: "goldens/states/account-1042.jsonl")
        expectTrouble(test("--trust"), "is not whole")
    }
}
