import ArgumentParser
import EventLog
import JSONText
import Rehydration

struct HistoryCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Print every event that changed what lies at a path of a stream's state, oldest first.",
        usage: "hindcast history PATH… --stream NAME --select .path [options]",
        discussion: "Example:\n  hindcast history sample-streams/bank --trust --stream account-1042 --select .balance")

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The stream's name.", valueName: "name"))
    var stream: String

    @Option(help: ArgumentHelp("What is watched: .balance, .items[0].sku", valueName: ".path"))
    var select: String

    func run(in context: CommandContext) throws -> ExitStatus {
        let path = try JSONPath(argument: select, flag: "--select")
        let opened = try OpenedSource.open(source, in: context)
        let stream = try opened.stream(named: stream)
        opened.sayFoundModels(on: context.console)
        let rehydrator = try opened.rehydrator(in: context)
        var report = PathHistoryReport(isJSON: output.json, zone: opened.zone, console: context.console)
        let end = try context.work.partly {
            try rehydrator.answer(PathHistory(stream: stream.name, path: path), on: stream) { try report.add($0) }
        }
        guard let end else {
            try report.finish()
            return .well
        }
        guard end.wasThere || end.problem != nil else { throw try nothing(at: path, in: stream, rehydrator) }
        try report.finish()
        if let problem = end.problem { context.console.say(ErrorRenderer.sentence(for: problem)) }
        if end.refused > 0 { context.console.say("\(counted(end.refused, "event")) could not be folded, and changed nothing") }
        if report.count == 0 { context.console.say("no event of \(stream.name) changed \(path)") }
        return .well
    }

    private func nothing(at path: JSONPath, in stream: History.Stream, _ rehydrator: Rehydrator) throws -> UsageError {
        let states = try [stream.positions.count - 1, -1].map { try rehydrator.state(of: stream, at: $0).state }
        return UsageError("nothing ever lay at \(path) in the state of \(stream.name)", hint: KnownPaths(in: states).hint(for: path))
    }
}
