import Explorer

extension CommandPages {
    /// A manual page of section 1, in man(7)'s macros.
    static func manual(_ commands: [CommandDescription]) -> String {
        let common = common(commands)
        let program = commands[0]
        var lines = [
            ".TH HINDCAST 1 \"\(Hindcast.date)\" \"hindcast \(Hindcast.version)\" \"User Commands\"",
            ".SH NAME", "hindcast \\- \(roff("a terminal explorer for event histories"))",
            ".SH SYNOPSIS",
        ]
        for usage in usage(program) { lines += [".nf", roff(usage), ".fi"] }
        lines += [".SH DESCRIPTION", roff(program.abstract), ".PP"] + discussion(program).text.map(roff)
        lines += [".SH COMMON OPTIONS"] + items(common)
        lines += [".SH COMMANDS"]
        for command in commands.dropFirst() {
            let (text, examples) = discussion(command)
            lines += [".SS \(roff(command.name))", roff(command.abstract), ".PP", ".nf"] + usage(command).map(roff) + [".fi"]
            if !text.isEmpty { lines += [".PP"] + text.map(roff) }
            lines += items(own(command, common))
            if !examples.isEmpty { lines += [".PP", "Example:", ".PP", ".nf", ".RS"] + examples.map(roff) + [".RE", ".fi"] }
        }
        lines += [
            ".SH EXIT STATUS", ".TP", ".B 0", "done and well", ".TP", ".B 1",
            roff("the answer is no: nothing found, differences, violations, refused"), ".TP", ".B 2",
            roff("trouble: bad usage, unreadable input, a model that does not load, a limit reached"), ".TP", ".B 130",
            roff("stopped by Ctrl-C: what was found until then was printed, and is called partial"),
        ]
        lines += [".SH KEYS", roff("In the explorer; ? shows all that can be pressed where one is.")]
        for (title, rows) in KeyTexts.manual {
            lines += [".SS \(roff(title))"]
            for (keys, text) in rows { lines += [".TP", ".B \(roff(keys))", roff(text)] }
        }
        lines += [".SH ENVIRONMENT"] + terms(environment) + [".SH FILES"] + terms(files)
        return lines.joined(separator: "\n") + "\n"
    }

    private static let environment = [
        ("XDG_CACHE_HOME, XDG_STATE_HOME", "where this program keeps files of its own; without them ~/.cache and ~/.local/state"),
        ("TMPDIR", "where what can be read only once (pipes, compressed files) is put while it is read; /var/tmp without it"),
        ("NO_COLOR", "set to anything: no colours"),
        ("COLORFGBG", "tells a light background from a dark one, where --theme does not say it"),
        ("TERM, LC_ALL, LC_CTYPE, LANG", "what the terminal can do, and whether it shows UTF-8"),
        ("VISUAL, EDITOR, PAGER, SHELL", "what edits, shows and is piped into from the explorer; vi, less and /bin/sh without them"),
    ]

    private static let files = [
        ("$XDG_CACHE_HOME/hindcast", "what is kept to open a log again at once; hindcast clean removes it"),
        ("$XDG_STATE_HOME/hindcast", "models that were accepted, and where one was in each source"),
        ("model.lua, models/*.lua", "beside what is opened: models, which run once they were accepted"),
        ("/usr/share/hindcast/sample-streams", "the examples' sample-streams, where the Debian package was installed"),
        ("/usr/share/doc/hindcast", "README.md, and Documentation with the walk-through, the models' reference and the formats"),
    ]

    private static func terms(_ rows: [(String, String)]) -> [String] { rows.flatMap { [".TP", ".B \(roff($0.0))", roff($0.1)] } }

    private static func items(_ arguments: [CommandDescription.Argument]) -> [String] {
        arguments.flatMap { [".TP", ".B \(roff($0.synopsis))", roff($0.explanation)] }
    }

    /// What a page would show as something else (a minus as a hyphen, quotes as curly ones) is written so; a line that begins with a dot would be a request. groff_char(7).
    static func roff(_ text: String) -> String {
        var result = text.hasPrefix(".") ? "\\&" : ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "~": result += "\\(ti"
            case "^": result += "\\(ha"
            case "`": result += "\\(ga"
            case "'": result += "\\(aq"
            case "\"": result += "\\(dq"
            default: result.append(character)
            }
        }
        return result
    }
}
