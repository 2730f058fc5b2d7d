/// What the terminal is asked to report besides keys (xterm's ctlseqs, "Bracketed Paste Mode" and "Mouse Tracking"). Not known
/// to ncurses, so that every way out has to take it back.
struct InputModes {
    private(set) var on: [UInt8] = []
    private(set) var off: [UInt8] = []

    /// Only for a terminal that understands control sequences of ECMA-48, and the mouse only for one whose description has
    /// mouse reports: the others would show the bytes.
    init(mouse: Bool) {
        guard TerminalDescription.understandsControlSequences else { return }
        add(2004)
        guard mouse, TerminalDescription.hasMouse else { return }
        add(1002) // buttons, the wheel, and motion while a button is held
        add(1006) // places beyond column 223
    }

    private mutating func add(_ number: Int) {
        on += Array("\u{1B}[?\(number)h".utf8)
        off = Array("\u{1B}[?\(number)l".utf8) + off
    }
}
