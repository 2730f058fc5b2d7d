import ArgumentParser
import EventLog
import Rehydration

struct CheckCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Fold every stream once and tell what is wrong; exit 1 if anything is.",
        usage: "hindcast check PATH… [--match GLOB] [options]",
        discussion: """
            Errors: invariant (where it first breaks in each stream), fold-error (every event that could not be folded), upcaster-gap
            (once a type and schema that have no way to today's). Warnings: unhandled-type (once a type that the model says nothing of),
            gap (versions are missing, once a stream; hindcast verify tells whether that is damage).

            Example:
              hindcast check sample-streams/bank --trust
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var choice: StreamChoice

    func run(in context: CommandContext) throws -> ExitStatus {
        let opened = try OpenedSource.open(source, in: context, partly: true)
        opened.sayFoundModels(on: context.console)
        try choice.checkFit(in: opened)
        var printer = CheckPrinter(isJSON: output.json, zone: opened.zone, console: context.console)
        let answer = try CheckQuestion().ask(
            opened.history, opened.models, choice.extent(of: opened, context.console), source.asking(in: context),
            inOrder: {
                for finding in $0 { try printer.print(finding) }
                // Whoever waits for the first of them sees it now.
                try context.console.out.flush()
            })
        try printer.finish()
        if answer.stoppedAt == nil { context.console.say("\(counted(answer.streams, "stream")) checked\(opened.models.isEmpty ? " without a model" : ""): \(printer.summary)") }
        context.work.stopped(answer.stoppedAt?.reach)
        return printer.hasErrors ? .no : .well
    }
}
