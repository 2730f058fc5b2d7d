import Testing

@testable import Screen

/// A case for each rule by which clusters are told apart (UAX #29, GB3 to GB13), alone and between letters.
private let boundaries = [
    "\r\n", "\n\r", "\r\u{308}\n", "a\u{308}", "\u{308}a", "\u{200D}", "a\u{200D}b", "a\u{200D}👩",             // GB3–GB5, GB9
    "\u{1100}\u{1161}\u{11A8}", "\u{1100}\u{1100}\u{1161}", "가\u{11A8}", "각\u{11A8}\u{11A8}", "\u{1161}\u{1100}", "\u{11A8}\u{1161}", // GB6–GB8
    "\u{0600}1", "\u{0600}\u{0600}日", "\u{110BD}\u{11083}", "नि", "கி", "a\u{0903}", "\u{0E01}\u{0E33}",                 // GB9a, GB9b
    "क्त", "क्\u{200D}त", "क्ततक्षि", "ক্ষ", "క్ష",                                                          // GB9c
    "👩\u{200D}👩\u{200D}👧\u{200D}👦", "👩\u{1F3FD}\u{200D}💻", "🛑\u{200D}🛑", "a\u{200D}🛑", "✁\u{200D}✁", "☀\u{FE0F}\u{200D}☀", // GB11
    "🇩🇪🇫🇷", "🇩🇪🇫", "a🇩🇪b", "🇩\u{200D}🇪", "🇩\u{308}🇪",                                                    // GB12, GB13
    "\u{1F3FB}", "👍\u{1F3FB}\u{1F3FC}", "1\u{20E3}", "1\u{FE0F}\u{20E3}\u{20E3}", "\u{E0041}x\u{E007F}", "🏴\u{E0067}\u{E007F}",
].flatMap { [$0, "x\($0)日"] }

@Suite("Columns")
struct WidthTests {
    @Test("columns of single clusters", arguments: [
        ("a", 1), ("é", 1), ("e\u{301}", 1), ("日", 2), ("ｱ", 1), ("Ａ", 2), ("한", 2), ("각", 2), ("😀", 2), ("👩‍💻", 2), ("🇩🇪", 2),
        ("☀", 1), ("☀️", 2), ("1️⃣", 2), ("क्ष", 2), ("│", 1), ("…", 1), ("\u{FFFD}", 1), ("\u{3000}", 2), ("𠀀", 2),
    ] as [(String, Int)])
    func clusters(cluster: String, columns: Int) throws {
        #expect(cluster.count == 1)
        #expect(DisplayWidth.columns(of: try #require(cluster.first)) == columns)
        #expect(DisplayWidth.columns(of: cluster) == columns)
    }

    @Test("what is spelled out counts as it is spelled")
    func spelledWidth() {
        #expect(DisplayWidth.columns(of: "\u{1B}[0m") == 5)
        #expect(DisplayWidth.columns(of: "a\u{202E}b") == 8)
    }

    @Test("T29 every emoji, alone and with what joins it, is never split and never wider than its room")
    func emoji() {
        let all = [0x23...0x39, 0xA9...0xAE, 0x203C...0x3299, 0x1F000...0x1FAFF].flatMap { Array($0) }
            .compactMap { Unicode.Scalar(UInt32($0)) }.filter { $0.properties.isEmoji }
        #expect(all.count > 1000)
        for scalar in all {
            let base = String(scalar)
            for text in [base, base + "\u{FE0F}", base + "\u{FE0E}", base + "\u{1F3FD}", base + "\u{FE0F}\u{20E3}", base + "\u{200D}" + base, "a\(base)\u{FE0F}\u{200D}💻b"] {
                let whole = sanitised(text)
                let pieces = whole.map(String.init)
                for columns in 1...3 {
                    let cut = clipped(text, columns: columns, ellipsis: "")
                    let kept = cut.prefix { $0 != " " }.map(String.init)
                    guard DisplayWidth.columns(of: cut) <= columns, kept == Array(pieces.prefix(kept.count)) else {
                        Issue.record("\(text.unicodeScalars.map { String($0.value, radix: 16) }) at \(columns): \(cut)")
                        return
                    }
                }
            }
        }
    }

    @Test("spelled out, no two texts look the same")
    func spelling() {
        #expect(spelled("paypal") == "paypal")
        #expect(spelled("pаypal\u{200B}") == "p\\u{430}ypal\\u{200B}")
        #expect(spelled("\\u{430}") == "\\\\u{430}")
        #expect(spelled("e\u{301}") != spelled("é"))
    }

    @Test("T19, T29 cut at every width, a text is whole clusters and fits", arguments: [
        "plain text", "日本語テキスト", "👩‍💻👍🏽🇩🇪x1️⃣", "a\u{301}\u{302}b中c", "क्षेत्र देवनागरी", "x\u{1B}[31m\u{202E}y",
    ] + boundaries)
    func cut(text: String) {
        let whole = sanitised(text)
        let clusters = Set(whole.map(String.init) + [" ", "…"])
        for columns in 0...DisplayWidth.columns(of: text) + 1 {
            let cut = clipped(text, columns: columns)
            #expect(DisplayWidth.columns(of: cut) <= columns)
            #expect(cut.allSatisfy { clusters.contains(String($0)) })
            if columns >= DisplayWidth.columns(of: text) { #expect(cut == whole) } else if columns > 0 { #expect(cut.hasSuffix("…")) }

            var frame = Frame(size: Size(columns: columns, rows: 1))
            let used = frame.write(text, at: Point(column: 0, row: 0))
            #expect(used <= columns)
            #expect(frame.row(0).reduce(0) { $0 + $1.columns } == columns)
        }
    }
}
