import ArgumentParser
import EventLog

struct ImportCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Copy a history of any known format into a new store of our own.",
        usage: "hindcast import PATH… --into STORE [options]",
        discussion: """
            The store appears whole or not at all; one that is there is never written to. Versions count from 0 without a gap.
            What append would refuse is refused, with its line. An event that is there again, to the byte and under the same id,
            is stored once. Streams that EventStoreDB and KurrentDB keep for themselves ($…) are left out, and counted.
            Exit 1: the store is there, but lines or records of the source are no events and were left out; verify lists them.

            Example:
              hindcast import sample-streams/bank --into my-bank
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("A folder that is not there yet, or is empty.", valueName: "store"), completion: .directory)
    var into: String

    func run(in context: CommandContext) throws -> ExitStatus {
        let new = try StoreImport(into: into, options: context.storeOptions(usesCache: !source.noCache))
        let outcome = try copied(by: new, in: context) ?? written(by: new, in: context)
        if outcome.tornBytes > 0 {
            context.console.say("\(counted(outcome.tornBytes, "byte")) at the end of the source are no whole event and were left out")
        }
        if outcome.repeated > 0 {
            let were = outcome.repeated == 1 ? "was" : "were"
            context.console.say("\(counted(outcome.repeated, "event")) \(were) there again, to the byte and under the same id; stored once")
        }
        if outcome.ofSystemStreams > 0 {
            context.console.say(
                "\(counted(outcome.ofSystemStreams, "event")) of the system's own streams ($…) left out: a store reserves such names")
        }
        if outcome.withOtherMeta > 0 {
            context.console.say(
                "the metadata of \(counted(outcome.withOtherMeta, "event")) are no object, as a store wants them; kept in one as \"metadata\"")
        }
        if outcome.renumberedStreams > 0 {
            context.console.say("the versions of \(counted(outcome.renumberedStreams, "stream")) now count from 0 without a gap")
        }
        context.console.say("\(counted(outcome.events, "event")) imported into \(SourcePath(argument: into))")
        guard outcome.malformed > 0 else { return .well }
        context.console.say("what is no event in the source was left out; hindcast verify lists it")
        return .no
    }

    /// A single file in our store's own shape.
    private func copied(by new: StoreImport, in context: CommandContext) throws -> StoreImport.Outcome? {
        let request = try source.request(in: context)
        guard request.format == nil || source.format == EnvelopeFormat.storeName,
            case .files(let files) = try SourceList.resolve(request.paths), files.count == 1
        else { return nil }
        return try new.copy(files[0])
    }

    private func written(by new: StoreImport, in context: CommandContext) throws -> StoreImport.Outcome {
        let opened = try OpenedSource.open(source, in: context)
        return try new.write(opened.history) { JSONLine(stored: $0).bytes }
    }
}
