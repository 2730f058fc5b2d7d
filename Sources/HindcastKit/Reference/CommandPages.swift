/// The commands as pages.
enum CommandPages {
    /// What `info` takes is what every command that reads a history takes; it is told once.
    static func common(_ commands: [CommandDescription]) -> [CommandDescription.Argument] {
        commands.first { $0.name == "info" }?.arguments ?? []
    }

    /// What a command takes besides the common.
    static func own(_ command: CommandDescription, _ common: [CommandDescription.Argument]) -> [CommandDescription.Argument] {
        command.arguments.filter { argument in !common.contains { $0.synopsis == argument.synopsis && $0.abstract == argument.abstract } }
    }

    /// The lines of the declared usage, else one made from the arguments.
    static func usage(_ command: CommandDescription) -> [String] {
        guard command.usage.isEmpty else { return command.usage.split(separator: "\n").map(String.init) }
        let positionals = command.arguments.filter { $0.kind == .positional }.map { $0.isOptional ? "[\($0.synopsis)]" : $0.synopsis }
        return [(["hindcast", command.name] + positionals + ["[options]"]).joined(separator: " ")]
    }

    /// The discussion's indented lines under "Example:", and what stands before them.
    static func discussion(_ command: CommandDescription) -> (text: [String], examples: [String]) {
        let lines = command.discussion.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let text = lines.filter { !$0.hasPrefix("  ") && !$0.hasPrefix("Example") && !$0.isEmpty }
        return (text, lines.filter { $0.hasPrefix("  ") }.map { String($0.dropFirst(2)) })
    }
}
