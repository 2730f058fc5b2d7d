import ArgumentParser

struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hindcast",
        abstract: "Explore event-sourced histories: rerun the past through today's model.",
        usage: "hindcast PATH…\nhindcast COMMAND PATH… [options]",
        discussion: """
            PATH is a file of JSON lines, several, a folder of them, or a store. Without a command the explorer opens.

            Examples:
              hindcast sample-streams/bank
              hindcast streams sample-streams/bank --json
              hindcast state sample-streams/bank --stream account-1042 --at start
            """,
        version: Hindcast.versionText,
        subcommands: [
            ExploreCommand.self, InfoCommand.self, StreamsCommand.self, EventsCommand.self, ShowCommand.self, StateCommand.self,
            StatesCommand.self, FindCommand.self, CheckCommand.self, CompareCommand.self, ProjectCommand.self,
            SchemaCommand.self, TraceCommand.self, VerifyCommand.self, ExportCommand.self, UpcastCommand.self,
            HistoryCommand.self, DiffCommand.self, WhatIfCommand.self, DecideCommand.self, GoldenCommand.self,
            SnapshotsCommand.self, ModelCommand.self,
            AppendCommand.self, ImportCommand.self, RecoverCommand.self, CleanCommand.self, ReferenceCommand.self,
        ],
        defaultSubcommand: ExploreCommand.self)
}

extension RootCommand {
    /// What the first word of a command line may be.
    static var commandNames: [String] { names(below: Self.self) }

    /// The command that these arguments name, and how it is called, for a hint. The explorer is called by the program's name.
    static func command(of arguments: [String]) -> (type: any ParsableCommand.Type, name: String) {
        var command: any ParsableCommand.Type = Self.self
        var name = configuration.commandName ?? ""
        for word in arguments {
            guard let next = subcommand(word, of: command) else { break }
            command = next
            name += " \(word)"
        }
        return (command == Self.self ? ExploreCommand.self : command, name)
    }

    /// - Throws: `UsageError` for words that name no command, as `help` is asked for them.
    static func checkNames(_ words: some Sequence<String>) throws {
        var command: any ParsableCommand.Type = Self.self
        var name = "hindcast"
        for word in words where !word.hasPrefix("-") && word != "help" {
            guard let next = subcommand(word, of: command) else {
                let known = names(below: command)
                let nearest = NearestNames.nearest(of: known, to: word).map { "did you mean \($0)?" }
                let whole = (name + " \(word)").dropFirst("hindcast ".count)
                throw UsageError("there is no command \"\(whole)\"", hint: nearest ?? "see \(name) --help")
            }
            command = next
            name += " \(word)"
        }
    }

    private static func names(below command: any ParsableCommand.Type) -> [String] {
        command.configuration.subcommands.compactMap { $0.configuration.commandName }
    }

    private static func subcommand(_ name: String, of command: any ParsableCommand.Type) -> (any ParsableCommand.Type)? {
        command.configuration.subcommands.first { $0.configuration.commandName == name }
    }
}
