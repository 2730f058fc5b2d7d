import Screen
import Testing

@Suite("What data may send to a terminal")
struct SanitiserTests {
    @Test("printable ASCII comes back as it is")
    func ascii() {
        #expect(sanitised("MoneyWithdrawn {\"amount\": 120}~") == "MoneyWithdrawn {\"amount\": 120}~")
        #expect(sanitised("") == "")
    }

    @Test("T01-T10 no escape sequence survives", arguments: [
        "\u{1B}[31mred", "\u{1B}[2J\u{1B}[H", "\u{1B}]0;title\u{07}", "\u{1B}]8;;http://x\u{1B}\\link", "\u{1B}]52;c;?\u{07}",
        "\u{1B}[6n", "\u{1B}P$q q\u{1B}\\", "\u{1B}_Gf=100;AAAA\u{1B}\\", "\u{1B}c", "text\u{1B}", "\u{1B}]0;no end",
    ])
    func escapes(text: String) {
        let safe = sanitised(text)
        #expect(safe.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        #expect(safe.contains("^["))
    }

    @Test("T11 C1 controls become visible")
    func c1() {
        for value in UInt32(0x80)...0x9F {
            let scalar = Unicode.Scalar(value)!
            #expect(sanitised("a\(Character(scalar))b") == "a<\(String(value, radix: 16, uppercase: true))>b")
        }
    }

    @Test("T12 raw bytes that are no UTF-8 become U+FFFD, one per maximal subpart")
    func invalid() {
        #expect(sanitised(utf8: [0x61, 0x9B, 0x33, 0x31, 0x6D]) == "a\u{FFFD}31m")
        #expect(sanitised(utf8: [0xF0, 0x9F, 0x98]) == "\u{FFFD}")
        #expect(sanitised(utf8: [0xC0, 0xAF]) == "\u{FFFD}\u{FFFD}")
    }

    @Test("T13 line ends, tabs and backspaces become visible")
    func layout() {
        #expect(sanitised("a\tb\r\nc\u{8}\u{B}\u{C}") == "a^Ib^M^Jc^H^K^L")
    }

    @Test("T14 NUL, BEL, SO, SI and DEL become visible")
    func controls() {
        #expect(sanitised("\0\u{7}\u{E}\u{F}\u{7F}") == "^@^G^N^O^?")
    }

    @Test("T15 bidi controls become visible")
    func bidi() {
        for value in [0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F, 0x061C] as [UInt32] {
            let name = String(value, radix: 16, uppercase: true)
            let digits = String(repeating: "0", count: 4 - name.count) + name
            #expect(sanitised("x\(Character(Unicode.Scalar(value)!))y") == "x<\(digits)>y")
        }
    }

    @Test("T16 what is invisible becomes visible, so that two names that differ by it look different", arguments: [
        0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x34F, 0xE0041, 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0xFE0F, 0xA0, 0x2003,
    ] as [UInt32])
    func invisible(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let safe = sanitised("id\(String(scalar))x")
        #expect(safe.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        #expect(safe.contains("<") && safe != sanitised("idx"))
    }

    @Test("T16 a selector that changes nothing is shown")
    func selectors() {
        #expect(sanitised("😀\u{FE0F}") == "😀<FE0F>")
        #expect(sanitised("☀\u{FE0F}") == "☀\u{FE0F}")
        #expect(sanitised("a\u{FE0F}") == "a<FE0F>")
    }

    @Test("T17 a cluster keeps four marks and shows that there were more")
    func zalgo() {
        let marks = String(repeating: "\u{301}", count: 500)
        #expect(sanitised("a" + marks + "b") == "a" + String(repeating: "\u{301}", count: 4) + "\u{FFFD}b")
        #expect(sanitised("\u{301}") == "<0301>")
    }

    @Test("T17 a megabyte of marks costs one look at them")
    func manyMarks() {
        let text = "a" + String(repeating: "\u{301}", count: 500_000)
        #expect(sanitised(text).unicodeScalars.count == 6)
        #expect(sanitised(String(repeating: "\u{E0041}", count: 10_000)).utf8.count < 200_000)
    }

    @Test("T20 well-formed emoji and joined letters stay whole", arguments: [
        "👩‍💻", "👨‍👩‍👧‍👦", "🇩🇪", "👍🏽", "1️⃣", "#⃣", "❤️‍🔥", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☀️", "🏳️‍🌈", "क्ष", "กำ", "각", "é", "日本", "مرحبا",
    ])
    func whole(text: String) { #expect(sanitised(text) == text) }

    @Test("T20 pieces of emoji sequences are spelled out")
    func pieces() {
        #expect(sanitised("👩\u{200D}") == "👩<200D>")
        #expect(sanitised("🇩") == "<1F1E9>")
        #expect(sanitised("a🏽") == "a<1F3FD>")
        #expect(!sanitised("🏴\u{E0068}\u{E0069}\u{E007F}").unicodeScalars.contains { $0.value > 0xE0000 })
    }

    @Test("T22 separators, noncharacters, private use and unassigned scalars")
    func replaced() {
        #expect(sanitised("\u{2028}\u{2029}") == "<2028><2029>")
        for value in [0xFFFE, 0xFDD0, 0x10FFFF, 0xE000, 0x0378] as [UInt32] {
            #expect(Unicode.Scalar(value).map { sanitised(String($0)) } == "\u{FFFD}")
        }
    }

    @Test("sanitising twice changes nothing, for ten thousand random texts")
    func idempotent() {
        var random = SplitMix(state: 1)
        for seed in 0..<10_000 {
            let text = random.text()
            let once = sanitised(text)
            #expect(sanitised(once) == once, "text \(seed): \(text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }
}
