import CNcurses
import Screen

/// Styles as ncurses wants them. Colour pairs are made when a style first needs one.
struct ColorPairs {
    struct Look: Equatable {
        let attributes: attr_t
        let pair: Int16
    }

    private struct Colors: Hashable {
        let foreground: Color
        let background: Color
    }

    private let theme: ColorTheme
    private let colors: Int
    private let pairLimit: Int
    private let hasDefaultColors: Bool
    private var pairs: [Colors: Int16] = [:]
    private var looks: [Style: Look] = [:]

    /// For the terminal that ncurses has just opened.
    init(_ theme: ColorTheme) {
        self.theme = theme
        guard theme != .none, has_colors(), start_color() != ERR else {
            (colors, pairLimit, hasDefaultColors) = (0, 0, false)
            return
        }
        hasDefaultColors = use_default_colors() != ERR
        colors = Int(nc_colors())
        pairLimit = min(Int(nc_color_pairs()), Int(Int16.max))
    }

    mutating func look(of style: Style) -> Look {
        if let known = looks[style] { return known }
        let look = Look(
            attributes: Self.attributes(style.attributes),
            pair: pair(Colors(
                foreground: theme.resolved(style.foreground, count: colors), background: theme.resolved(style.background, count: colors))))
        looks[style] = look
        return look
    }

    /// Pair 0, the terminal's own colours, when the terminal has no more pairs.
    private mutating func pair(_ wanted: Colors) -> Int16 {
        if wanted == Colors(foreground: .terminalDefault, background: .terminalDefault) { return 0 }
        if let known = pairs[wanted] { return known }
        guard pairs.count + 1 < pairLimit else { return 0 }
        let number = Int16(pairs.count + 1)
        let foreground = index(wanted.foreground, otherwise: 7), background = index(wanted.background, otherwise: 0)
        guard init_extended_pair(Int32(number), foreground, background) != ERR else { return 0 }
        pairs[wanted] = number
        return number
    }

    private func index(_ color: Color, otherwise: Int32) -> Int32 {
        guard case .ansi(let number) = color else { return hasDefaultColors ? -1 : otherwise }
        // A terminal of direct colours (xterm-direct) takes 0 to 7 as its palette and all else as red, green and blue.
        return number >= 8 && colors > 256 ? Int32(ColorTheme.standardRGB(number)) : Int32(number)
    }

    private static func attributes(_ attributes: Attributes) -> attr_t {
        var all: attr_t = 0
        if attributes.contains(.bold) { all |= nc_bold() }
        if attributes.contains(.dim) { all |= nc_dim() }
        if attributes.contains(.underline) { all |= nc_underline() }
        if attributes.contains(.reverse) { all |= nc_reverse() }
        if attributes.contains(.italic) { all |= nc_italic() }
        return all
    }
}
