import ArgumentParser
import EventLog
import JSONText
import Rehydration

struct UpcastCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "upcast",
        abstract: "Print every event as today's schema sees it; with --check, only what fails or has no way there.",
        usage: "hindcast upcast PATH… [filters] [--check] [options]",
        discussion: """
            Exit 1 if any event cannot be upcast. One event may become several lines, or none; position, stream and version say which.

            Example:
              hindcast upcast sample-streams/bank --trust --stream account-1001 --json
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var filter: FilterOptions

    @Flag(help: "Print only events that fail or have no way to the newest schema.")
    var check = false

    func run(in context: CommandContext) throws -> ExitStatus {
        let condition = try filter.condition()
        let opened = try OpenedSource.open(source, in: context, partly: true)
        opened.sayFoundModels(on: context.console)
        let rehydrator = try opened.rehydrator()
        let selection = EventSelection(
            history: opened.history, filter: try filter.filter(for: opened, condition, context.console), jobs: opened.jobs)
        var problems = UpcastProblemPrinter(isJSON: output.json, isSilent: !check, console: context.console)
        var events = EventPrinter(form: output.json ? .json : .text, source: opened, console: context.console)
        var count = 0
        try selection.forEach(goesOn: { context.work.goesOn("upcasting", $0, of: $1, "event") }) { recorded in
            count += 1
            do {
                let final = try rehydrator.upcast(recorded.event).final
                if check {
                    for event in final {
                        if let reason = rehydrator.missingWay(of: event) { try problems.print(.gap, recorded.event, reason) }
                    }
                } else {
                    for event in final { try events.print(event) }
                }
            } catch let error as HandlerError {
                try problems.print(.failure, recorded.event, ErrorRenderer.sentence(for: error))
            }
        }
        try events.finish()
        try problems.finish()
        condition?.sayFailures(on: context.console)
        if check || problems.count > 0, !context.work.wasStopped { context.console.say(problems.summary(of: count)) }
        return problems.count > 0 ? .no : .well
    }
}
