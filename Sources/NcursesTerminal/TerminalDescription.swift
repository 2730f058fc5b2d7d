import CNcurses
import Glibc
import Screen

/// What terminfo says about the terminal (terminfo(5)), read before anything is sent to it.
struct TerminalDescription {
    let name: String

    /// Finds a description that can be used: `$TERM`'s, or that of the terminal that most others imitate.
    ///
    /// `setupterm` with a place for its error does not end the process, as `initscr` does for an unknown type.
    static func find(output: Int32) throws(NcursesTerminalError) -> TerminalDescription {
        let asked = getenv("TERM").map { String(cString: $0) } ?? ""
        for name in [asked, "xterm-256color", "xterm"] where !name.isEmpty {
            var problem: Int32 = 0
            let result = name.withCString { setupterm($0, output, &problem) }
            // -1 and 0 say that there is no database or no such entry; a generic or hardcopy type is ERR with 1 or 0.
            guard result == 0 else { continue }
            guard nc_capability("cup") != nil else { throw .cannotMoveCursor(name) }
            return TerminalDescription(name: name)
        }
        throw .unknownTerminal(asked)
    }

    /// Whether escape sequences of ECMA-48 make sense to the terminal at all.
    static var understandsControlSequences: Bool { OutputBytes.capability("cup").starts(with: [0x1B, 0x5B]) }

    /// Whether the terminal is described as one that reports its mouse.
    static var hasMouse: Bool { !OutputBytes.capability("kmous").isEmpty }

    /// What the terminal sends for its keys.
    static func keySequences() -> [[UInt8]: Key] {
        var named: [(String, Key)] = [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
            ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert), ("kdch1", .delete), ("kcbt", .backTab), ("kent", .enter),
        ]
        for number in 1...12 { named.append(("kf\(number)", .function(number))) }
        var sequences: [[UInt8]: Key] = [:]
        for (capability, key) in named {
            guard let text = nc_capability(capability) else { continue }
            sequences[Array(String(cString: text).utf8)] = key
        }
        return sequences
    }

    /// What undoes everything that is ever sent, in the order of `endwin`.
    static func restoringBytes(_ modes: InputModes) -> [UInt8] {
        var all = modes.off
        for capability in ["sgr0", "op", "smam", "cnorm", "rmkx", "rmcup"] { all += OutputBytes.capability(capability) }
        return nc_capability("rmcup") == nil ? all + [0x0D, 0x0A] : all
    }
}
