import ArgumentParser
import EventLog
import JSONText
import Rehydration

struct StateCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Rehydrate a stream's state at any point in time.",
        usage: "hindcast state PATH… --stream NAME [--at AT] [--select .path] [options]",
        discussion: "Example:\n  hindcast state sample-streams/bank --trust --stream account-1042 --at 50%")

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The stream's name.", valueName: "name"))
    var stream: String

    // Unconditional: a span such as -3h begins like an option.
    @Option(parsing: .unconditional, help: ArgumentHelp("The point in time, the end without it: \(PointInTime.forms)", valueName: "at"))
    var at: String?

    @Option(help: ArgumentHelp("Only what lies there: .items[0].sku", valueName: ".path"))
    var select: String?

    func run(in context: CommandContext) throws -> ExitStatus {
        let path = try select.map { try JSONPath(argument: $0, flag: "--select") }
        let opened = try OpenedSource.open(source, in: context)
        let stream = try opened.stream(named: stream)
        let index = try at.map { try opened.resolve($0, flag: "--at", on: stream, context.console) } ?? stream.positions.count - 1
        opened.sayFoundModels(on: context.console)
        let rehydrator = try opened.rehydrator(in: context)
        let answer = try rehydrator.state(of: stream, at: index)
        for notice in rehydrator.notices { context.console.say(notice) }
        let state = path.map { answer.state[$0] } ?? answer.state
        if let path, state == nil { context.console.say("nothing lies at \(path) in the state of \(stream.name)") }
        let report = StateReport(answer, showing: state ?? .null, at: path ?? JSONPath())
        if output.json {
            try context.console.out.line(report.json.bytes)
        } else {
            try report.print(in: opened.zone, on: context.console)
        }
        return .well
    }
}
