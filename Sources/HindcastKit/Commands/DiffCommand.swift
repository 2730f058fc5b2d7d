import ArgumentParser
import EventLog
import Rehydration

struct DiffCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Print what differs between a stream's states at two points, or between two streams; exit 1 if anything does.",
        usage: "hindcast diff PATH… --stream NAME (--from AT --to AT | --with NAME [--from AT] [--to AT]) [options]",
        discussion: """
            With --with the states are those of two streams, each at its end unless --from (a point of the first) or --to (of the second)
            says otherwise.

            Examples:
              hindcast diff sample-streams/bank --trust --stream account-1042 --from 36 --to 37
              hindcast diff sample-streams/bank --trust --stream account-1042 --with account-1007
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The stream's name.", valueName: "name"))
    var stream: String

    @Option(name: .customLong("with"), help: ArgumentHelp("Another stream, to compare the first with.", valueName: "name"))
    var other: String?

    // Unconditional: a span such as -3h begins like an option.
    @Option(parsing: .unconditional, help: ArgumentHelp("The first point in time: \(PointInTime.forms)", valueName: "at"))
    var from: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("The second; it may lie before the first.", valueName: "at"))
    var to: String?

    func run(in context: CommandContext) throws -> ExitStatus {
        if other == nil, let missing = from == nil ? "--from" : to == nil ? "--to" : nil {
            throw UsageError("\(missing) is missing: which points of \(stream)", hint: "say --from AT --to AT, or --with STREAM for two streams")
        }
        let opened = try OpenedSource.open(source, in: context)
        let stream = try opened.stream(named: stream)
        let other = try other.map { try opened.stream(named: $0) } ?? stream
        let first = try from.map { try opened.resolve($0, flag: "--from", on: stream, context.console) } ?? stream.positions.count - 1
        let second = try to.map { try opened.resolve($0, flag: "--to", on: other, context.console) } ?? other.positions.count - 1
        opened.sayFoundModels(on: context.console)
        let rehydrator = try opened.rehydrator(in: context)
        let diff = try rehydrator.diff(of: stream, at: first, and: other, at: second)
        for notice in rehydrator.notices { context.console.say(notice) }
        for state in [diff.before, diff.after] { context.console.sayErrors(of: state) }
        try ChangeReport(diff.changes).print(asJSON: output.json, on: context.console)
        return diff.changes.isEmpty ? .well : .no
    }
}
