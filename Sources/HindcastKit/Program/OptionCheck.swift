import ArgumentParser

/// What the argument parser lets pass and nobody can have meant: an option that holds one value and is given twice (the last would
/// count), and `--at=` with nothing behind it (the next argument would be taken).
enum OptionCheck {
    /// - Parameter command: what the arguments were parsed as.
    /// - Throws: `UsageError` that names the option.
    static func check(_ arguments: [String], of command: any ParsableCommand.Type) throws {
        // Describing a command costs more than parsing a line: only where there is something to look for.
        guard isDoubtful(arguments) else { return }
        let description = try CommandDescription.of(command)
        var options: [String: CommandDescription.Argument] = [:]
        for argument in description.arguments where argument.kind == .option {
            for name in argument.names { options[name] = argument }
        }
        var given: Set<[String]> = []
        var rest = arguments[...]
        while let word = rest.popFirst(), word != "--" {
            let (name, value) = split(word)
            guard let option = options[name] else { continue }
            if value == "" { throw UsageError("\(word) has no value", hint: "write it as \(name) <\(option.valueName)>") }
            if value == nil { _ = rest.popFirst() }
            if !option.isRepeating, !given.insert(option.names).inserted {
                throw UsageError("\(name) is given more than once", hint: "one \(name) can be answered at a time")
            }
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
