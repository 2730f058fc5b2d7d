import JSONText
import TestSupport
import Testing

@Suite("Looking into a parsed text")
struct ViewTests {
    private func withView<Result>(of text: String, _ body: (JSONView) throws -> Result) throws -> Result {
        try JSONParser().parse(Array(text.utf8), body)
    }

    @Test("members and elements come in order, with the bytes that they stand in")
    func membersAndElements() throws {
        let text = #" {"a": [1, {"x":[]}, "two" ], "b" :{}, "c":null}  "#
        try withView(of: text) { root in
            #expect(root.kind == .object)
            #expect(root.range == 1..<(text.utf8.count - 2))
            #expect(root.members.map { $0.key.string?.description } == ["a", "b", "c"])
            #expect(root.members.map { String(decoding: $0.value.raw, as: UTF8.self) } == [#"[1, {"x":[]}, "two" ]"#, "{}", "null"])
            let list = try #require(root["a"])
            #expect(list.elements.map { String(decoding: $0.raw, as: UTF8.self) } == ["1", #"{"x":[]}"#, #""two""#])
            #expect(list.elements.map(\.kind) == [.number, .object, .string])
            for element in list.elements {
                #expect(Array(text.utf8)[element.range] == Array(element.raw)[...])
            }
        }
    }

    @Test("what is no container holds nothing, and an empty one neither")
    func empty() throws {
        for text in ["1", "\"a\"", "null", "true", "[]", "{}"] {
            try withView(of: text) { root in
                #expect(Array(root.elements).isEmpty)
                #expect(Array(root.members).isEmpty)
                #expect(root["a"] == nil)
            }
        }
        try withView(of: "[1]") { #expect(Array($0.members).isEmpty) }
        try withView(of: #"{"a":1}"#) { #expect(Array($0.elements).isEmpty) }
    }

    @Test("J05 numbers come out digit for digit", arguments: [
        "9007199254740993", "9223372036854775808", "18446744073709551616", "0.1234567890123456789012345678901234567890", "1.0", "1.10", "1E2",
        "1e+2", "-0", "-0.0", "1e-400", "1e400", "1234567890123456789012345678901234567890",
    ])
    func numbers(digits: String) throws {
        try withView(of: #"{"n":\#(digits) }"#) { root in
            #expect(root["n"]?.number?.text == digits)
            #expect(root.value.line == #"{"n":\#(digits)}"#)
        }
    }

    @Test("J08 a repeated key is shown twice, in order; look-ups take the first")
    func repeatedKeys() throws {
        try withView(of: #"{"a":1,"__proto__":{},"a":2,"":3,"a":1}"#) { root in
            #expect(root.members.map { $0.key.string } == ["a", "__proto__", "a", "", "a"])
            #expect(root["a"]?.number?.text == "1")
            #expect(root[""]?.number?.text == "3")
            let object = try #require(root.value.object)
            #expect(object.members.count == 5)
            #expect(object["a"] == 1)
        }
    }

    @Test("J09 keys that differ only by Unicode form are two")
    func unicodeForms() throws {
        try withView(of: "{\"\u{E9}\":1,\"e\u{301}\":2}") { root in
            #expect(root["\u{E9}"]?.number?.text == "1")
            #expect(root["e\u{301}"]?.number?.text == "2")
        }
        #expect(ExactString("\u{E9}") != ExactString("e\u{301}"))
        #expect(Set([ExactString("\u{E9}"), ExactString("e\u{301}")]).count == 2)
    }

    @Test("J10 lone surrogates and NUL are kept and written as escapes", arguments: [
        (#""\ud800""#, [0xED, 0xA0, 0x80]), (#""\udfff""#, [0xED, 0xBF, 0xBF]), (#""\udc00\ud800""#, [0xED, 0xB0, 0x80, 0xED, 0xA0, 0x80]),
        (#""\u0000""#, [0]), (#""a\ud83d""#, [0x61, 0xED, 0xA0, 0xBD]),
    ] as [(String, [UInt8])])
    func loneSurrogates(text: String, bytes: [UInt8]) throws {
        let string = try #require(try value(of: text).string)
        #expect(string.bytes == bytes)
        #expect(JSONValue.string(string).line == text)
    }

    @Test("a pair of surrogates is one character, in whatever case its digits stand")
    func pairs() throws {
        #expect(try value(of: #""\uD83D\uDE00""#) == "😀")
        #expect(try value(of: #""\ud83d\ude00\ud83d""#).string?.bytes.count == 7)
        #expect(try value(of: #""\ud83d\ue000""#).string?.bytes == [0xED, 0xA0, 0xBD, 0xEE, 0x80, 0x80])
    }

    @Test("J18 keys match by what they mean, not by how they are escaped")
    func escapedKeys() throws {
        let text = #"{"\u0069d":1,"a\/b":2,"\"":3,"\u00e9":4,"\ud83d\ude00":5,"\\":6}"#
        try withView(of: text) { root in
            for (key, number) in [("id", "1"), ("a/b", "2"), ("\"", "3"), ("é", "4"), ("😀", "5"), ("\\", "6")] {
                #expect(root[ExactString(key)]?.number?.text == number, "\(key)")
            }
            #expect(root["\\u0069d"] == nil)
        }
    }

    @Test("a string is told from others of its beginning and its length")
    func isString() throws {
        try withView(of: #"["stream","stream-1","str\u0065am",""]"#) { root in
            #expect(root.elements.map { $0.isString("stream") } == [true, false, true, false])
            #expect(root.elements.map { $0.isString("") } == [false, false, false, true])
        }
    }

    @Test("a path finds what it names, and nothing else")
    func paths() throws {
        let text = #"{"items":[{"sku":"a"},{"sku":"b","odd key":[[7]]}],"":{"":1}}"#
        let found = [
            ".items[1].sku": #""b""#, ".items[0]": #"{"sku":"a"}"#, #".items[1]["odd key"][0][0]"#: "7", #".[""][""]"#: "1", ".": text,
        ]
        for (path, expected) in found {
            let path = try JSONPath(parsing: path)
            #expect(try withView(of: text) { $0[path].map { String(decoding: $0.raw, as: UTF8.self) } } == expected, "\(path)")
            #expect(try value(of: text)[path]?.line == expected, "\(path)")
        }
        for path in [".items[2]", ".items.sku", ".missing", ".items[0].sku.x", ".items[0].sku[0]", ".[0]"] {
            let path = try JSONPath(parsing: path)
            #expect(try withView(of: text) { $0[path] == nil }, "\(path)")
            #expect(try value(of: text)[path] == nil, "\(path)")
        }
    }
}
