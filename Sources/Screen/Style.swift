/// How a cell looks. A value; only the terminal translates it.
package struct Style: Equatable, Hashable, Sendable {
    package var foreground: Color
    package var background: Color
    package var attributes: Attributes

    package init(foreground: Color = .terminalDefault, background: Color = .terminalDefault, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The terminal's own colours, no attributes.
    package static let plain = Style()

    package func bold() -> Style { adding(.bold) }
    package func dim() -> Style { adding(.dim) }
    package func underline() -> Style { adding(.underline) }
    package func reverse() -> Style { adding(.reverse) }
    package func italic() -> Style { adding(.italic) }

    package func adding(_ more: Attributes) -> Style {
        var style = self
        style.attributes.formUnion(more)
        return style
    }

    package func foreground(_ color: Color) -> Style {
        var style = self
        style.foreground = color
        return style
    }

    package func background(_ color: Color) -> Style {
        var style = self
        style.background = color
        return style
    }
}

extension Style: CustomStringConvertible {
    /// In the words of a golden file's legend: `bold reverse fg 1`, or `plain`.
    package var description: String {
        var words: [String] = []
        for (attribute, name) in Attributes.names where attributes.contains(attribute) { words.append(name) }
        if foreground != .terminalDefault { words.append("fg \(foreground)") }
        if background != .terminalDefault { words.append("bg \(background)") }
        return words.isEmpty ? "plain" : words.joined(separator: " ")
    }
}
