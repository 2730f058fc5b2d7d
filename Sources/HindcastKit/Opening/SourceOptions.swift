import ArgumentParser
import EventLog

/// What every command takes to say which history it is about.
struct SourceOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Files, a folder of *.jsonl, *.ndjson or *.json, or a store; also .gz and .zst. - is standard input.", valueName: "path"))
    var paths: [SourcePath]

    @Option(help: ArgumentHelp("The format of the events; recognised without it.", valueName: "name"), completion: .list(EnvelopeFormat.known.map(\.name)))
    var format: String?

    @Option(help: ArgumentHelp("Read any other format: stream=.aggregate.id,type=.kind,time=.ts", valueName: "role=.path,…"))
    var map: String?

    @Option(name: .customLong("model"), help: ArgumentHelp("A model in Lua; may be repeated.", valueName: "file"), completion: .model)
    var models: [String] = []

    @Flag(help: "Run the model.lua and models/*.lua that lie beside what is opened.")
    var trust = false

    @Flag(name: .customLong("no-cache"), help: "Neither read nor write the index cache.")
    var noCache = false

    @Option(help: ArgumentHelp("Memory for states kept to step back and jump by, as 64MB; 256MB without it.", valueName: "size"), completion: .list(["64MB", "256MB", "1GB"]))
    var memory: String?

    @Option(help: ArgumentHelp("The time zone of clock times and of text for people, as Europe/Berlin.", valueName: "zone"), completion: .zone)
    var tz = "UTC"

    @Option(parsing: .unconditional, help: ArgumentHelp("How many cores to use; all without it.", valueName: "count"))
    var jobs: Int?
}

extension SourceOptions {
    /// The options with their names looked up.
    /// - Throws: `SourceError` for an unknown format or a wrong map, `UsageError` for the rest.
    func request(in context: CommandContext) throws -> SourceRequest {
        guard let zone = Zone(named: tz) else {
            throw UsageError("--tz: there is no time zone \"\(tz)\" on this machine", hint: "names are as Europe/Berlin or UTC")
        }
        if let jobs, jobs < 1 { throw UsageError("--jobs \(jobs): at least one core is needed") }
        return SourceRequest(
            paths: paths, format: try envelopeFormat(), models: models, trustsFoundModels: trust, usesCache: !noCache, folders: context.folders, zone: zone,
            memory: try memory.map(ByteCount.init(parsing:))?.bytes ?? SourceRequest.defaultMemory, jobs: jobs)
    }

    private func envelopeFormat() throws -> EnvelopeFormat? {
        if format != nil, map != nil { throw UsageError("--format and --map exclude each other", hint: "name one of them") }
        if let map { return try EnvelopeFormat(map: map) }
        guard let format else { return nil }
        guard let known = EnvelopeFormat.named(format) else {
            throw SourceError(
                path: paths.first?.description ?? "",
                problem: .badName(flag: "--format", name: format, known: EnvelopeFormat.known.map(\.name)))
        }
        return known
    }
}
