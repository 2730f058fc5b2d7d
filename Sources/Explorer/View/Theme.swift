import JSONText
import Screen

/// How each role looks. Meaning never rests on colour alone: a sign or a place says the same.
enum Theme {
    static let header = Style.plain.reverse()
    static let border = Style.plain.dim()
    static let focusedBorder = Style.plain
    static let title = Style.plain
    static let focusedTitle = Style.plain.bold().reverse()
    static let status = Style.plain.reverse()
    static let trouble = Style.plain.foreground(.ansi(1)).bold().reverse()
    static let alarm = Style.plain.foreground(.ansi(1)).bold()
    static let remark = Style.plain.dim()
    static let name = Style.plain.foreground(.ansi(6))
    static let text = Style.plain
    static let chart = Style.plain.foreground(.ansi(6))
    static let mark = Style.plain.foreground(.ansi(5)).bold()
    static let link = Style.plain.underline()

    static func style(of mark: TreeRow.Mark) -> Style {
        switch mark {
        case .none: .plain
        case .added: .plain.foreground(.ansi(2)).bold()
        case .removed: .plain.foreground(.ansi(1))
        case .changed: .plain.foreground(.ansi(3)).bold()
        case .alarm: alarm
        }
    }

    /// The same name has the same colour in every run and on every machine.
    static func style(ofType name: ExactString) -> Style {
        let sum = name.bytes.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }  // FNV-1a
        return .plain.foreground(.hue(UInt8(sum % UInt32(ColorTheme.hueCount))))
    }
}
