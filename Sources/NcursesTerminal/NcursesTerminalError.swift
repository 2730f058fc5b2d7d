/// Why there is no terminal to work on. Nothing has been changed about it.
package enum NcursesTerminalError: Error, Equatable, Sendable {
    case outputIsNoTerminal
    case noTerminalForKeys
    /// Neither `$TERM` nor xterm-256color nor xterm is in the terminfo database.
    case unknownTerminal(String)
    /// The terminal's description has no `cup`, for instance `TERM=dumb`.
    case cannotMoveCursor(String)
    case inBackground
    /// A system call failed with this `errno`.
    case system(Int32)
}
