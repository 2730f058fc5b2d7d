extension CommandPages {
    /// A manual page of section 1, in man(7)'s macros.
    static func manual(_ commands: [CommandDescription]) -> String {
        let common = common(commands)
        let program = commands[0]
        var lines = [
            ".TH HINDCAST 1 \"\" \"hindcast \(Hindcast.version)\" \"User Commands\"",
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
            roff("ended by Ctrl-C: what there was by then was printed, and is called partial"),
            ".SH FILES", ".TP", roff("$XDG_CACHE_HOME/hindcast"), "what is kept to open a log again at once; hindcast clean removes it",
            ".TP", roff("$XDG_STATE_HOME/hindcast"), "models that were accepted, and where one was in each source",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func items(_ arguments: [CommandDescription.Argument]) -> [String] {
        arguments.flatMap { [".TP", ".B \(roff($0.synopsis))", roff($0.explanation)] }
    }

    /// Backslashes and minus signs are written so; a line that begins with a dot or an apostrophe would be a request. groff_char(7).
    static func roff(_ text: String) -> String {
        var result = text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" : ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            default: result.append(character)
            }
        }
        return result
    }
}
