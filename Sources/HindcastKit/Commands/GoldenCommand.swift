import ArgumentParser
import EventLog
import JSONText
import Rehydration
import Screen

struct GoldenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "golden",
        abstract: "Keep streams with their expected states as files, and hold today's model to them.",
        usage: "hindcast golden record|test PATH… --dir DIR [options]",
        discussion: """
            DIR/events holds the events of each stream, DIR/states what each event changes: both are meant to be read and kept beside a
            model. DIR/events can be tested itself, without the history that it came from.

            Example:
              hindcast golden record sample-streams/bank --trust --match account-1042 --dir goldens
              hindcast golden test goldens/events --model sample-streams/bank/model.lua --dir goldens
            """,
        subcommands: [Record.self, Test.self])

    struct Record: HindcastCommand {
        static let configuration = CommandConfiguration(
            commandName: "record", abstract: "Write each stream and what each of its events does to the state.",
            discussion: "Example:\n  hindcast golden record sample-streams/bank --trust --match account-1042 --dir goldens")

        @OptionGroup var source: SourceOptions
        @OptionGroup var choice: StreamChoice

        @Option(help: ArgumentHelp("The folder; made if it is not there.", valueName: "folder"), completion: .directory)
        var dir: String

        @Flag(help: "Replace streams that were recorded before.")
        var overwrite = false

        func run(in context: CommandContext) throws -> ExitStatus {
            let opened = try OpenedSource.open(source, in: context)
            let console = context.console
            opened.sayFoundModels(on: console)
            let streams = opened.history.streams.filter { choice.admits($0.name) }
            guard !streams.isEmpty else { throw UsageError("no stream of \(opened.pathText) fits", hint: "hindcast streams lists them") }
            let folder = GoldenFolder(path: dir)
            if !overwrite { try folder.checkIsNew(streams.map(\.name)) }
            try folder.makeReady()
            let rehydrator = try opened.rehydrator()
            rehydrator.progress = context.work.foldingOneOfMany
            var unclaimed = 0
            var unfolded: (count: Int, first: String)?
            for (number, stream) in streams.enumerated() {
                // Each stream is recorded whole or not at all.
                guard context.work.goesOn("recording", number, of: streams.count, "stream"),
                    let golden = try context.work.partly({ try rehydrator.golden(of: stream) })
                else { break }
                if golden.model == MergeFold().name { unclaimed += 1 }
                if let step = golden.steps.first(where: { $0.error != nil }), let error = step.error {
                    unfolded = ((unfolded?.count ?? 0) + 1, unfolded?.first ?? "\(stream.name), version \(step.version): \(error)")
                } else if let problem = try rehydrator.state(of: stream, at: -1).errors.first {
                    unfolded = ((unfolded?.count ?? 0) + 1, unfolded?.first ?? "\(stream.name): \(problem.error.message)")
                }
                try folder.write(golden) { file in
                    for position in stream.positions { try file.line(JSONLine(stored: rehydrator.reader.event(at: position).event).bytes) }
                }
            }
            if unclaimed > 0 { console.say("no model claims \(counted(unclaimed, "stream")): the last value of each field was recorded") }
            if let unfolded {
                console.say("\(counted(unfolded.count, "stream")) could not be folded whole, and that was recorded; the first is \(unfolded.first)")
            }
            if !context.work.wasStopped { console.say("\(counted(streams.count, "stream")) recorded in \(dir)") }
            return .well
        }
    }

    struct Test: HindcastCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Replay recorded streams under today's model; exit 1 naming the first event where one departs.",
            discussion: "Example:\n  hindcast golden test sample-streams/bank --trust --dir goldens")

        @OptionGroup var source: SourceOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var choice: StreamChoice

        @Option(help: ArgumentHelp("The folder that was recorded into.", valueName: "folder"), completion: .directory)
        var dir: String

        func run(in context: CommandContext) throws -> ExitStatus {
            let folder = GoldenFolder(path: dir)
            let files = try folder.recorded()
            let opened = try OpenedSource.open(source, in: context)
            let console = context.console
            opened.sayFoundModels(on: console)
            let rehydrator = try opened.rehydrator()
            rehydrator.progress = context.work.foldingOneOfMany
            var tested = 0
            var departed = 0
            for (number, file) in files.enumerated() {
                guard context.work.goesOn("testing", number, of: files.count, "stream") else { break }
                let golden = try folder.read(file)
                guard choice.admits(golden.stream) else { continue }
                guard let answer = try context.work.partly({ try departure(from: golden, rehydrator) }) else { break }
                tested += 1
                guard let departure = answer else { continue }
                departed += 1
                let report = DepartureReport(stream: golden.stream, departure)
                if output.json { try console.out.line(report.json.bytes) } else { try console.out.line(sanitised(report.text).utf8) }
            }
            guard tested > 0 || context.work.wasStopped else { throw UsageError("no stream recorded in \(dir) fits", hint: "leave --match out") }
            if context.work.wasStopped { return .no }
            console.say(
                departed == 0
                    ? "\(counted(tested, "stream")) as recorded" : "\(departed) of \(counted(tested, "stream")) not as recorded")
            return departed == 0 ? .well : .no
        }

        private func departure(from golden: Golden, _ rehydrator: Rehydrator) throws -> Golden.Departure? {
            if let stream = rehydrator.history.stream(named: golden.stream) { return try rehydrator.departure(from: golden, on: stream) }
            return .init(version: -1, type: nil, path: nil, expected: nil, found: nil, message: "the stream is not there")
        }
    }
}

/// The first event at which a stream is not as it was recorded.
struct DepartureReport {
    private let stream: ExactString
    private let departure: Golden.Departure

    init(stream: ExactString, _ departure: Golden.Departure) {
        self.stream = stream
        self.departure = departure
    }

    var json: JSONLine {
        var line = JSONLine()
        line.add("stream", stream)
        line.add("version", departure.version)
        line.add("type", departure.type)
        line.add("path", text: departure.path?.description)
        line.add("expected", value: departure.expected)
        line.add("found", value: departure.found)
        line.add("message", text: departure.message)
        return line
    }

    var text: String {
        let place = departure.version < 0 ? "before the first event" : "version \(departure.version) \(departure.type ?? "")"
        let path = departure.path.map { " at \($0)" } ?? ""
        let values = departure.expected == nil && departure.found == nil
            ? "" : ": expected \(departure.expected?.line ?? "nothing"), found \(departure.found?.line ?? "nothing")"
        return "\(stream), \(place): \(departure.message)\(path)\(values)"
    }
}
