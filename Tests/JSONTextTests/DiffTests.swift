import JSONText
import TestSupport
import Testing

@Suite("Differences between values")
struct DiffTests {
    private func lines(_ before: String, _ after: String) throws -> [String] {
        JSONValue.changes(from: try value(of: before), to: try value(of: after)).map { change in
            "\(change.path) \(change.before?.line ?? "-") → \(change.after?.line ?? "-")"
        }
    }

    @Test("leaf by leaf, in the order of the later value, what vanished last", arguments: [
        (#"{"balance":50,"owner":"a"}"#, #"{"balance":-70,"owner":"a"}"#, [".balance 50 → -70"]),
        (#"{"a":1,"b":2,"c":3}"#, #"{"c":4,"d":5,"a":9}"#, [".c 3 → 4", ".d - → 5", ".a 1 → 9", ".b 2 → -"]),
        (#"{"a":{"x":1,"y":2}}"#, #"{"a":{"x":1,"z":3},"b":0}"#, [".a.z - → 3", ".a.y 2 → -", ".b - → 0"]),
        (#"[1,2,3]"#, #"[1,5]"#, [".[1] 2 → 5", ".[2] 3 → -"]),
        (#"{"a":null}"#, #"{}"#, [".a null → -"]),
        (#"{"a":{}}"#, #"{"a":{"b":1}}"#, [".a.b - → 1"]),
        (#"{"a":[1]}"#, #"{"a":[]}"#, [".a[0] 1 → -"]),
        (#"{"a":[]}"#, #"{"a":{}}"#, [".a [] → {}"]),
        (#"{"a":1}"#, #"{"a":1.0}"#, [".a 1 → 1.0"]),
        (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, []),
        (#"{"a":1}"#, #"{"a":{"b":{},"c":[1]}}"#, [".a 1 → -", ".a.b - → {}", ".a.c[0] - → 1"]),
        (#"1"#, #""1""#, [#". 1 → "1""#]),
        (#"{"a":1,"a":2}"#, #"{"a":1,"a":3}"#, []),
        (#"{"x":{"a":1,"a":2}}"#, #"{}"#, [".x.a 1 → -"]),
    ])
    func examples(before: String, after: String, expected: [String]) throws {
        #expect(try lines(before, after) == expected)
    }

    @Test("the same as writing down every leaf of both and comparing the two lists")
    func againstFlattening() {
        for seed in UInt64(0)..<2000 {
            var random = SplitMix64(seed: seed)
            let before = JSONValue.random(using: &random)
            let after = random.oneIn(4) ? .random(using: &random) : before.altered(using: &random)
            let old = leaves(of: before)
            let new = leaves(of: after)
            let expected = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] && !isSameContainer(before[$0], after[$0]) }
                .map { JSONChange(path: $0, before: old[$0], after: new[$0]) }
            let changes = JSONValue.changes(from: before, to: after)
            #expect(Set(changes) == Set(expected), "seed \(seed): \(before.line) \(after.line)")
            #expect(changes.count == expected.count, "seed \(seed)")
        }
    }

    /// An object or array that was only filled or emptied is no leaf that came or went.
    private func isSameContainer(_ before: JSONValue?, _ after: JSONValue?) -> Bool {
        switch (before, after) {
        case (.object?, .object?), (.array?, .array?): true
        default: false
        }
    }

    /// The simple way: every leaf under its path, the first of a repeated key.
    private func leaves(of value: JSONValue, at path: JSONPath = JSONPath()) -> [JSONPath: JSONValue] {
        let inner: [(JSONPath.Step, JSONValue)]
        switch value {
        case .object(let object): inner = object.members.map { (.key($0.key), $0.value) }
        case .array(let array): inner = array.enumerated().map { (.index($0.offset), $0.element) }
        default: inner = []
        }
        guard !inner.isEmpty else { return [path: value] }
        var result: [JSONPath: JSONValue] = [:]
        var seen: Set<JSONPath.Step> = []
        for (step, value) in inner where seen.insert(step).inserted {
            result.merge(leaves(of: value, at: path.appending(step))) { first, _ in first }
        }
        return result
    }
}
