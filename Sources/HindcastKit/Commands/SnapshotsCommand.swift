import ArgumentParser
import EventLog
import JSONText
import Rehydration

struct SnapshotsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshots",
        abstract: "Keep states on disk, so that long streams open at once: build, verify, list, clear.",
        usage: "hindcast snapshots build|verify|list|clear PATH… [options]",
        discussion: """
            They lie in the user's cache, belong to one model's text and one history, and may be thrown away at any time.

            Example:
              hindcast snapshots build sample-streams/bank --trust --every 20
            """,
        subcommands: [Build.self, Verify.self, List.self, Clear.self])

    struct Build: HindcastCommand {
        static let configuration = CommandConfiguration(
            commandName: "build", abstract: "Fold every stream and keep its state after every so many events.",
            discussion: "Example:\n  hindcast snapshots build sample-streams/bank --trust --every 20")

        @OptionGroup var source: SourceOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var choice: StreamChoice

        @Option(help: ArgumentHelp("Events between two snapshots of a stream.", valueName: "count"))
        var every = 1000

        func run(in context: CommandContext) throws -> ExitStatus {
            guard every > 0 else { throw UsageError("--every \(every): at least one event lies between two snapshots") }
            return try SnapshotsCommand.run(source, output, choice, in: context) { rehydrator, stream, folder in
                try rehydrator.buildSnapshots(of: stream, every: every, in: folder)
            }
        }
    }

    struct Verify: HindcastCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Compare every snapshot with what folding gives; exit 1 if one differs.",
            discussion: "Example:\n  hindcast snapshots verify sample-streams/bank --trust")

        @OptionGroup var source: SourceOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var choice: StreamChoice

        func run(in context: CommandContext) throws -> ExitStatus {
            try SnapshotsCommand.run(source, output, choice, in: context) { rehydrator, stream, _ in
                try rehydrator.snapshots(of: stream, verifying: true)
            }
        }
    }

    struct List: HindcastCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the snapshots that are there.",
            discussion: "Example:\n  hindcast snapshots list sample-streams/bank --trust")

        @OptionGroup var source: SourceOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var choice: StreamChoice

        func run(in context: CommandContext) throws -> ExitStatus {
            _ = try SnapshotsCommand.run(source, output, choice, in: context) { rehydrator, stream, _ in
                try rehydrator.snapshots(of: stream, verifying: false)
            }
            return .well
        }
    }

    struct Clear: HindcastCommand {
        static let configuration = CommandConfiguration(
            commandName: "clear", abstract: "Remove the snapshots of a history, of all models.",
            discussion: "Example:\n  hindcast snapshots clear sample-streams/bank")

        @OptionGroup var source: SourceOptions

        func run(in context: CommandContext) throws -> ExitStatus {
            let opened = try OpenedSource.open(source, in: context)
            let count = try SnapshotsCommand.folder(of: opened).clear()
            context.console.say("\(counted(count, "stream")) had snapshots; they are gone")
            return .well
        }
    }

    private static func folder(of source: OpenedSource) throws -> SnapshotFolder {
        guard let folder = source.snapshots else {
            throw UsageError(
                "no snapshots of this can be kept", hint: "that needs files on disk, a home folder, and no --no-cache; a Swift model needs a version")
        }
        return folder
    }

    /// Asks about each stream and prints the answers.
    private static func run(
        _ source: SourceOptions, _ output: OutputOptions, _ choice: StreamChoice, in context: CommandContext,
        _ ask: (Rehydrator, History.Stream, SnapshotFolder) throws -> [SnapshotAnswer]
    ) throws -> ExitStatus {
        let opened = try OpenedSource.open(source, in: context)
        opened.sayFoundModels(on: context.console)
        let folder = try folder(of: opened)
        let rehydrator = try opened.rehydrator()
        rehydrator.progress = context.work.foldingOneOfMany
        let streams = opened.history.streams.filter { choice.admits($0.name) }
        var table = TextTable([("STREAM", .left), ("VERSION", .right), ("OK", .left), ("PATH", .left)], on: context.console)
        var isGood = true
        var count = 0
        for (number, stream) in streams.enumerated() {
            guard context.work.goesOn("folding", number, of: streams.count, "stream"),
                let answers = try context.work.partly({ try ask(rehydrator, stream, folder) })
            else { break }
            for answer in answers {
                count += 1
                if answer.ok == false { isGood = false }
                if output.json {
                    try context.console.out.line(JSONLine(answer).bytes)
                } else {
                    let word = switch answer.ok {
                    case nil: "kept"
                    case true?: "as folded"
                    case false?: answer.problem == nil ? "differs" : "damaged"
                    }
                    try table.add([answer.stream.description, String(answer.version), word, answer.path?.description ?? answer.problem ?? "-"])
                }
            }
        }
        try table.finish()
        for notice in rehydrator.notices { context.console.say(notice) }
        if !context.work.wasStopped { context.console.say(counted(count, "snapshot")) }
        return isGood ? .well : .no
    }
}

/// Which streams a command is about.
struct StreamChoice: ParsableArguments {
    @Option(help: ArgumentHelp("Only streams whose name fits: account-*", valueName: "glob"))
    var match: String?

    func admits(_ stream: ExactString) -> Bool { match.map { Glob($0).matches(stream.bytes) } ?? true }
}

extension JSONLine {
    fileprivate init(_ answer: SnapshotAnswer) {
        self.init()
        add("stream", answer.stream)
        add("version", answer.version)
        add("ok", answer.ok ?? true)
        add("path", text: answer.path?.description)
        add("message", text: answer.problem)
    }
}
