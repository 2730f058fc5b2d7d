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

    /// The command that somebody may have meant by a word that is none.
    static func command(like word: String) -> String? {
        guard word.allSatisfy({ $0.isLetter || $0 == "-" }) else { return nil }
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        return NearestNames.few(of: names.map { Array($0.utf8) }, like: Array(word.utf8), count: 1).first.map { String(decoding: $0, as: UTF8.self) }
    }

    /// How the command that these arguments name is called, for a hint.
    static func invocation(of arguments: [String]) -> String {
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let first = arguments.first, names.contains(first) else { return "hindcast" }
        return "hindcast \(first)"
    }
}
