import ArgumentParser
import EventLog
import JSONText

struct EventsCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Print events in log order.",
        usage: "hindcast events PATH… [filters] [--limit N] [--reverse] [--raw] [options]",
        discussion: "Example:\n  hindcast events sample-streams/bank --type MoneyWithdrawn --limit 5")

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var filter: FilterOptions

    @Option(parsing: .unconditional, help: ArgumentHelp("Print no more than so many.", valueName: "count"))
    var limit: Int?

    @Flag(help: "Last event first.")
    var reverse = false

    @Flag(help: "Print the untouched source lines, byte for byte, whatever they hold.")
    var raw = false

    func run(in context: CommandContext) throws -> ExitStatus {
        try Limit.check(limit)
        if raw, output.json { throw UsageError("--raw and --json exclude each other", hint: "name one of them") }
        let condition = try filter.condition()
        let opened = try OpenedSource.open(source, in: context, partly: true)
        let filter = try filter.filter(for: opened, condition, context.console)
        var printer = EventPrinter(form: raw ? .raw : output.json ? .json : .text, source: opened, console: context.console)
        try EventSelection(history: opened.history, filter: filter, limit: limit, isReversed: reverse, jobs: opened.jobs)
            .forEach(goesOn: {
                try printer.pause()
                return context.work.goesOn("looking", $0, of: $1, "event")
            }) { try printer.print($0) }
        try printer.finish()
        condition?.sayFailures(on: context.console)
        return .well
    }
}
