import ArgumentParser
import EventLog

struct ExportCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write events as JSON lines in our own store's shape, to standard output or a new file.",
        usage: "hindcast export PATH… [filters] [--limit N] [--out FILE] [options]",
        discussion: "Example:\n  hindcast export sample-streams/bank --stream account-1042 --limit 3")

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var filter: FilterOptions

    @Option(parsing: .unconditional, help: ArgumentHelp("Write no more than so many.", valueName: "count"))
    var limit: Int?

    @Option(help: ArgumentHelp("A new file, readable for its owner only; one that is there is never overwritten.", valueName: "file"))
    var out: String?

    func run(in context: CommandContext) throws -> ExitStatus {
        try Limit.check(limit)
        if let out { try NewFile.check(out, isOutside: source.paths) }
        let condition = try filter.condition()
        let opened = try OpenedSource.open(source, in: context)
        let filter = try filter.filter(for: opened, condition, context.console)
        let selection = EventSelection(history: opened.history, filter: filter, limit: limit, jobs: opened.jobs)
        if let out {
            var count = 0
            try NewFile.write(out) { file in
                try selection.forEach { recorded in
                    try file.line(JSONLine(stored: recorded.event))
                    count += 1
                }
            }
            context.console.say("\(counted(count, "event")) written to \(out)")
        } else {
            try selection.forEach(paused: { try context.console.out.flush() }) { try context.console.out.line(JSONLine(stored: $0.event)) }
        }
        condition?.sayFailures(on: context.console)
        return .well
    }
}
