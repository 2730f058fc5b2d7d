import ArgumentParser
import EventLog
import JSONText
import Rehydration

struct ExportCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write events as JSON lines in our own store's shape, to standard output or a new file; personal data masked.",
        usage: "hindcast export PATH… [filters] [--limit N] [--mask RULE]… [--with-causes] [--out FILE [--states FILE]] [options]",
        discussion: """
            RULE is a place in events (.data.email, .data.items[].email, .meta.user, .stream, .id), a JSON pointer (/data/email), or a field
            wherever it stands (..email, ..*mail*). A masked value becomes a token, the same value always the same one. Tokens are keyed,
            so that nobody can find a value by trying; the key is forgotten with the run unless --mask-key names a file that holds one.

            Examples:
              hindcast export sample-streams/bank --stream account-1042 --limit 3
              hindcast export sample-streams/bank --stream account-1042 --until 37 --mask .data.name --mask .data.street --out case.jsonl
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var filter: FilterOptions

    @Option(parsing: .unconditional, help: ArgumentHelp("Write no more than so many.", valueName: "count"))
    var limit: Int?

    @Option(parsing: .unconditionalSingleValue, help: ArgumentHelp("Replace what lies there, consistently; may be repeated.", valueName: "rule"))
    var mask: [String] = []

    @Option(help: ArgumentHelp("A file with the key for masking, so that several exports have the same tokens.", valueName: "file"), completion: .file())
    var maskKey: String?

    @Flag(help: "Also the events that caused these, from whatever stream.")
    var withCauses = false

    @Option(help: ArgumentHelp("A new file, readable for its owner only; one that is there is never overwritten.", valueName: "file"), completion: .file())
    var out: String?

    @Option(help: ArgumentHelp("With --out: another new file for the states that its streams end with, as state --json prints them.", valueName: "file"), completion: .file())
    var states: String?

    func run(in context: CommandContext) throws -> ExitStatus {
        try Limit.check(limit)
        for file in [out, states].compactMap({ $0 }) { try NewFile.check(file, isOutside: source.paths) }
        guard states == nil || out != nil else { throw UsageError("--states is of the events that --out keeps", hint: "add --out FILE") }
        guard states == nil || states != out else { throw UsageError("--out and --states name the same file") }
        let mask = try eventMask()
        let condition = try filter.condition()
        let opened = try OpenedSource.open(source, in: context)
        let filter = try filter.filter(for: opened, condition, context.console)
        let selection = EventSelection(history: opened.history, filter: filter, limit: limit, jobs: opened.jobs)
        let write = { (file: Output) throws -> Int in
            var count = 0
            try forEach(of: selection, context.work) { recorded in
                try file.line(JSONLine(stored: mask?.masked(recorded.event) ?? recorded.event).bytes)
                count += 1
            }
            if count > 0 { try mask?.checkUses() }
            return count
        }
        if let out {
            var count = 0
            try NewFile.write(out) { count = try write($0) }
            context.console.say("\(counted(count, "event")) written to \(SourcePath(argument: out))")
            if let states {
                opened.sayFoundModels(on: context.console)
                let count = try ExpectedStates(of: out, like: opened).write(to: states)
                context.console.say("\(counted(count, "state")) written to \(SourcePath(argument: states))")
            }
        } else {
            try checkMask(on: selection, context.work)
            _ = try context.work.partly { try write(context.console.out) }
        }
        mask?.sayFindings(on: context.console)
        condition?.sayFailures(on: context.console)
        return .well
    }

    private func eventMask() throws -> EventMask? {
        let rules = try mask.map { try MaskRule($0) }
        guard !rules.isEmpty else {
            guard maskKey == nil else { throw UsageError("--mask-key masks nothing by itself", hint: "add --mask .data.email") }
            return nil
        }
        return EventMask(rules, key: try maskKey.map { try MaskKey(file: $0) } ?? .random())
    }

    /// What is printed cannot be taken back: a rule that nothing fits is told before. Reads up to where each has fitted once.
    private func checkMask(on selection: EventSelection, _ work: LongWork) throws {
        struct Enough: Error {}
        guard let mask = try eventMask() else { return }
        var count = 0
        do {
            try forEach(of: selection, work) { recorded in
                _ = try mask.masked(recorded.event)
                count += 1
                if mask.isEveryRuleUsed { throw Enough() }
            }
            if count > 0 { try mask.checkUses() }
        } catch is Enough {}
    }

    /// A file is written whole or not at all, so that Ctrl-C ends this by an error.
    private func forEach(of selection: EventSelection, _ work: LongWork, _ body: (RecordedEvent) throws -> Void) throws {
        let progress = { (done: Int, all: Int) in
            guard work.goesOn("exporting", done, of: all, "event") else { throw CancellationError() }
            return true
        }
        guard withCauses else { return try selection.forEach(goesOn: progress, body) }
        let tree = CausationTree(selection.history, jobs: selection.jobs) { _ = try progress($0, $1) }
        var positions: Set<Int> = []
        var causes: Set<ExactString> = []
        try selection.forEach(goesOn: progress) { recorded in
            if positions.insert(recorded.event.position).inserted, let cause = recorded.event.causation { causes.insert(cause) }
        }
        // One generation after the other, so that all of one are looked for together.
        var asked: Set<ExactString> = []
        while !causes.isEmpty {
            asked.formUnion(causes)
            try tree.expect(Array(causes))
            let events = try causes.compactMap { try tree.event(withID: $0) }.filter { positions.insert($0.position).inserted }
            causes = Set(events.compactMap(\.causation)).subtracting(asked)
        }
        let reader = HistoryReader(selection.history)
        for position in positions.sorted() { try body(try reader.event(at: position)) }
    }
}

/// The states that the streams of a file end with, under the models of the source that it came from: what somebody who is given
/// the file is to see. Of the events as they stand in it, masked values included.
struct ExpectedStates {
    private let source: OpenedSource

    init(of file: String, like original: OpenedSource) throws {
        source = try OpenedSource.open(
            SourceRequest(paths: [SourcePath(argument: file)], format: EnvelopeFormat.named("hindcast"), usesCache: false),
            registered: original.models)
    }

    /// - Returns: how many.
    func write(to file: String) throws -> Int {
        let rehydrator = try source.rehydrator()
        try NewFile.write(file) { output in
            for stream in source.history.streams {
                let answer = try rehydrator.state(of: stream, at: stream.positions.count - 1)
                try output.line(StateReport(answer, showing: answer.state).json.bytes)
            }
        }
        return source.history.streamCount
    }
}
