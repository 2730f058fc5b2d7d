/// Which colours are sent for what is meant by them. The background is always the terminal's own.
package enum ColorTheme: String, CaseIterable, Sendable {
    /// For light text on a dark background.
    case dark
    /// For dark text on a light background.
    case light
    /// No colours: bold, dim, underline and reverse remain.
    case none

    package static let hueCount = 12

    /// Colours of the 256-colour cube with a contrast of at least 3 to 1 (WCAG 2, relative luminance 0.17 to 0.28) on both black
    /// and white. No red: that is for alarms.
    private static let hues: [UInt8] = [166, 136, 100, 64, 28, 30, 31, 69, 99, 134, 164, 169]

    /// What `NO_COLOR` (https://no-color.org) and `COLORFGBG` (rxvt, konsole and others: `foreground;background`) say.
    package static func preferred(environment: (String) -> String?) -> ColorTheme {
        if let value = environment("NO_COLOR"), !value.isEmpty { return .none }
        guard let background = environment("COLORFGBG")?.split(separator: ";").last else { return .dark }
        return background == "7" || background == "15" ? .light : .dark
    }

    /// A number of the palette, or the terminal's default, for a terminal with `count` colours.
    package func resolved(_ color: Color, count: Int) -> Color {
        guard self != .none, count >= 8 else { return .terminalDefault }
        let many = count >= 256
        switch color {
        case .terminalDefault, .ansi: return color.reduced(to: count)
        case .hue(let number):
            if many { return .ansi(Self.hues[Int(number) % Self.hues.count]) }
            // Yellow cannot be read on white.
            let few: [UInt8] = self == .light ? [2, 4, 5, 6] : [2, 3, 4, 5, 6]
            return .ansi(few[Int(number) % few.count])
        case .role(let role):
            return self == .light && many ? .ansi(Self.onWhite(role)) : .ansi(Self.basic(role, isLight: self == .light))
        }
    }

    /// What xterm shows for a number of its palette, as 0xRRGGBB.
    package static func standardRGB(_ byte: UInt8) -> UInt32 {
        let number = UInt32(byte)
        if number < 16 {
            let basic: [UInt32] = [
                0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
                0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
            ]
            return basic[Int(number)]
        }
        if number >= 232 { return (8 + (number - 232) * 10) * 0x010101 }
        func level(_ step: UInt32) -> UInt32 { step == 0 ? 0 : 55 + step * 40 }
        let cube = number - 16
        return level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6)
    }

    /// The first eight: what they look like is the user's choice.
    private static func basic(_ role: ColorRole, isLight: Bool) -> UInt8 {
        switch role {
        case .added: 2
        case .removed, .alarm: 1
        case .changed: isLight ? 5 : 3
        case .name: 6
        case .link: 4
        }
    }

    private static func onWhite(_ role: ColorRole) -> UInt8 {
        switch role {
        case .added: 28
        case .removed, .alarm: 160
        case .changed: 130
        case .name: 30
        case .link: 26
        }
    }
}
