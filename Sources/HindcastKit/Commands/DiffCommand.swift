import ArgumentParser
import EventLog
import Rehydration

struct DiffCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Print what differs between a stream's states at two points; exit 1 if anything does.",
        usage: "hindcast diff PATH… --stream NAME --from AT --to AT [options]",
        discussion: "Example:\n  hindcast diff sample-streams/bank --trust --stream account-1042 --from 36 --to 37")

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The stream's name.", valueName: "name"))
    var stream: String

    // Unconditional: a span such as -3h begins like an option.
    @Option(parsing: .unconditional, help: ArgumentHelp("The first point in time: \(PointInTime.forms)", valueName: "at"))
    var from: String

    @Option(parsing: .unconditional, help: ArgumentHelp("The second; it may lie before the first.", valueName: "at"))
    var to: String

    func run(in context: CommandContext) throws -> ExitStatus {
        let opened = try OpenedSource.open(source, in: context)
        let stream = try opened.stream(named: stream)
        let first = try opened.resolve(from, flag: "--from", on: stream, context.console)
        let second = try opened.resolve(to, flag: "--to", on: stream, context.console)
        opened.sayFoundModels(on: context.console)
        let rehydrator = try opened.rehydrator()
        let diff = try rehydrator.diff(of: stream, from: first, to: second)
        for notice in rehydrator.notices { context.console.say(notice) }
        for state in [diff.before, diff.after] { context.console.sayErrors(of: state) }
        try ChangeReport(diff.changes).print(asJSON: output.json, on: context.console)
        return diff.changes.isEmpty ? .well : .no
    }
}
