package import Screen

/// What the user wants of the terminal.
package struct TerminalOptions: Sendable {
    /// Whether the wheel and clicks are the program's. Selecting text then needs Shift.
    package var usesMouse: Bool

    package var theme: ColorTheme

    package init(usesMouse: Bool = true, theme: ColorTheme = .dark) {
        self.usesMouse = usesMouse
        self.theme = theme
    }
}
