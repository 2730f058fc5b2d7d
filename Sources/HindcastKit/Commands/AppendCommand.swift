import ArgumentParser
import EventLog
import JSONText

struct AppendCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "append",
        abstract: "Append events from standard input to a stream of our own store: all of them or none.",
        usage: "hindcast append STORE --stream S --expect N|none|exists|any < EVENTS",
        discussion: """
            Events are JSON objects, one a line: {"type","data","id"?,"time"?,"schema"?,"meta"?}; 1 GiB at most in one go. An event \
            without a time gets the present one. An event whose id the store knows is not stored again; with other content it is \
            refused. What events and decide print may be appended as well: "position" and "version" are passed over, since the store \
            gives them, and "stream" must be S.

            Prints where the last event stands when the disk has it. Exit 1: refused, and nothing was written.

            Example:
              cp -r sample-streams/bank my-bank
              echo '{"type":"NoteAdded","data":{"text":"hello"}}' | hindcast append my-bank --stream account-1042 --expect exists
              hindcast append sample-streams/bank --stream account-1042 --expect exists < /dev/null
            """)

    @Argument(help: ArgumentHelp("A store: a folder, made where it is missing.", valueName: "store"), completion: .directory)
    var store: String

    @Option(help: ArgumentHelp("The stream's name.", valueName: "name"))
    var stream: String

    @Option(help: ArgumentHelp("The version of the stream's last event; none, exists or any.", valueName: "version"), completion: .list(["none", "exists", "any"]))
    var expect: String

    @Flag(name: .customLong("no-cache"), help: "Neither read nor write the index cache.")
    var noCache = false

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) throws -> ExitStatus {
        let expected = try expectedVersion()
        let stream = try streamName()
        // What cannot be written is told before a store is looked for.
        let input = try EventInput(from: context.input, stream: stream)
        let events = input.events
        let store = try EventStore(path: store, options: context.storeOptions(usesCache: !noCache))
        let appended: Appended
        do {
            appended = try store.append(events, to: stream, expecting: expected)
        } catch {
            throw AppendFailure(error: error, lines: input.lines)
        }
        if let moved = appended.movedTail {
            let place = SourcePath(argument: moved.path)
            context.console.say("\(counted(moved.bytes, "byte")) that were no whole event stood at the end; they are in \(place) now")
        }
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

    /// As it was given, to the byte.
    private func streamName() throws -> ExactString {
        let bytes = ArgumentText.bytes(of: stream)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw UsageError("--stream \(SourcePath(bytes: bytes)) is no valid UTF-8", hint: "nothing was written")
        }
        return ExactString(bytes: bytes)
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
