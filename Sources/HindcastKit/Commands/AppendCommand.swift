import ArgumentParser
import EventLog
import JSONText

struct AppendCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "append",
        abstract: "Append events from standard input to a stream of our own store: all of them or none.",
        usage: "hindcast append STORE --stream S --expect N|none|exists|any < EVENTS",
        discussion: """
            Events are JSON objects, one a line: {"type","data","id"?,"time"?,"schema"?,"meta"?}. An event without a time gets the \
            present one. An event whose id the store knows is not stored again; with other content it is refused.

            Prints where the last event stands when the disk has it. Exit 1: refused, and nothing was written.

            Example:
              cp -r sample-streams/bank my-bank
              echo '{"type":"NoteAdded","data":{"text":"hello"}}' | hindcast append my-bank --stream account-1042 --expect exists
              hindcast append sample-streams/bank --stream account-1042 --expect exists < /dev/null
            """)

    @Argument(help: ArgumentHelp("A store: a folder, made where it is missing.", valueName: "store"))
    var store: String

    @Option(help: ArgumentHelp("The stream's name.", valueName: "name"))
    var stream: String

    @Option(help: ArgumentHelp("The version of the stream's last event; none, exists or any.", valueName: "version"))
    var expect: String

    @Flag(name: .customLong("no-cache"), help: "Neither read nor write the index cache.")
    var noCache = false

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) throws -> ExitStatus {
        let expected = try expectedVersion()
        let events = try EventInput.events(from: context.input)
        // What cannot be written is told before a store is looked for.
        let store = try EventStore(path: store, options: context.storeOptions(usesCache: !noCache))
        if let torn = store.tornRange {
            context.console.say("\(counted(torn.count, "byte")) at the end of \(self.store) are no whole event; they are moved aside")
        }
        let appended = try store.append(events, to: ExactString(stream), expecting: expected)
        if events.isEmpty { context.console.say("no events on standard input; nothing appended") }
        do {
            try answer(appended, context.console)
        } catch OutputError.failed(let code) {
            let what = events.isEmpty ? "writing the answer" : "the events are stored, up to version \(appended.version); writing the answer"
            throw SystemError(code: code, doing: what)
        }
        try store.close()
        return .well
    }

    private func answer(_ appended: Appended, _ console: Console) throws(OutputError) {
        var line = JSONLine()
        line.add("stream", appended.stream)
        line.add("version", appended.version)
        line.add("position", appended.position)
        try console.out.line(line.bytes)
        try console.out.flush()
    }

    private func expectedVersion() throws -> ExpectedVersion {
        switch expect {
        case "any": return .any
        case "none": return .none
        case "exists": return .exists
        default:
            guard let version = Int64(expect), version >= 0, expect.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw UsageError("--expect \"\(expect)\" is no expectation", hint: "say a version from 0, none, exists or any")
            }
            return .exact(version)
        }
    }
}
