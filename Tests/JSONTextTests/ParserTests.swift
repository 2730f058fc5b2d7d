import JSONText
import TestSupport
import Testing

/// What keeps a text from being one JSON value; nil where it is one.
func error(of text: some Collection<UInt8>) -> JSONError? {
    do {
        try JSONParser().parse(text) { _ in }
        return nil
    } catch {
        return error as? JSONError
    }
}

func value(of text: String) throws -> JSONValue { try JSONParser().value(of: Array(text.utf8)) }

@Suite("Reading JSON")
struct ParserTests {
    @Test("J01 what RFC 8259 allows is read", arguments: acceptedTexts)
    func accepted(text: String) {
        #expect(error(of: text.utf8) == nil)
    }

    @Test("J02 J15 what it does not allow is refused, with the reason and the byte", arguments: rejectedTexts.indices)
    func rejected(index: Int) {
        let (text, fault, offset) = rejectedTexts[index]
        #expect(error(of: text.utf8) == JSONError(fault: fault, offset: offset), "\(text.debugDescription)")
    }

    @Test("J02 a wrong text stays wrong behind a long beginning, and the byte moves with it", arguments: rejectedTexts.indices)
    func rejectedFarBehind(index: Int) {
        let (text, fault, offset) = rejectedTexts[index]
        guard fault != .empty else { return }
        let padding = [UInt8](repeating: 0x20, count: 200)
        #expect(error(of: padding + text.utf8) == JSONError(fault: fault, offset: offset + 200), "\(text.debugDescription)")
    }

    @Test("J03 where the standard leaves the choice, ours is: keep what was written", arguments: [
        "[1e400]", "[-1e999]", "[1e9999999999]", "[1e-400]", "[0.4e00669999999999999999999999999999999999999999999999999]",
        "[-123123123123123123123123123123]", "[123123e100000]", #"["\uDADA"]"#, #"["\uDd1e\uD834"]"#, #"["\uD800\n"]"#,
        #"["\ud800abc"]"#, #"["\uDFAA"]"#, #"{"\uDFAA":0}"#, #"["\uD888\u001234"]"#,
    ])
    func ourChoices(text: String) throws {
        #expect(try value(of: text).line == text.replacingEscapesWithLowerCase)
    }

    @Test("J06 a number too large for a double is shown as it was written, and is infinite to arithmetic")
    func tooLarge() throws {
        let number = try #require(try value(of: "1e400").number)
        #expect(number.text == "1e400")
        #expect(number.int64 == nil)
        #expect(number.double == .infinity)
    }

    @Test("J07 integers are compared exactly, and only what is written as an integer is one")
    func integers() throws {
        #expect(try value(of: "9007199254740993").number?.int64 == 9_007_199_254_740_993)
        #expect(try value(of: "9223372036854775807").number?.int64 == .max)
        #expect(try value(of: "-9223372036854775808").number?.int64 == .min)
        for text in ["9223372036854775808", "1.0", "1e3", "-0", "0.5"] {
            #expect(try value(of: text).number?.int64 == nil, "\(text)")
        }
        #expect(try value(of: "1") != value(of: "1.0"))
        #expect(try value(of: "1") != value(of: #""1""#))
    }

    @Test("J11 invalid UTF-8 is refused at its first byte", arguments: [
        [0xFF], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
        [0xE9], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x83, 0xBF, 0xBF, 0xBF, 0xBF], [0xC3, 0x28], [0x5C, 0xFF],
    ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let first = bytes.first == 0x5C ? 1 : 0
        let inString = Array(#"["é\n","#.utf8) + [0x22] + bytes + Array(#""]"#.utf8)
        #expect(error(of: inString) == JSONError(fault: .invalidUTF8, offset: 9 + first))
        let outside = Array("[1,".utf8) + bytes + Array("]".utf8)
        #expect(error(of: outside) == JSONError(fault: .invalidUTF8, offset: 3 + first))
    }

    @Test("J12 texts in UTF-16 are refused")
    func utf16() {
        #expect(error(of: "[\"é\"]".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) != nil)
        #expect(error(of: "[\"é\"]".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) != nil)
    }

    @Test("J13 512 levels are read, 513 are not", arguments: [("[", "]", 1), (#"{"a":"#, "}", 5)])
    func depth(open: String, close: String, width: Int) throws {
        func nested(_ levels: Int) -> String {
            String(repeating: open, count: levels) + (width == 1 ? "" : "1") + String(repeating: close, count: levels)
        }
        for levels in [1, 500, 512] { #expect(error(of: nested(levels).utf8) == nil) }
        #expect(error(of: nested(513).utf8) == JSONError(fault: .tooDeep, offset: 512 * width))

        let deepest = try value(of: nested(512))
        #expect(deepest.line == nested(512))
        #expect(deepest == (try value(of: nested(512))))
        #expect(JSONValue.changes(from: deepest, to: .null).count == 2)
    }

    @Test("J13 a hundred thousand brackets end in an error, not in a crash", arguments: ["[", #"{"a":"#, "[{\"a\":"])
    func bottomless(open: String) {
        #expect(error(of: String(repeating: open, count: 100_000).utf8)?.fault == .tooDeep)
    }

    @Test("J16 J17 a million escapes and a million digits")
    func long() throws {
        let escapes = String(repeating: #"\u0041\\"#, count: 500_000)
        #expect(try value(of: "\"\(escapes)\"").string?.bytes.count == 1_000_000)
        let digits = String(repeating: "7", count: 1_000_000)
        #expect(try value(of: digits).number?.text == digits)
    }

    @Test("one parser reads one text after the other, long and short, right and wrong")
    func reuse() throws {
        let parser = JSONParser()
        let long = "[" + Array(repeating: "\"x\"", count: 20_000).joined(separator: ",") + "]"
        for _ in 0..<3 {
            #expect(try parser.value(of: Array(long.utf8)).array?.count == 20_000)
            #expect(throws: JSONError(fault: .expectedValue, offset: 1)) { try parser.value(of: Array("[x]".utf8)) }
            #expect(try parser.value(of: Array("{}".utf8)) == [:])
        }
    }

    @Test("J20 no text, however broken, does more than throw, and what is taken is taken again after printing")
    func mutations() throws {
        let parser = JSONParser()
        for seed in UInt64(0)..<3000 {
            var random = SplitMix64(seed: seed)
            var bytes = Array(random.pick(acceptedTexts).utf8) + Array(random.pick(acceptedTexts).utf8).prefix(random.below(3))
            for _ in 0..<(1 + random.below(3)) where !bytes.isEmpty {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = UInt8(random.below(256))
                case 1: bytes.remove(at: place)
                default: bytes.insert(random.pick(Array("[]{},:\"\\0eE+-.tfn \u{1}".utf8)), at: place)
                }
            }
            do {
                let value = try parser.value(of: bytes)
                #expect(try parser.value(of: Array(value.line.utf8)) == value, "seed \(seed): \(bytes)")
            } catch let error as JSONError {
                #expect((0...bytes.count).contains(error.offset), "seed \(seed): \(bytes)")
            }
        }
    }
}

extension String {
    /// The writer spells escapes that it has to write itself with small digits.
    fileprivate var replacingEscapesWithLowerCase: String {
        guard contains("\\u") else { return self }
        return lowercased()
    }
}
