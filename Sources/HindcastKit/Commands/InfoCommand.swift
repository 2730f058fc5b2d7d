import ArgumentParser
import EventLog

struct InfoCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Say what a history is: its format, size, streams, types and time.",
        usage: "hindcast info PATH… [options]",
        discussion: "Example:\n  hindcast info sample-streams/bank")

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) throws -> ExitStatus {
        let opened = try OpenedSource.open(source, in: context, partly: true)
        if output.json {
            try context.console.out.line(HistoryFacts(opened).json.bytes)
        } else {
            try HistoryFacts(opened).text(in: opened.zone).print(on: context.console)
        }
        return .well
    }
}
