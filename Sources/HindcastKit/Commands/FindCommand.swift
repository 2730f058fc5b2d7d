import ArgumentParser
import EventLog
import JSONText
import LuaModels
import Rehydration

struct FindCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find the first event of each stream after which an expression over its state is true.",
        usage: "hindcast find PATH… --when EXPR [--match GLOB] [--every] [options]",
        discussion: """
            EXPR is Lua over state, before (the state before the event), event, data and meta; an event is what today's schema sees
            of it. Without a model, state holds the last value of each field. Exit 1 if nothing is found.

            Example:
              hindcast find sample-streams/bank --trust --when 'state.balance < 0'
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var choice: StreamChoice

    // Unconditional: an expression may begin with a minus.
    @Option(
        name: .customLong("when"), parsing: .unconditional,
        help: ArgumentHelp("A Lua expression over state, before, event, data and meta.", valueName: "expr"))
    var expression: String

    @Flag(help: "Each change from false to true, not only the first.")
    var every = false

    func run(in context: CommandContext) throws -> ExitStatus {
        // Compiled before a source is opened: a mistake in it is told at once.
        let question = try FindQuestion(expression, every: every, language: LuaExpressions())
        let opened = try OpenedSource.open(source, in: context, partly: true)
        opened.sayFoundModels(on: context.console)
        var printer = FoundPrinter(isJSON: output.json, zone: opened.zone, console: context.console)
        let answer = try question.ask(
            opened.history, opened.models, choice.extent(of: opened, context.console), source.asking(in: context),
            inOrder: {
                for found in $0 { try printer.print(found) }
                // Whoever waits for the first of them sees it now.
                try context.console.out.flush()
            })
        try printer.finish()
        if let first = answer.failures.first {
            context.console.say(
                "--when failed on \(counted(answer.failures.count, "event")), taken as false; the first is #\(first.position): \(first.error.message)")
        }
        answer.unfolded.say(on: context.console)
        context.work.stopped(answer.stoppedAt?.reach)
        return answer.found.isEmpty ? .no : .well
    }
}

/// Prints what `find` found.
private struct FoundPrinter {
    private let isJSON: Bool
    private let zone: Zone
    private let console: Console
    private var table: TextTable

    init(isJSON: Bool, zone: Zone, console: Console) {
        self.isJSON = isJSON
        self.zone = zone
        self.console = console
        table = TextTable(
            [("POSITION", .right), ("TIME", .left), ("STREAM", .left), ("VERSION", .right), ("TYPE", .left)], on: console)
    }

    mutating func print(_ found: FindQuestion.Found) throws {
        guard isJSON else {
            return try table.add([
                "#\(found.position)", found.time?.instant.text(in: zone) ?? "-", found.stream.description, String(found.version),
                found.type.description,
            ])
        }
        var line = JSONLine()
        line.add("stream", found.stream)
        line.add("version", found.version)
        line.add("position", found.position)
        line.add("time", found.time?.text)
        line.add("type", found.type)
        try console.out.line(line.bytes)
    }

    mutating func finish() throws { try table.finish() }
}
