extension CommandPages {
    /// `Documentation/commands.md`.
    static func markdown(_ commands: [CommandDescription]) -> String {
        let common = common(commands)
        var lines = [
            "# Commands", "",
            "Made from the declarations by `hindcast reference commands`; a test holds this page to them.", "",
            "Exit status: 0 done and well · 1 the answer is no (nothing found, differences, violations, refused) · 2 trouble, told in one",
            "line on standard error · 130 stopped by Ctrl-C, what was found until then printed. Results go to standard output, everything else to standard error.", "",
            "## Common to all that read a history", "",
        ]
        lines += table(common)
        for command in commands.dropFirst() {
            let (text, examples) = discussion(command)
            lines += ["", "## \(command.name)", "", command.abstract]
            lines += ["", "```", ] + usage(command) + ["```"]
            if !text.isEmpty { lines += [""] + text }
            let own = own(command, common)
            if !own.isEmpty { lines += [""] + table(own) }
            if !examples.isEmpty { lines += ["", "```sh"] + examples + ["```"] }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func table(_ arguments: [CommandDescription.Argument]) -> [String] {
        ["| | |", "|---|---|"] + arguments.filter { !["--help", "--version"].contains($0.names.last ?? "") }.map {
            "| `\(cell($0.synopsis))` | \(cell($0.explanation)) |"
        }
    }

    /// A bar would end the cell, and a name in angle brackets be taken for HTML.
    static func cell(_ text: String) -> String {
        var result = ""
        for character in text {
            if character == "|" { result += "\\" }
            result.append(character)
        }
        return result
    }
}
