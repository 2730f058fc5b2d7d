import CNcurses
import Glibc
import Screen

/// Which characters the terminal can be expected to show.
enum CharacterSet {
    /// Sets the locale for characters (LC_CTYPE and nothing else: a decimal comma must not reach numbers) and says which
    /// glyphs fit. A locale that is not set, or not installed, is taken as UTF-8, for that is what terminals are; one that names
    /// another character set is believed, and so is C or POSIX where somebody asked for it: both are ASCII.
    static func establish() -> Glyphs {
        if setlocale(LC_CTYPE, "") != nil, isUTF8(String(cString: nc_codeset())) { return .unicode }
        if let named = namedSet(), !isUTF8(named) { return .ascii }
        for name in ["C.UTF-8", "en_US.UTF-8"] where setlocale(LC_CTYPE, name) != nil {
            if isUTF8(String(cString: nc_codeset())) { return .unicode }
        }
        return .ascii
    }

    /// The part after the dot in the environment's locale: `ISO-8859-1` of `de_DE.ISO-8859-1@euro` (locale(7)); nil without one.
    private static func namedSet() -> String? {
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { continue }
            if value == "C" || value == "POSIX" { return "ASCII" }
            return value.firstIndex(of: ".").map { dot in
                String(value[value.index(after: dot)...].prefix { $0 != "@" })
            }
        }
        return nil
    }

    private static func isUTF8(_ name: String) -> Bool {
        name.lowercased().filter { $0 != "-" } == "utf8"
    }
}
