import ArgumentParser
import EventLog
import JSONText

struct StreamsCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "streams",
        abstract: "List the streams of a history.",
        usage: "hindcast streams PATH… [--match GLOB] [--category NAME] [--sort ORDER] [--limit N] [options]",
        discussion: "Example:\n  hindcast streams sample-streams/bank --sort events --limit 3")

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("Only streams whose name fits: account-*", valueName: "glob"))
    var match: String?

    @Option(help: ArgumentHelp("Only streams of that category: a name's part before the first \"-\".", valueName: "name"))
    var category: String?

    @Option(help: "By name (bytes), most events, earliest first event, or latest last event.")
    var sort = StreamOrder.name

    @Option(parsing: .unconditional, help: ArgumentHelp("Print no more than so many.", valueName: "count"))
    var limit: Int?

    func run(in context: CommandContext) throws -> ExitStatus {
        try Limit.check(limit)
        let opened = try OpenedSource.open(source, in: context, partly: true)
        let history = opened.history
        let glob = match.map { Glob($0) }
        let wanted = category.map { ExactString($0) }
        let matching = history.streams.filter {
            (glob?.matches($0.name.bytes) ?? true) && (wanted == nil || $0.category == wanted)
        }
        let shown = sort.sorted(matching, of: history).prefix(limit ?? .max)
        if output.json {
            var line = JSONLine()
            for stream in shown {
                line = JSONLine(reusing: line)
                line.add(stream, history.summary(of: stream))
                try context.console.out.line(line)
            }
        } else {
            try printTable(shown, opened, context.console)
        }
        return .well
    }

    private func printTable(_ streams: some Sequence<History.Stream>, _ opened: OpenedSource, _ console: Console) throws {
        let history = opened.history
        var table = TextTable(
            [("STREAM", .left), ("EVENTS", .right), ("VERSION", .right), ("FIRST", .left), ("LAST", .left)], on: console)
        func time(_ time: Instant?) -> String { time?.text(in: opened.zone) ?? "-" }
        for stream in streams {
            let summary = history.summary(of: stream)
            try table.add([
                stream.name.description, String(summary.events), summary.version.map(String.init) ?? "-", time(summary.first), time(summary.last),
            ])
        }
        try table.finish()
    }
}

extension JSONLine {
    fileprivate mutating func add(_ stream: History.Stream, _ summary: StreamSummary) {
        add("stream", stream.name)
        add("category", stream.category)
        add("events", summary.events)
        add("version", summary.version)
        add("first", summary.first)
        add("last", summary.last)
    }
}
