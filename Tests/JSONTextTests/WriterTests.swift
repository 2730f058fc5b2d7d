import JSONText
import TestSupport
import Testing

@Suite("Writing JSON")
struct WriterTests {
    private func copied(_ text: some Collection<UInt8>) -> String {
        var writer = JSONWriter()
        writer.append(raw: text)
        return writer.text
    }

    /// What could drive a terminal: C0, DEL and C1.
    private func isSafe(_ text: String) -> Bool {
        !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }

    @Test("J01 every accepted text means the same after printing and after copying", arguments: acceptedTexts)
    func sameMeaning(text: String) throws {
        let read = try value(of: text)
        #expect(try value(of: read.line) == read)
        #expect(try value(of: copied(text.utf8)) == read)
        #expect(isSafe(read.line))
        #expect(isSafe(copied(text.utf8)))
    }

    @Test("any value, printed and read, is the same value")
    func roundTrip() throws {
        let parser = JSONParser()
        for seed in UInt64(0)..<2000 {
            var random = SplitMix64(seed: seed)
            let value = JSONValue.random(using: &random)
            let line = value.line
            #expect(try parser.value(of: Array(line.utf8)) == value, "seed \(seed): \(line)")
            #expect(isSafe(line), "seed \(seed): \(line)")
            #expect(copied(line.utf8) == line, "seed \(seed): \(line)")
        }
    }

    @Test("T11 what could drive a terminal is escaped, everything else stays", arguments: [
        ("a\u{1B}[31mb", #""a\u001b[31mb""#), ("\u{7F}", #""\u007f""#), ("\u{80}\u{85}\u{9B}\u{9F}", #""\u0080\u0085\u009b\u009f""#),
        ("\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1F}", #""\u0000\b\t\n\u000b\f\r\u001f""#), ("\"\\/", #""\"\\/""#), ("\u{A0}é€😀", "\"\u{A0}é€😀\""),
        ("\u{2028}\u{202E}", "\"\u{2028}\u{202E}\""), ("", #""""#),
    ])
    func escapes(text: String, line: String) {
        #expect(JSONValue.string(ExactString(text)).line == line)
    }

    @Test("bytes that are no UTF-8 do not get out", arguments: [[0xFF], [0xC3], [0xE2, 0x82], [0xC2], [0x80], [0xED, 0xA0], [0xF0, 0x9F]] as [[UInt8]])
    func invalidBytes(bytes: [UInt8]) throws {
        let line = JSONValue.string(ExactString(bytes: bytes + Array("x".utf8))).line
        #expect(line.contains("\u{FFFD}"))
        #expect(line.hasSuffix("x\""))
        #expect(try value(of: line).string?.bytes.last == UInt8(ascii: "x"))
    }

    @Test("copying drops white space between tokens only, and escapes what was raw", arguments: [
        (" { \"a b\" : [ 1 , 2.50 ,\t-0 ] ,\r\n \"c\" : \"x  y\" } ", #"{"a b":[1,2.50,-0],"c":"x  y"}"#),
        ("[\"\u{7F}\u{9B}31m\", \"\\u009b\"]", #"["\u007f\u009b31m","\u009b"]"#),
        (#"["\"] , [", "\\", " "]"#, #"["\"] , [","\\"," "]"#),
        ("[\"\u{A0}\u{C0}\", 1E2]", "[\"\u{A0}\u{C0}\",1E2]"),
    ])
    func copies(text: String, line: String) {
        #expect(copied(text.utf8) == line)
    }

    @Test("copying pretty-printed text gives what copying the short one gives")
    func pretty() {
        for seed in UInt64(0)..<500 {
            var random = SplitMix64(seed: seed)
            let line = JSONValue.random(using: &random).line
            #expect(copied(spread(line, using: &random).utf8) == line, "seed \(seed): \(line)")
        }
    }

    /// White space put in wherever it means nothing.
    private func spread(_ line: String, using random: inout SplitMix64) -> String {
        var result = ""
        var quoted = false
        var escaped = false
        for scalar in line.unicodeScalars {
            result.unicodeScalars.append(scalar)
            if quoted {
                if escaped { escaped = false } else if scalar == "\\" { escaped = true } else if scalar == "\"" { quoted = false }
            } else if scalar == "\"" {
                quoted = true
            } else if "[]{},:".unicodeScalars.contains(scalar) {
                result += random.pick(["", " ", "\n", "\r\n\t", "  "])
            }
        }
        return result
    }
}
