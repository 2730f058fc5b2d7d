import HindcastKit
import Testing

@Suite struct VerifyTests {
    private func event(_ stream: String, _ version: String, _ rest: String = "") -> String {
        #"{"stream":"\#(stream)","version":\#(version),"type":"T"\#(rest),"data":{}}"#
    }

    /// `severity kind line stream version` of each finding.
    private func findings(_ text: String, name: String = "log.jsonl", _ more: String...) -> [String] {
        let log = Fixture([name: text])
        let out = MemorySink()
        let status = Hindcast.run(
            arguments: ["verify", log.path(name), "--json"] + more, stdout: out, stderr: MemorySink())
        let lines = out.text.split(separator: "\n").map { line in
            let fields = line.split(separator: ",").map { $0.split(separator: ":", maxSplits: 1).map(String.init) }
            func value(_ key: String) -> String? {
                fields.first { $0[0].hasSuffix("\"\(key)\"") }?[1].filter { $0 != "\"" }
            }
            return ["severity", "kind", "line", "stream", "version"].compactMap(value).joined(separator: " ")
        }
        #expect(status == (lines.contains { $0.hasPrefix("error") } ? .no : .well))
        return lines
    }

    private func lines(_ lines: String...) -> String { lines.map { $0 + "\n" }.joined() }

    @Test func `nothing is found where nothing is wrong`() {
        #expect(findings(lines(event("a", "0"), event("b", "0"), event("a", "1"))) == [])
        #expect(findings("") == [])
        let log = Fixture(["log.jsonl": event("a", "0")])
        #expect(hindcast("verify", log.path("log.jsonl")).err == "hindcast: 1 event verified: nothing found\n")
        #expect(hindcast("verify", log.path("log.jsonl")).out == "")
    }

    @Test("J15 an array without events on a line is told once")
    func arrays() {
        #expect(findings(lines(event("a", "0"), "[1,2]", "[]", #"["x",null]"#)).filter { $0.hasPrefix("error") }.count == 3)
    }

    @Test("no version is missing where a source numbers nothing, or an event stands in several streams with one id")
    func unnumbered() {
        func windows(_ number: Int, _ more: String = "") -> String { #"{"EventID":\#(number),"Channel":"Security","Hostname":"h"\#(more)}"# }
        #expect(findings(lines(windows(1), windows(2))) == [])
        #expect(findings(lines(windows(1, #","RecordNumber":5"#), windows(2))).count == 1)
        func linked(_ stream: String, _ position: Int) -> String {
            #"{"id":1,"event_id":"e1","event_type":"T","data":{},"metadata":{},"created_at":"2026-03-05T14:32:00","valid_at":null,"stream":"\#(stream)","position":\#(position)}"#
        }
        #expect(findings(lines(linked("a", 0), linked("b", 0))) == [])
        #expect(findings(lines(linked("a", 0), linked("a", 1))).contains { $0.contains("duplicate-id") })
    }

    @Test("an unknown format is answered by all names in one order; empty objects are named as such")
    func unknownFormat() {
        let log = Fixture(["log.jsonl": lines("{}", "{}"), "good.jsonl": lines(event("a", "0"))])
        let outcome = hindcast("info", log.path("good.jsonl"), "--format", "hindcats")
        let names = outcome.err.split(separator: "known are ").last.map { $0.split(separator: "\n")[0].split(separator: ", ").map(String.init) } ?? []
        #expect(names.count > 40 && names == names.sorted())
        #expect(outcome.err.contains("did you mean hindcast?"))
        #expect(hindcast("info", log.path("log.jsonl")).err.contains("its records are empty objects"))
    }

    @Test func `keys in the order promised`() {
        let log = Fixture(["log.jsonl": lines(event("a", "0"), event("a", "2"))])
        let path = log.path("log.jsonl")
        let outcome = hindcast("verify", path, "--json")
        #expect(outcome.out == """
            {"severity":"error","kind":"gap","path":"\(path)","line":2,"offset":48,"stream":"a","version":2,\
            "message":"version 1 expected, found 2"}

            """)
        #expect(outcome.err == "hindcast: 2 events verified: 1 error, 0 warnings\n")
        #expect(hindcast("verify", path).lines.last == "error     gap   \(path):2  a             2  version 1 expected, found 2")
    }

    @Test func `S29 versions that leave out, repeat, go back or are none`() {
        #expect(findings(lines(event("a", "1"), event("a", "2"))) == ["error gap 1 a 1"])
        #expect(findings(lines(event("a", "0"), event("a", "1"), event("a", "1"), event("a", "2"))) == ["error duplicate-version 3 a 1"])
        #expect(findings(lines(event("a", "0"), event("a", "1"), event("a", "3"), event("a", "2"))) == ["error order 4 a 2"])
        for version in ["-1", "9223372036854775808", "1.0", "\"x\"", "null", "{}"] {
            #expect(findings(lines(event("a", "0"), event("a", version), event("a", "1"))) == ["error bad-version 2 a"])
        }
        #expect(findings(lines(event("a", "0"), event("a", "9223372036854775807"))) == ["error gap 2 a 9223372036854775807"])
    }

    @Test func `an export may be a part of a log`() {
        func other(_ version: Int) -> String { #"{"s":"a","k":"T","v":\#(version)}"# }
        let map = "stream=.s,type=.k,version=.v"
        #expect(findings(lines(other(7), other(9)), "--map", map) == ["warning gap 2 a 9"])
        #expect(findings(lines(other(7), other(7)), "--map", map) == ["error duplicate-version 2 a 7"])
        #expect(findings(lines(other(7), #"{"s":"a","k":"T"}"#), "--map", map) == ["warning bad-version 2 a"])
        #expect(findings(lines(other(7), #"{"s":"a","k":"T"}"#), "--map", "stream=.s,type=.k") == [])
    }

    @Test func `S30 the first of an id keeps it`() {
        let text = lines(
            event("a", "0", #","id":"x""#), event("b", "0", #","id":"y""#), event("b", "1", #","id":"x""#),
            event("a", "1", #","id":"\u0078""#), event("a", "2", #","id":"X""#))
        #expect(findings(text) == ["error duplicate-id 3 b 1", "error duplicate-id 4 a 1"])
        let cloud = [("x", "1"), ("y", "1"), ("x", "1")].map {
            #"{"specversion":"1.0","id":"\#($1)","source":"\#($0)","type":"T"}"# + "\n"
        }
        #expect(findings(cloud.joined()) == ["error duplicate-id 3 x 1"])
    }

    @Test func `S31 a clock that goes back within a stream`() {
        let text = lines(
            event("a", "0", #","time":"2026-03-05T14:00:00Z""#), event("b", "0", #","time":"2026-03-05T13:00:00Z""#),
            event("a", "1"), event("a", "2", #","time":"2026-03-05T14:59:59+01:00""#))
        #expect(findings(text) == ["warning clock 4 a 2"])
    }

    @Test func `J08 J18 repeated keys, and the first wins`() {
        let log = Fixture(["log.jsonl": #"{"stream":"a","version":0,"type":"T","data":{"x":[{"k":1,"\u006b":2,"k":3}],"":1,"":1},"typ\u0065":"U"}"#])
        let outcome = hindcast("verify", log.path("log.jsonl"), "--json")
        #expect(outcome.status == .well)
        #expect(outcome.lines.map { String($0.split(separator: "\"message\":")[1]) } == [
            #""the key .data.x[0].k is repeated; the first is taken"}"#,
            #""the key .data[\"\"] is repeated; the first is taken"}"#,
            #""the key .type is repeated; the first is taken"}"#,
        ])
        #expect(hindcast("events", log.path("log.jsonl"), "--json").out.contains(#""type":"T""#))
    }

    @Test func `J08 repeated keys of a payload that is a text`() {
        let record = #"{"global_position":1,"position":0,"stream_name":"a","type":"T","data":"{\"x\":1,\"x\":2}"}"#
        let log = Fixture(["log.jsonl": record])
        #expect(hindcast("verify", log.path("log.jsonl"), "--json").out.contains("the key .x of the data is repeated"))
    }

    @Test func `J15 I18 bad lines stand between the good in order of place`() {
        let text = lines(event("a", "0"), "42", event("a", "2"), "{\"x\":1}", "{]", event("a", "3"))
        #expect(findings(text) == [
            "error not-an-event 2", "error gap 3 a 2", "error not-an-event 4", "error malformed 5",
        ])
    }

    @Test func `S40 a torn tail is a warning where only the last line is cut off`() {
        let torn = lines(event("a", "0"), event("a", "1")) + #"{"stream":"a","ver"#
        #expect(findings(torn) == ["warning torn-tail 3"])
        #expect(findings("[\n" + event("a", "0") + ",\n{\"stream\":\n", "--format", "hindcast").first?.hasPrefix("error") == true)
    }

    @Test func `a file of no known format among others`() {
        let logs = Fixture(["a.jsonl": event("a", "0"), "b.jsonl": #"{"who":1}"#])
        let outcome = hindcast("verify", logs.folder, "--json")
        #expect(outcome.status == .no)
        #expect(outcome.out.contains(#""kind":"unknown-format","path":"\#(logs.path("b.jsonl"))","line":1"#))
    }
}
