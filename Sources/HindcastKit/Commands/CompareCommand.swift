import ArgumentParser
import EventLog
import JSONText
import LuaModels
import Rehydration

struct CompareCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Read one history with two models and tell where the states part; exit 1 if they do anywhere.",
        usage: "hindcast compare PATH… --before MODEL --after MODEL [--match GLOB] [options]",
        discussion: """
            Of each stream the first event after which the states differ, both states and the paths, by position. Each model is read
            alone: --model and models beside the events play no part.

            Example:
              sed 's/state.balance + state.pending/state.balance/' sample-streams/bank/model.lua > fixed.lua
              hindcast compare sample-streams/bank --before sample-streams/bank/model.lua --after fixed.lua
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var choice: StreamChoice

    @Option(help: ArgumentHelp("The model as it was.", valueName: "model"), completion: .model)
    var before: String

    @Option(help: ArgumentHelp("The model as it shall be.", valueName: "model"), completion: .model)
    var after: String

    func run(in context: CommandContext) throws -> ExitStatus {
        guard source.models.isEmpty else {
            throw UsageError("--model plays no part in compare", hint: "name the two models with --before and --after")
        }
        let models = try [before, after].map { try LuaModel(path: $0) }
        // Loaded once for nothing: a mistake in a model is told before a large file is read.
        for model in models { _ = try model.makeReader() }
        let opened = try OpenedSource.open(source, in: context, partly: true)
        try choice.checkFit(in: opened)
        var printer = DifferencePrinter(isJSON: output.json, zone: opened.zone, console: context.console)
        let answer = try CompareQuestion(before: models[0], after: models[1]).ask(
            opened.history, choice.extent(of: opened, context.console), source.asking(in: context),
            inOrder: {
                for difference in $0 { try printer.print(difference) }
                // Whoever waits for the first of them sees it now.
                try context.console.out.flush()
            })
        try printer.finish()
        context.console.progress.erase()
        for (name, count) in [(before, answer.refusedBefore), (after, answer.refusedAfter)] where count > 0 {
            context.console.say("\(name) could not fold \(counted(count, "event")); hindcast check tells which")
        }
        answer.unfolded.say(on: context.console)
        let differ = answer.differences.count
        let streams = counted(answer.streams, "stream")
        context.work.stopped(answer.stoppedAt?.reach)
        if answer.stoppedAt == nil { context.console.say(differ == 0 ? "no state differs in \(streams)" : "\(differ) of \(streams) differ: \(before) → \(after)") }
        return differ == 0 ? .well : .no
    }
}

/// Prints what `compare` found.
private struct DifferencePrinter {
    private let isJSON: Bool
    private let zone: Zone
    private let console: Console
    private var table: TextTable

    init(isJSON: Bool, zone: Zone, console: Console) {
        self.isJSON = isJSON
        self.zone = zone
        self.console = console
        table = TextTable(
            [("POSITION", .right), ("TIME", .left), ("STREAM", .left), ("VERSION", .right), ("TYPE", .left), ("PATH", .left), ("BEFORE", .left), ("AFTER", .left)],
            on: console)
    }

    mutating func print(_ difference: CompareQuestion.Difference) throws {
        guard isJSON else {
            for (number, path) in difference.paths.enumerated() {
                let facts = [
                    "#\(difference.position)", difference.time?.instant.text(in: zone) ?? "-", difference.stream.description,
                    String(difference.version), difference.type.description,
                ]
                try table.add((number == 0 ? facts : ["", "", "", "", ""]) + [
                    path.description, difference.before[path]?.line ?? "-", difference.after[path]?.line ?? "-",
                ])
            }
            return
        }
        var line = JSONLine()
        line.add("stream", difference.stream)
        line.add("version", difference.version)
        line.add("type", difference.type)
        line.add("before", value: difference.before)
        line.add("after", value: difference.after)
        line.add("paths", texts: difference.paths.map(\.description))
        try console.out.line(line.bytes)
    }

    mutating func finish() throws { try table.finish() }
}
