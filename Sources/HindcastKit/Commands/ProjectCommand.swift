import ArgumentParser
import EventLog
import JSONText
import Rehydration
import Screen

struct ProjectCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "project",
        abstract: "Fold the log into one of the model's projections, up to any point of it.",
        usage: "hindcast project PATH… --name NAME [--at AT] [options]",
        discussion: """
            AT is a moment of the whole log: a clock time, #position, or a percentage of its events.

            Example:
              hindcast project sample-streams/bank --trust --name totals --at 50%
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The projection's name.", valueName: "name"))
    var name: String

    // Unconditional: a span such as -3h begins like an option.
    @Option(parsing: .unconditional, help: ArgumentHelp("The moment, the end without it: \(PointInTime.forms)", valueName: "at"))
    var at: String?

    func run(in context: CommandContext) throws -> ExitStatus {
        let opened = try OpenedSource.open(source, in: context)
        let moment = try at.map { try opened.moment($0, flag: "--at", ofStreams: false, context.console) }
        opened.sayFoundModels(on: context.console)
        let rehydrator = try opened.rehydrator(in: context)
        guard let index = try rehydrator.index(ofProjection: name, at: moment), let path = try rehydrator.path(ofProjection: name),
            let answer = try rehydrator.state(ofProjection: name, at: index)
        else { throw UsageError.missing(projection: name, rehydrator.projections, others: opened.foundModels) }
        let position = index < 0 ? -1 : path[index]
        if output.json {
            var line = JSONLine()
            line.add("projection", text: name)
            line.add("position", position)
            line.add("time", answer.time?.text)
            line.add("state", value: answer.state)
            if !answer.errors.isEmpty { line.add("errors", list: answer.errors.map { JSONLine($0) }) }
            try context.console.out.line(line.bytes)
        } else {
            let place = position < 0 ? "before its first event" : "after #\(position)"
            let time = answer.time.map { ", \($0.instant.longText(in: opened.zone))" } ?? ""
            try context.console.out.line(context.console.style.heading(sanitised("\(name) \(place)\(time)")).utf8)
            try StateReport(answer, showing: answer.state).printState(on: context.console)
        }
        return .well
    }
}
