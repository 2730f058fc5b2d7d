/// A colour as it is meant. A theme decides what a terminal is sent for it, see `ColorTheme`.
package enum Color: Equatable, Hashable, Sendable {
    case terminalDefault
    /// By its number in the terminal's palette: 0–7 the basic ones, 8–15 bright, 16–231 a 6×6×6 cube, 232–255 greys (xterm's
    /// 256-colour palette). The user's settings decide what 0–15 look like.
    case ansi(UInt8)
    /// By what it says.
    case role(ColorRole)
    /// One of `ColorTheme.hueCount` that differ and say nothing by themselves.
    case hue(UInt8)

    package static let red = Color.ansi(1)
    package static let green = Color.ansi(2)
    package static let yellow = Color.ansi(3)
    package static let blue = Color.ansi(4)
    package static let magenta = Color.ansi(5)
    package static let cyan = Color.ansi(6)

    /// The same hue for the same name, in every run and on every machine (FNV-1a over its bytes).
    package static func steady(forName name: some Sequence<UInt8>) -> Color {
        let sum = name.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return .hue(UInt8((sum ^ sum >> 16) % UInt32(ColorTheme.hueCount)))
    }

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

extension Color: CustomStringConvertible {
    /// In the words of a golden file's legend: `1`, `added`, `hue 3`.
    package var description: String {
        switch self {
        case .terminalDefault: "default"
        case .ansi(let number): "\(number)"
        case .role(let role): "\(role)"
        case .hue(let number): "hue \(number)"
        }
    }
}

/// What a colour can say. A sign or a place always says the same beside it.
package enum ColorRole: CaseIterable, Hashable, Sendable {
    case added, removed, changed
    /// Something is wrong.
    case alarm
    /// A field's name.
    case name
    /// It leads somewhere.
    case link
}
