import ArgumentParser
import EventLog
import JSONText

struct SchemaCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "List the types and schemas of events, with the fields of their data.",
        usage: "hindcast schema PATH… [options]",
        discussion: "Example:\n  hindcast schema sample-streams/bank --trust")

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) throws -> ExitStatus {
        let opened = try OpenedSource.open(source, in: context, partly: true)
        opened.sayFoundModels(on: context.console)
        let report = try SchemaReport(opened) { context.work.goesOn("reading", $0, of: $1, "event") }
        if output.json {
            for line in report.json { try context.console.out.line(line.bytes) }
        } else {
            try report.print(on: context.console)
        }
        for type in report.cutShort {
            context.console.say("\(type) has more fields than can be listed: its keys seem to be data; the first are shown")
        }
        return .well
    }
}
