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

    @Option(help: ArgumentHelp("Print no more than so many.", valueName: "count"))
    var limit: Int?

    @Flag(help: "Last event first.")
    var reverse = false

    @Flag(help: "Print the untouched source lines, byte for byte, whatever they hold.")
    var raw = false

    func run(in context: CommandContext) throws -> ExitStatus {
        try Limit.check(limit)
        if raw, output.json { throw UsageError("--raw and --json exclude each other", hint: "name one of them") }
        let opened = try OpenedSource.open(source, in: context)
        let filter = try filter.filter(for: opened, context.console)
        var printer = EventPrinter(form: raw ? .raw : output.json ? .json : .text, source: opened, console: context.console)
        let reader = HistoryReader(opened.history)
        var left = limit ?? .max
        func visit(_ positions: some Sequence<Int>) throws {
            for position in positions {
                guard left > 0 else { break }
                guard filter.admits(position, of: opened.history) else { continue }
                let recorded = try reader.event(at: position)
                guard filter.admits(recorded) else { continue }
                try printer.print(recorded)
                left -= 1
            }
        }
        switch (filter.candidates(in: opened.history), reverse) {
        case (let positions?, false): try visit(positions)
        case (let positions?, true): try visit(positions.reversed())
        case (nil, false): try visit(0..<opened.history.count)
        case (nil, true): try visit((0..<opened.history.count).reversed())
        }
        try printer.finish()
        return .well
    }
}
