import Glibc
import Screen

extension NcursesTerminalError: CustomStringConvertible {
    /// One line: what is wrong, and what to do.
    package var description: String {
        switch self {
        case .outputIsNoTerminal:
            "standard output is not a terminal; run the explorer in one, or use a command that prints its answer"
        case .noTerminalForKeys:
            "there is no terminal to read keys from (standard input is no terminal, and /dev/tty cannot be opened)"
        case .unknownTerminal(let name):
            "the terminal type \(Self.shown(name)) is unknown; set TERM to one that `toe -a` lists, such as xterm-256color"
        case .cannotMoveCursor(let name):
            "a terminal of type \(Self.shown(name)) cannot place its cursor; set TERM to its real type, such as xterm-256color"
        case .inBackground:
            "the explorer was started in the background, where it cannot have the terminal; start it in the foreground"
        case .system(let number):
            "the terminal cannot be used: \(String(cString: strerror(number)))"
        }
    }

    private static func shown(_ name: String) -> String { name.isEmpty ? "\"\" (TERM is not set)" : "\"\(sanitised(name))\"" }
}
