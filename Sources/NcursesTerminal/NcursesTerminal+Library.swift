import CNcurses

extension NcursesTerminal {
    /// `ncurses 6.4.20221231`, of the library that this process runs with.
    package static var library: String { String(cString: curses_version()) }
}
