import HindcastKit
import Testing

@Suite struct TraceTests {
    /// A line for each pair of an id and its cause.
    private func log(_ events: (id: String, cause: String?)...) -> Fixture {
        Fixture(["log.jsonl": events.enumerated().map { index, event in
            let meta = event.cause.map { #","meta":{"causation":"\#($0)"}"# } ?? ""
            return #"{"stream":"s","version":\#(index),"type":"T","id":"\#(event.id)","data":{}\#(meta)}"# + "\n"
        }.joined()])
    }

    /// `depth:id` of each line.
    private func tree(_ log: Fixture, _ id: String) -> [String] {
        hindcast("trace", log.path("log.jsonl"), "--json", "--id", id).lines.map { line in
            let depth = line.dropFirst(#"{"depth":"#.count).prefix { $0 != "," }
            let id = line.split(separator: #""id":""#)[1].prefix { $0 != "\"" }
            return "\(depth):\(id)"
        }
    }

    @Test func `depth first by position, from any event of the tree`() {
        let log = log(("a", nil), ("x", nil), ("c", "a"), ("b", "a"), ("d", "b"), ("e", "c"), ("f", "x"))
        for id in ["a", "b", "c", "d", "e"] { #expect(tree(log, id) == ["0:a", "1:c", "2:e", "1:b", "2:d"]) }
        #expect(tree(log, "f") == ["0:x", "1:f"])
    }

    @Test func `keys in the order promised`() {
        let log = log(("a", nil), ("b", "a"))
        #expect(hindcast("trace", log.path("log.jsonl"), "--json", "--id", "b").out == """
            {"depth":0,"position":0,"stream":"s","version":0,"type":"T","id":"a"}
            {"depth":1,"position":1,"stream":"s","version":1,"type":"T","id":"b","causation":"a"}

            """)
    }

    @Test func `a cause that is not in the log is named, and what names it is a root`() {
        let log = log(("a", "gone"), ("b", "a"))
        #expect(tree(log, "b") == ["0:a", "1:b"])
        #expect(hindcast("trace", log.path("log.jsonl"), "--json", "--id", "b").lines[0].hasSuffix(#""causation":"gone"}"#))
    }

    @Test func `circles end`() {
        let log = log(("b", "c"), ("a", "b"), ("c", "a"), ("d", "c"), ("self", "self"), ("e", "self"))
        for id in ["a", "b", "c", "d"] { #expect(tree(log, id) == ["0:b", "1:a", "2:c", "3:d"]) }
        #expect(tree(log, "e") == ["0:self", "1:e"])
    }

    @Test func `S30 an id that stands twice belongs to its first event`() {
        #expect(tree(log(("a", nil), ("a", "b"), ("b", "a")), "a") == ["0:a", "1:b", "2:a"])
    }

    @Test func `a chain of any length`() {
        let events = (0..<5_000).map { #"{"stream":"s","version":\#($0),"type":"T","id":"\#($0)","data":{},"meta":{"causation":"\#($0 - 1)"}}"# + "\n" }
        let lines = tree(Fixture(["log.jsonl": events.joined()]), "4999")
        #expect(lines.count == 5_000)
        #expect(lines.last == "4999:4999")
    }

    @Test func `an unknown id`() {
        let log = log(("a", nil))
        let outcome = hindcast("trace", log.path("log.jsonl"), "--id", "A")
        #expect(outcome.status == .trouble)
        #expect(outcome.out == "")
        #expect(outcome.err.split(separator: "\n").count == 1)
        #expect(outcome.err.contains("has the id \"A\""))
    }

    @Test func `text for people`() {
        let log = log(("a", nil), ("b", "a"))
        #expect(hindcast("trace", log.path("log.jsonl"), "--id", "b").out == """
            POSITION  TIME  STREAM  VERSION  TYPE
                  #0  -     s             0  T
                  #1  -     s             1    T ←

            """)
    }
}
