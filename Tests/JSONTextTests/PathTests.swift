import JSONText
import TestSupport
import Testing

@Suite("Paths into values")
struct PathTests {
    @Test("jq's notation is read and written", arguments: [
        (".", []), (".balance", [.key("balance")]), (".items[0].sku", [.key("items"), .index(0), .key("sku")]),
        (#".["odd key"]"#, [.key("odd key")]), (#".a["b.c"][12]"#, [.key("a"), .key("b.c"), .index(12)]), (".[3]", [.index(3)]),
        (".größe", [.key("größe")]), (#".[""]"#, [.key("")]), (#".["0"]"#, [.key("0")]), (#".["detail-type"]"#, [.key("detail-type")]),
        (#".["]"]["\""]"#, [.key("]"), .key("\"")]), (#".["\u0085"]"#, [.key("\u{85}")]),
        (#".["\ud800"]"#, [.key(ExactString(bytes: [0xED, 0xA0, 0x80]))]),
    ] as [(String, [JSONPath.Step])])
    func bothWays(text: String, steps: [JSONPath.Step]) throws {
        #expect(try JSONPath(parsing: text).steps == steps)
        #expect(JSONPath(steps).description == text)
    }

    @Test("other spellings of the same", arguments: [
        (".detail-type", #".["detail-type"]"#), (".a.[0]", ".a[0]"), (#".["a"]"#, ".a"), (#".a.["b"]"#, ".a.b"), (#".["\u0061"]"#, ".a"),
    ])
    func spellings(text: String, plain: String) throws {
        #expect(try JSONPath(parsing: text).description == plain)
    }

    @Test("what is wrong is said with its column", arguments: [
        ("", 1), ("balance", 1), ("..a", 1), (".a.", 3), (".a..b", 3), (".a[", 3), (".a[]", 3), (".a[-1]", 3), (".a[+1]", 3), (".a[x]", 3),
        (#".a["x]"#, 3), (".a b", 3), (#".["\q"]"#, 2), (".é[", 4), (".[1.5]", 2), (".[99999999999999999999]", 2), (".a[0]b", 6),
    ])
    func wrong(text: String, column: Int) {
        let error = #expect(throws: JSONPath.SyntaxError.self) { try JSONPath(parsing: text) }
        #expect(error?.column == column, "\(text): \(error?.message ?? "")")
    }

    @Test("any path can be printed and read again")
    func roundTrip() throws {
        for seed in UInt64(0)..<1000 {
            var random = SplitMix64(seed: seed)
            let path = JSONPath((0..<random.below(5)).map { _ in
                random.oneIn(3) ? .index(random.below(1000)) : .key(JSONValue.text(using: &random))
            })
            let printed = path.description
            #expect(try JSONPath(parsing: printed) == path, "seed \(seed): \(printed.debugDescription)")
            #expect(!printed.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }, "seed \(seed)")
        }
    }
}
