import ArgumentParser
import EventLog

struct ExploreCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore",
        abstract: "Open the explorer; so does hindcast PATH…",
        usage: "hindcast [explore] PATH… [options]",
        discussion: "Example:\n  hindcast explore sample-streams/bank")

    @OptionGroup var source: SourceOptions

    @Flag(help: "Show events that are added to the source, as F does.")
    var follow = false

    @Flag(help: "Neither take up nor keep where one was, marks and filters.")
    var noSession = false

    func run(in context: CommandContext) throws -> ExitStatus {
        var request = ExploreRequest(source: try source.request(in: context), follows: follow)
        request.keepsSession = !noSession
        // A wrong path is the likelier mistake: it is told first.
        if case .files(let files) = try SourceList.resolve(source.paths) {
            for file in files { try SourceOpener().check(file) }
        }
        guard context.console.out.isTerminal else {
            throw UsageError(
                "the explorer needs a terminal, and standard output is none",
                hint: "for text use hindcast info, streams, events or state; see hindcast --help")
        }
        try ExplorerSession.run(request, registered: context.registeredModels)
        return .well
    }
}
