import ArgumentParser

/// What the argument parser lets pass and nobody can have meant: an option that holds one value and is given twice (the last would
/// count), and `--at=` with nothing behind it (the next argument would be taken). And what it does not name: options that are unknown.
enum OptionCheck {
    /// - Parameter command: what the arguments were parsed as.
    /// - Throws: `UsageError` that names the option.
    static func check(_ arguments: [String], of command: any ParsableCommand.Type) throws {
        // Describing a command costs more than parsing a line: only where there is something to look for.
        guard isDoubtful(arguments) else { return }
        var given: Set<[String]> = []
        try forEachOption(in: arguments, of: command) { word, name, value, argument in
            guard let option = argument, option.kind == .option else { return }
            if value == "" { throw UsageError("\(word) has no value", hint: "write it as \(name) <\(option.valueName)>") }
            if !option.isRepeating, !given.insert(option.names).inserted {
                throw UsageError("\(name) is given more than once", hint: "one \(name) can be answered at a time")
            }
        }
    }

    /// For a line that was not understood: the first option in it that the command has not.
    /// - Parameter called: the command with the program's name.
    /// - Throws: `UsageError` that names the option, and the one that may have been meant.
    static func checkNames(_ arguments: [String], of command: any ParsableCommand.Type, calledAs called: String) throws {
        let description = try CommandDescription.of(command)
        let known = description.arguments.flatMap(\.names) + ["--version"]
        try forEachOption(in: arguments, of: command) { _, name, _, argument in
            guard argument == nil, !known.contains(name), !name.hasPrefix("--generate-completion-script") else { return }
            // One letter is like any other: only of words can be told what was meant; and -V is what others call --version.
            let nearest = name == "-V" ? "--version" : name.hasPrefix("--") ? NearestNames.nearest(of: known, to: name) : nil
            throw UsageError("unknown option \(name)", hint: (nearest.map { "did you mean \($0)? " } ?? "") + "see \(called) --help")
        }
    }

    /// Calls the body with each word that stands where an option may: the word, its name, its value after an equals sign, and what
    /// is declared by that name. Values are passed over.
    private static func forEachOption(
        in arguments: [String], of command: any ParsableCommand.Type,
        _ body: (_ word: String, _ name: String, _ value: String?, CommandDescription.Argument?) throws -> Void
    ) throws {
        var declared: [String: CommandDescription.Argument] = [:]
        for argument in try CommandDescription.of(command).arguments {
            for name in argument.names { declared[name] = argument }
        }
        var rest = arguments[...]
        while let word = rest.popFirst(), word != "--" {
            guard word.hasPrefix("-"), word.utf8.count > 1 else { continue }
            let (name, value) = split(word)
            if declared[name]?.kind == .option, value == nil { _ = rest.popFirst() }
            try body(word, name, value, declared[name])
        }
    }

    private static func isDoubtful(_ arguments: [String]) -> Bool {
        var names: Set<String> = []
        return arguments.contains { word in
            guard word.hasPrefix("-"), word.utf8.count > 1 else { return false }
            let (name, value) = split(word)
            return value == "" || !names.insert(name).inserted
        }
    }

    /// `--at=37` as its name and value; nil where the value is the next argument.
    private static func split(_ word: String) -> (name: String, value: String?) {
        guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }
}
