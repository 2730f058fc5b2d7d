/// A colour by its number in the terminal's palette: 0–7 the basic ones, 8–15 bright, 16–231 a 6×6×6 cube,
/// 232–255 greys (xterm's 256-colour palette). The user's theme decides what 0–15 look like.
package enum Color: Equatable, Hashable, Sendable {
    case terminalDefault
    case ansi(UInt8)

    package static let red = Color.ansi(1)
    package static let green = Color.ansi(2)
    package static let yellow = Color.ansi(3)
    package static let blue = Color.ansi(4)
    package static let magenta = Color.ansi(5)
    package static let cyan = Color.ansi(6)

    /// The nearest colour that a terminal with `count` colours has; `.terminalDefault` for fewer than 8.
    package func reduced(to count: Int) -> Color {
        guard case .ansi(let byte) = self else { return self }
        let number = Int(byte)
        if number < count { return self }
        if count < 8 { return .terminalDefault }
        if number < 16 { return .ansi(UInt8(number - 8)) }
        if number >= 232 { return .ansi(number < 244 ? 0 : 7) }
        let cube = number - 16
        // One bit per channel: on from the cube's third step of six.
        let red = cube / 36 >= 3 ? 1 : 0, green = cube / 6 % 6 >= 3 ? 2 : 0, blue = cube % 6 >= 3 ? 4 : 0
        return .ansi(UInt8(red + green + blue))
    }
}
