import Glibc
import HindcastKit
import JSONText
import TestSupport
import Testing

@Suite struct MaskTests {
    private let fixture = Fixture([
        "people.jsonl": """
            {"stream":"user-ann@x.org","version":0,"type":"Joined","id":"e0","time":"2026-03-05T14:00:00Z","data":{"email":"ann@x.org","age":41,"vip":true,"tags":["ann@x.org",{"email":"bob@x.org"}]},"meta":{"user":"ann@x.org"}}
            {"stream":"user-bob@x.org","version":0,"type":"Joined","id":"e1","time":"2026-03-05T14:00:00Z","data":{"email":"bob@x.org","age":41,"none":null},"meta":{"user":"x"}}
            {"stream":"user-bob@x.org","version":1,"type":"Wrote","id":"e2","data":{"text":"hello ann@x.org","email":{"home":"ann@x.org","n":1.0}}}

            """
    ])
    private var file: String { fixture.path("people.jsonl") }

    private func events(_ arguments: String...) throws -> (lines: [JSONValue], outcome: Outcome) {
        let out = MemorySink()
        let err = MemorySink()
        let status = Hindcast.run(arguments: ["export", file] + arguments, stdout: out, stderr: err, environment: { _ in nil })
        let outcome = Outcome(status: status, out: out.text, err: err.text)
        return (try outcome.lines.map { try JSONParser().value(of: Array($0.utf8)) }, outcome)
    }

    @Test func `P10 the same value gives the same token, another another, wherever it stands`() throws {
        let (lines, outcome) = try events("--mask", ".data.email", "--mask", ".meta.user", "--mask", ".data.age")
        func at(_ line: Int, _ path: String) throws -> JSONValue? { lines[line][try JSONPath(parsing: path)] }
        let ann = try #require(try at(0, ".data.email")?.string)
        #expect(ann.hasPrefix("masked-") && ann.bytes.count == 23)
        #expect(try at(0, ".meta.user")?.string == ann)
        #expect(try at(2, ".data.email.home")?.string == ann)
        #expect(try at(1, ".data.email")?.string != ann)
        #expect(try at(1, ".data.email")?.string?.bytes.count == 23)
        #expect(try at(1, ".meta.user")?.string?.bytes.count == 23)
        #expect(try at(0, ".data.age") == at(1, ".data.age"))
        #expect(try at(0, ".data.age")?.number?.text.count == 12)
        #expect(try at(0, ".data.vip") == true)
        #expect(outcome.status == .well)
        #expect(outcome.err == "hindcast: a masked value stands elsewhere too, at .data.tags[0], in 3 events; mask that place as well\n")
    }

    @Test func `P10 a key is forgotten with its run, or kept in a file`() throws {
        #expect(try events("--mask", ".data.email").outcome.out != events("--mask", ".data.email").outcome.out)
        fixture.write("0123456789abcdef", to: "key")
        let key = fixture.path("key")
        #expect(try events("--mask", ".data.email", "--mask-key", key).outcome.out == events("--mask", ".data.email", "--mask-key", key).outcome.out)
    }

    @Test func `P10 forms of rules`() throws {
        let (everywhere, _) = try events("--mask", "..e?ail")
        #expect(everywhere[0][try JSONPath(parsing: ".data.tags[1].email")]?.string?.hasPrefix("masked-") == true)
        #expect(everywhere[0][try JSONPath(parsing: ".data.tags[0]")] == "ann@x.org")
        let (elements, _) = try events("--mask", ".data.tags[]")
        #expect(elements[0][try JSONPath(parsing: ".data.tags[0]")]?.string?.hasPrefix("masked-") == true)
        #expect(elements[0][try JSONPath(parsing: ".data.tags[1].email")]?.string?.hasPrefix("masked-") == true)
        #expect(elements[0][try JSONPath(parsing: ".data.email")] == "ann@x.org")
        let (pointer, _) = try events("--mask", "/data/tags/0")
        #expect(pointer[0][try JSONPath(parsing: ".data.tags[0]")]?.string?.hasPrefix("masked-") == true)
        let (stream, outcome) = try events("--mask", ".stream", "--mask", ".id")
        #expect(stream[1].object?["stream"] == stream[2].object?["stream"])
        #expect(stream[0].object?["stream"]?.string?.hasPrefix("user-masked-") == true)
        #expect(stream[0].object?["id"]?.string?.hasPrefix("masked-") == true)
        #expect(outcome.err == "hindcast: what stands before the first - of a stream's name is kept, so that models claim it: user\n")
    }

    @Test func `P10 a rule that nothing fits is trouble, and no file is made`() throws {
        let out = fixture.path("masked.jsonl")
        let outcome = try events("--mask", ".data.phone", "--mask", ".data.email", "--out", out).outcome
        expectTrouble(outcome, "--mask .data.phone matched nothing")
        #expect(text(ofFile: out) == nil)
        #expect(try events("--mask", ".data.phone", "--type", "Nothing").outcome.status == .well)
        // Nothing of it is printed, either.
        let printed = try events("--mask", ".data.phone").outcome
        #expect(printed.status == .trouble)
        #expect(printed.out == "")
    }

    @Test func `P10 no planted secret is left, whatever the shape of the data`() throws {
        for seed in UInt64(0)..<30 {
            var random = SplitMix64(seed: seed)
            let lines = (0..<20).map { version in
                let secrets: [JSONValue] = [
                    .object(JSONObject(members: [.init(key: "x", value: "canary-7319"), .init(key: "x", value: "canary-7319-again")])), "canary-7319",
                    ["canary-7319", ["canary-7319"]],
                ]
                var data = JSONValue.random(using: &random).object ?? JSONObject()
                data.members.removeAll { $0.key == "secret" }
                for _ in 0..<(1 + random.below(3)) {
                    data.members.insert(.init(key: "secret", value: random.pick(secrets)), at: random.below(data.members.count + 1))
                }
                // A key may be spelled with escapes.
                let text = JSONValue.object(data).line
                return #"{"stream":"a-1","version":\#(version),"type":"T","data":\#(text),"meta":{"correlation":"canary-7319"}}"# + "\n"
            }
            let escaped = random.oneIn(2) ? lines.map { $0.replacingFirst("\"secret\":", with: "\"\\u0073ecret\":") } : lines
            fixture.write(escaped.joined(), to: "secrets.jsonl")
            let outcome = hindcast("export", fixture.path("secrets.jsonl"), "--mask", ".data.secret")
            #expect(outcome.lines.count == 20, "seed \(seed)")
            #expect(outcome.out.firstRange(of: "canary") == nil, "seed \(seed): \(outcome.out)")
            fixture.write(outcome.out, to: "masked.jsonl")
            #expect(hindcast("verify", fixture.path("masked.jsonl")).status == .well, "seed \(seed)")
            #expect(outcome.err == "", "seed \(seed)")
        }
    }

    @Test func `P11 a minimal reproduction: the events up to a point, what caused them, and the state that they come to`() throws {
        let fixture = Fixture([
            "log.jsonl": """
                {"stream":"order-1","version":0,"type":"Placed","id":"o0","data":{"email":"ann@x.org"}}
                {"stream":"order-2","version":0,"type":"Placed","id":"o9","data":{}}
                {"stream":"payment-1","version":0,"type":"Asked","id":"p0","data":{},"meta":{"causation":"o0"}}
                {"stream":"payment-1","version":1,"type":"Paid","id":"p1","data":{"by":"ann@x.org"},"meta":{"causation":"p0"}}
                {"stream":"payment-1","version":2,"type":"Sent","id":"p2","data":{"by":"ann@x.org"},"meta":{"causation":"p1"}}

                """
        ])
        let (out, states) = (fixture.path("case.jsonl"), fixture.path("case.states"))
        let outcome = hindcast(
            "export", fixture.path("log.jsonl"), "--stream", "payment-1", "--until", "1", "--with-causes", "--mask", ".data.by", "--mask",
            ".data.email", "--out", out, "--states", states)
        #expect(outcome.err == "hindcast: 3 events written to \(out)\nhindcast: 2 states written to \(states)\n")
        let events = text(ofFile: out)!
        #expect(events.split(separator: "\n").count == 3)
        #expect(events.firstRange(of: "ann@x.org") == nil && events.firstRange(of: "o9") == nil)
        #expect(text(ofFile: states) == hindcast("state", out, "--stream", "order-1", "--json").out + hindcast("state", out, "--stream", "payment-1", "--json").out)
    }

    @Test func trouble() {
        expectTrouble(hindcast("export", file, "--mask", ".email"), "--mask .email does not begin with one of .data, ", "a field of the data is .data.email")
        expectTrouble(hindcast("export", file, "--mask", ".data[", "--out", fixture.path("new")), "--mask .data[, column 6: ")
        #expect(access(fixture.path("new"), F_OK) != 0)
        expectTrouble(hindcast("export", file, "--mask", ".."), "names no field")
        expectTrouble(hindcast("export", file, "--mask", ".id.x"), ".id has no parts")
        fixture.write("short", to: "key")
        expectTrouble(hindcast("export", file, "--mask", ".id", "--mask-key", fixture.path("key")), "holds 5 bytes, and a short key can be guessed")
        expectTrouble(hindcast("export", file, "--mask-key", fixture.path("key")), "add --mask")
        expectTrouble(hindcast("export", file, "--states", fixture.path("s")), "add --out FILE")
    }
}

extension String {
    fileprivate func replacingFirst(_ old: String, with new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
