import NcursesTerminal
import Testing

@Suite("When there is no terminal")
struct ErrorTests {
    @Test("U04, U05, U06 each error is one line that says what to do", arguments: [
        NcursesTerminalError.outputIsNoTerminal, .noTerminalForKeys, .unknownTerminal("x\u{1B}[31m\n"), .unknownTerminal(""),
        .cannotMoveCursor("dumb"), .inBackground, .system(5),
    ])
    func descriptions(error: NcursesTerminalError) {
        let text = "\(error)"
        #expect(!text.isEmpty)
        #expect(text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    }
}
