/// The sequence that puts a text on the clipboard of the terminal's machine, also over ssh (xterm's ctlseqs, "OSC 52").
///
/// The text goes as base64 (RFC 4648, section 4), so that nothing in it can act on the terminal.
package enum ClipboardSequence {
    /// What terminals that set a limit take at the least is about 100,000 bytes of base64.
    package static let limit = 74_994

    /// What stands between the program and the terminal, and has to be told to let the sequence through.
    package enum Multiplexer: Equatable, Sendable {
        case none, tmux, screen

        package init(environment: (String) -> String?) {
            func isSet(_ name: String) -> Bool { environment(name).map { !$0.isEmpty } ?? false }
            self = isSet("TMUX") ? .tmux : isSet("STY") ? .screen : .none
        }
    }

    /// nil for a text that is longer than `limit`: terminals drop it, or cut it off, without a word.
    package static func bytes(for text: [UInt8], through multiplexer: Multiplexer) -> [UInt8]? {
        guard text.count <= limit else { return nil }
        let plain = Array("\u{1B}]52;c;".utf8) + base64(text) + [0x07]
        switch multiplexer {
        case .none: return plain
        // tmux takes the plain form with `set-clipboard on`, and hands on the wrapped one with `allow-passthrough on`; the same
        // text twice does no harm. An Esc within is doubled (tmux(1), "allow-passthrough").
        case .tmux: return plain + Array("\u{1B}Ptmux;".utf8) + plain.flatMap { $0 == 0x1B ? [$0, $0] : [$0] } + string
        // GNU screen hands strings of up to 768 bytes on (screen's manual, "Virtual Terminal").
        case .screen:
            return stride(from: 0, to: plain.count, by: 700).flatMap { start in
                Array("\u{1B}P".utf8) + plain[start..<min(start + 700, plain.count)] + string
            }
        }
    }

    /// ST, the end of a string.
    private static let string: [UInt8] = [0x1B, 0x5C]

    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let number = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0...group.count { result.append(digits[Int(number >> UInt32(18 - 6 * place) & 63)]) }
            for _ in group.count..<3 { result.append(UInt8(ascii: "=")) }
        }
        return result
    }
}
