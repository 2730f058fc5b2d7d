import EventLog
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
        #expect(other.err == "hindcast: refused: standard input, line 1: the id \"0\" belongs to the event at position 0 (version 0 of a); nothing was written\n")
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
            (event("1", #","batch":{}"#), "\"batch\" is given by the store"),
            (event("1", #","stream":"b""#), #"standard input, line 1: "stream" is "b", not the stream that is appended to"#),
            ("\n" + event("1") + #"{"type":"","data":1}"#, "standard input, line 3: the type is empty"),
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

    @Test func `S05 another program's file under a store's name is refused, and nothing of it is moved`() {
        let github = #"{"id":"1","type":"PushEvent","actor":{"id":1},"repo":{"id":7,"name":"a/b"},"payload":{},"public":true,"created_at":"2026-03-05T14:32:00Z"}"# + "\n"
        let own = #"{"stream":"a","version":0,"type":"T","data":1}"#
        for (text, what, verifies) in [
            (github + github.replacing(#""id":"1""#, with: #""id":"2""#), "is an export (GitHub", ExitStatus.well),
            ("[\n" + own + ",\n" + own.replacing(":0", with: ":1") + "\n]\n", "is a JSON document", .well),
            ("[\n  {\n    \"stream\": \"a\",\n    \"version\": 0,\n    \"type\": \"T\",\n    \"data\": 1\n  }\n]\n", "is a JSON document", .well),
            (own + "\n" + github, "is damaged at byte \(own.utf8.count + 1) (line 2 behind version 0 of a): a JSON value, but no event of a store", .trouble),
        ] {
            fixture.write(text, to: "store/events.jsonl")
            for outcome in [append(event("1")), hindcast("recover", store), hindcast("append", file, "--stream", "a", "--expect", "any", stdin: event("1"))] {
                #expect(outcome.status == .trouble)
                #expect(outcome.err.contains(what), "\(outcome.err)")
                #expect(outcome.err.split(separator: "\n").count == 1)
            }
            #expect(hindcast("verify", store).status == verifies, "\(text)")
            #expect(self.text(file) == text)
            #expect(names(of: store) == ["events.jsonl"])
        }
    }

    private func names(of folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(withUnsafePointer(to: &entry.pointee.d_name) { $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) } })
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    @Test func `S39 a path that is no UTF-8 reaches the system as it was given`() {
        let name = ArgumentText.text(of: Array(fixture.path("sv").utf8) + [0xFF])
        #expect(hindcast("append", name, "--stream", "a", "--expect", "none", stdin: event("0")).status == .well)
        let file = SourcePath(bytes: Array(fixture.path("sv").utf8) + [0xFF]).appending(Array("events.jsonl".utf8))
        #expect(file.identity != nil)
        #expect(hindcast("recover", name).err.contains("sv\\xFF, all whole"))
        #expect(hindcast("verify", name).status == .well)
        #expect(hindcast("import", name, "--into", name + "2").status == .well)
        #expect(SourcePath(bytes: Array(fixture.path("sv").utf8) + [0xFF, 0x32]).identity != nil)
    }

    @Test func `S32 a stream's name that is no UTF-8 is refused`() {
        let outcome = append(event("0"), to: ArgumentText.text(of: [0x61, 0xFF]))
        #expect(outcome.status == .trouble)
        #expect(outcome.err == "hindcast: --stream a\\xFF is no valid UTF-8; nothing was written\n")
        #expect(access(store, F_OK) != 0)
    }

    @Test func `S24 I13 a FIFO in place of a store's file is refused without waiting`() {
        mkdir(store, 0o700)
        mkfifo(file, 0o600)
        for command in [["verify", store], ["info", store], ["events", store], ["export", store], ["import", store, "--into", fixture.path("new")]] {
            let outcome = hindcast(command)
            #expect(outcome.status == .trouble)
            #expect(outcome.err.contains("events.jsonl is a pipe, which is not read"), "\(outcome.err)")
        }
    }

    @Test(arguments: ["{\"stre", #"{"stream":"a","version":0,"ty"#, String(repeating: "\0", count: 4096)])
    func `S02 S03 S40 a torn tail before any whole event is a torn tail`(_ tail: String) {
        fixture.write(tail, to: "store/events.jsonl")
        let verified = hindcast("verify", store, "--json")
        #expect(verified.status == .no)
        #expect(verified.out.contains(#""kind":"torn-tail""#))
        #expect(verified.out.split(separator: "\n").count == 1)
        let info = hindcast("info", store, "--json")
        #expect(info.status == .well)
        #expect(info.out.contains(#""events":0,"#))
        #expect(info.out.contains(#""malformed":0,"#))
        #expect(hindcast("streams", store).status == .well)
        let appended = append(event("0"), expect: "none")
        #expect(appended.out == #"{"stream":"a","version":0,"position":0}"# + "\n")
        #expect(appended.err.contains("\(tail.utf8.count) bytes that were no whole event stood at the end; they are in "))
        #expect(hindcast("verify", store).status == .well)
    }

    @Test func `S21 a last line that is being written is no bad record`() {
        #expect(append(event("0")).status == .well)
        fixture.write(text(file) + #"{"stream":"a","ver"#, to: "store/events.jsonl")
        let outcome = hindcast("events", store, "--json")
        #expect(outcome.out.split(separator: "\n").count == 1)
        #expect(outcome.err.contains("the last line is cut off"))
        #expect(outcome.err.contains("(being written?)"))
        #expect(!outcome.err.contains("no event"))
    }

    @Test func `S08 nothing is said to be moved where an append is refused`() {
        #expect(append(event("0")).status == .well)
        fixture.write(text(file) + "{\"stre", to: "store/events.jsonl")
        let refused = append(event("1"), expect: "7")
        #expect(refused.status == .no)
        #expect(refused.err.split(separator: "\n").count == 1)
        #expect(!append("", expect: "any").err.contains("bytes"))
        #expect(names(of: store) == ["events.jsonl"])
    }

    @Test(arguments: [
        (#""stream":"$a""#, "names of streams that begin with $ are reserved"), (#""stream":"""#, "the stream's name is empty"),
        (#""type":"""#, "the type is empty"), (#""type":"$T""#, "types that begin with $ are reserved"), (#""id":"""#, "the id is empty"),
        (#""id":5"#, #""id" must be a string"#), (#""meta":[1]"#, "meta must be an object"), (#""schema":"2""#, #""schema" must be a whole number"#),
        (#""time":"soon""#, "the time \"soon\" cannot be read"),
    ])
    func `S32 an import refuses what an append would, and verify tells of it`(_ member: String, _ message: String) {
        // Of a repeated key the first counts.
        let lines = #"{"stream":"b","version":0,"type":"T","data":1}"# + "\n{" + member + #","stream":"a","version":0,"type":"T","data":1}"# + "\n"
        fixture.write(lines, to: "in.jsonl")
        fixture.write(lines, to: "store/events.jsonl")
        for source in [["in.jsonl"], ["in.jsonl", "more.jsonl"]] {
            fixture.write(#"{"stream":"c","version":0,"type":"T","data":1}"# + "\n", to: "more.jsonl")
            let outcome = hindcast(["import"] + source.map(fixture.path) + ["--into", fixture.path("new")])
            #expect(outcome.status == .trouble)
            #expect(outcome.err.contains("in.jsonl:2: \(message)"), "\(outcome.err)")
            #expect(access(fixture.path("new"), F_OK) != 0)
        }
        let verified = hindcast("verify", store, "--json")
        #expect(verified.status == .no)
        #expect(verified.out.contains(#""kind":"not-storable""#))
        #expect(verified.out.contains(#""line":2,"#))
    }

    @Test func `X17 an event that is there again, to the byte, is stored once`() {
        func message(_ position: Int, _ id: String, _ n: Int) -> String {
            #"{"global_position":7,"position":\#(position),"stream_name":"a","type":"T","id":"\#(id)","data":"{\"n\":\#(n)}"}"# + "\n"
        }
        fixture.write(message(0, "x", 1) + message(0, "x", 1) + message(1, "y", 2), to: "in.jsonl")
        let outcome = hindcast("import", fixture.path("in.jsonl"), "--into", store)
        #expect(outcome.status == .well)
        #expect(outcome.err.contains("1 event was there again, to the byte and under the same id; stored once"))
        #expect(outcome.err.contains("2 events imported"))
        #expect(hindcast("verify", store).status == .well)
        fixture.write(message(0, "x", 1) + message(1, "x", 2), to: "in.jsonl")
        let refused = hindcast("import", fixture.path("in.jsonl"), "--into", fixture.path("new"))
        #expect(refused.status == .trouble)
        #expect(refused.err.contains("in.jsonl:2: the id \"x\" belongs to another event already, at "))
        #expect(refused.err.contains("in.jsonl:1, "))
    }

    @Test func `S32 an import keeps what other systems call metadata in an object, and leaves their own streams out`() {
        let meta = #"{"global_position":1,"position":0,"stream_name":"a","type":"T","id":"x","data":"{}","metadata":"[1]"}"# + "\n"
        fixture.write(meta + meta.replacing("[1]", with: "null").replacing("\"x\"", with: "\"y\"").replacing(":0,", with: ":1,"), to: "in.jsonl")
        let outcome = hindcast("import", fixture.path("in.jsonl"), "--into", store)
        #expect(outcome.status == .well, "\(outcome.err)")
        #expect(outcome.err.contains("the metadata of 1 event are no object"))
        #expect(text(file).contains(#""meta":{"metadata":[1]}}"#))
        #expect(text(file).split(separator: "\n").last?.contains("meta") == false)
        #expect(hindcast("verify", store).status == .well)

        func kurrent(_ stream: String, _ revision: Int) -> String {
            #"{"event":{"streamId":"\#(stream)","revision":\#(revision),"type":"T","id":"\#(stream)\#(revision)","data":{},"metadata":{}}}"# + "\n"
        }
        fixture.write(kurrent("$stats-1", 0) + kurrent("a", 0) + kurrent("$stats-1", 1), to: "kurrent.jsonl")
        let other = hindcast("import", fixture.path("kurrent.jsonl"), "--into", fixture.path("new"))
        #expect(other.status == .well)
        #expect(other.err.contains("2 events of the system's own streams ($…) left out"))
        #expect(other.err.contains("1 event imported"))
        #expect(hindcast("verify", fixture.path("new")).status == .well)
    }

    @Test func `S33 what events prints can be appended`() {
        #expect(append(event("0") + event("1")).status == .well)
        let printed = hindcast("events", store, "--json").out
        let other = hindcast("append", fixture.path("other"), "--stream", "a", "--expect", "none", stdin: printed)
        #expect(other.out == #"{"stream":"a","version":1,"position":1}"# + "\n")
        #expect(hindcast("events", fixture.path("other"), "--json").out == printed)
        #expect(append(printed, to: "b").err.contains("standard input, line 1: \"stream\" is \"a\""))
    }

    @Test func `S07 a batch of one is whole`() {
        fixture.write(#"{"stream":"a","version":0,"type":"T","data":1,"batch":{"index":0,"size":1}}"# + "\n", to: "store/events.jsonl")
        #expect(hindcast("verify", store).status == .well)
        #expect(append(event("1"), expect: "0").status == .well)
        #expect(names(of: store) == ["events.jsonl"])
    }

    @Test func `S05 S29 a damaged store is not imported, and lines that are no events make it exit 1`() {
        #expect(append(event("0") + event("1")).status == .well)
        let lines = text(file).split(separator: "\n").map { $0 + "\n" }
        #expect(append(event("2")).status == .well)
        fixture.write(text(file).replacing("\"version\":1", with: "\"version\";1"), to: "store/events.jsonl")
        let damaged = hindcast("import", store, "--into", fixture.path("new"))
        #expect(damaged.status == .trouble)
        #expect(damaged.err.contains("\(file) is damaged at byte"))
        #expect(hindcast("verify", fixture.path("new")).status == .trouble)
        fixture.write(lines[0] + "not json\n", to: "export.jsonl")
        let partial = hindcast("import", fixture.path("export.jsonl"), "--into", fixture.path("part"))
        #expect(partial.status == .no)
        #expect(partial.err.contains("what is no event in the source was left out"))
        #expect(hindcast("events", fixture.path("part"), "--json").out.split(separator: "\n").count == 1)
    }

    @Test func `S05 damage is named by byte and by the event before it`() {
        #expect(append(event("0")).status == .well)
        #expect(append(event("1")).status == .well)
        #expect(append(event("2")).status == .well)
        fixture.write(text(file).replacing("\"version\":1", with: "\"version\";1"), to: "store/events.jsonl")
        let refused = append(event("9"))
        #expect(refused.status == .trouble)
        #expect(refused.err.contains("(line 2 behind version 0 of "))
    }

    @Test func `a dash is no store, and no file`() {
        #expect(hindcast("append", "-", "--stream", "a", "--expect", "any", stdin: event("1")).err.contains("- is standard input"))
        #expect(hindcast("recover", "-").status == .trouble)
        fixture.write(Samples.bank, to: "bank.jsonl")
        #expect(hindcast("import", fixture.path("bank.jsonl"), "--into", "-").status == .trouble)
        #expect(hindcast("export", fixture.path("bank.jsonl"), "--out", "").err == "hindcast: a new file needs a name\n")
    }

    @Test func `a folder that holds anything takes no import`() {
        fixture.write("hello", to: "store/README")
        fixture.write(Samples.bank, to: "bank.jsonl")
        let outcome = hindcast("import", fixture.path("bank.jsonl"), "--into", store)
        #expect(outcome.status == .trouble)
        #expect(outcome.err.contains("the folder holds README; name one that is not there yet, or is empty"))
    }

    @Test func `I18 bad lines are counted in one go, each with its own line`() {
        let good = #"{"stream":"a","version":0,"type":"T","data":1}"# + "\n"
        fixture.write(good + String(repeating: "x\n\n", count: 20_000), to: "in.jsonl")
        let outcome = hindcast("verify", fixture.path("in.jsonl"), "--json")
        #expect(outcome.status == .no)
        let rows = outcome.out.split(separator: "\n")
        #expect(rows.count == 20_000)
        #expect(rows.last?.contains(#""line":40000,"#) == true)
    }
}
