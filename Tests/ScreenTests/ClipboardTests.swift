import Screen
import Testing

@Suite("The terminal's clipboard")
struct ClipboardTests {
    private func text(_ bytes: String, _ multiplexer: ClipboardSequence.Multiplexer = .none) -> String? {
        ClipboardSequence.bytes(for: Array(bytes.utf8), through: multiplexer).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("T26 a copy is base64, whatever it holds", arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("\u{1B}]52;c;eA==\u{7}é", "G101MjtjO2VBPT0Hw6k="),
    ])
    func base64(plain: String, coded: String) {
        #expect(text(plain) == "\u{1B}]52;c;\(coded)\u{7}")
    }

    @Test("through tmux plain and wrapped, through screen in pieces")
    func multiplexers() throws {
        #expect(text("foo", .tmux) == "\u{1B}]52;c;Zm9v\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;Zm9v\u{7}\u{1B}\\")
        let pieces = try #require(text(String(repeating: "x", count: 1000), .screen)).split(separator: "\u{1B}\\")
        #expect(pieces.count == 2)
        #expect(pieces.allSatisfy { $0.hasPrefix("\u{1B}P") && $0.utf8.count < 768 })
        #expect(ClipboardSequence.Multiplexer { ["TMUX": "/tmp/x", "STY": "1"][$0] } == .tmux)
        #expect(ClipboardSequence.Multiplexer { ["TMUX": "", "STY": "1"][$0] } == .screen)
    }

    @Test("what terminals would cut off is not sent")
    func limit() {
        #expect(text(String(repeating: "x", count: ClipboardSequence.limit)) != nil)
        #expect(text(String(repeating: "x", count: ClipboardSequence.limit + 1)) == nil)
    }
}
