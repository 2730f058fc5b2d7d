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
    static let trouble = Style.plain.foreground(.role(.alarm)).bold().reverse()
    static let alarm = Style.plain.foreground(.role(.alarm)).bold()
    static let remark = Style.plain.dim()
    static let name = Style.plain.foreground(.role(.name))
    static let text = Style.plain
    static let chart = Style.plain.foreground(.role(.name))
    static let mark = Style.plain.foreground(.role(.link)).bold()
    static let link = Style.plain.foreground(.role(.link)).underline()

    static func style(of mark: TreeRow.Mark) -> Style {
        switch mark {
        case .none: .plain
        case .added: .plain.foreground(.role(.added)).bold()
        case .removed: .plain.foreground(.role(.removed))
        case .changed: .plain.foreground(.role(.changed)).bold()
        case .alarm: alarm
        }
    }

    /// The same name has the same colour in every run and on every machine.
    static func style(ofType name: ExactString) -> Style { .plain.foreground(.steady(forName: name.bytes)) }
}
