/// What the user wants of the terminal.
package struct TerminalOptions: Sendable {
    /// Whether the wheel and clicks are the program's. Selecting text then needs Shift.
    package var usesMouse: Bool

    package init(usesMouse: Bool = true) {
        self.usesMouse = usesMouse
    }
}
