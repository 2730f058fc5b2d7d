import ArgumentParser
import EventLog

struct ShowCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one event: its source line, each upcaster's step, and what the model sees.",
        usage: "hindcast show PATH… --stream NAME --at AT [options]",
        discussion: "Example:\n  hindcast show sample-streams/bank --trust --stream account-1001 --at 1")

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The stream's name.", valueName: "name"))
    var stream: String

    // Unconditional: a span such as -3h begins like an option.
    @Option(parsing: .unconditional, help: ArgumentHelp("The last event at or before: \(PointInTime.forms)", valueName: "at"))
    var at: String

    func run(in context: CommandContext) throws -> ExitStatus {
        let opened = try OpenedSource.open(source, in: context)
        let stream = try opened.stream(named: stream)
        let index = try opened.resolve(at, flag: "--at", on: stream, context.console)
        guard index >= 0 else {
            throw UsageError(
                "--at \(at) lies before the first event of \(stream.name)",
                hint: "its first version is \(opened.history.version(of: stream, at: 0))")
        }
        opened.sayFoundModels(on: context.console)
        let report = try EventReport(position: stream.positions[stream.positions.startIndex + index], of: opened)
        if output.json {
            try context.console.out.line(report.json.bytes)
        } else {
            try report.print(in: opened.zone, on: context.console)
        }
        return .well
    }
}
