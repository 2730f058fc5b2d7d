import ArgumentParser
import EventLog
import JSONText
import Rehydration

struct WhatIfCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-if",
        abstract: "Skip, edit, insert or move events of a stream and see what its state would be; exit 1 if it differs.",
        usage: "hindcast what-if PATH… --stream NAME [--skip V]… [--set V/path=JSON]… [--insert V=EVENT]… [--move V:W]… [--at AT] [--write FILE]",
        discussion: """
            Versions are those that the events were recorded with. Edits are made in the order: insert, set, move, skip. The source stays
            as it is.

            Example:
              hindcast what-if sample-streams/bank --trust --stream account-1042 --skip 37 --set 34/amount=10
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The stream's name.", valueName: "name"))
    var stream: String

    @Option(parsing: .unconditionalSingleValue, help: ArgumentHelp("As if that event had not been; may be repeated.", valueName: "version"))
    var skip: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Another value in an event: 37/amount=50. A path begins at its data; .meta and .type are its own.", valueName: "v/path=json"))
    var set: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "One more event, which gets that version: 37={\"type\":\"MoneyDeposited\",\"data\":{\"amount\":5}}", valueName: "v=event"))
    var insert: [String] = []

    @Option(parsing: .unconditionalSingleValue, help: ArgumentHelp("An event to another's place: 37:30.", valueName: "v:w"))
    var move: [String] = []

    @Option(parsing: .unconditional, help: ArgumentHelp("The point in time, the end without it: \(PointInTime.forms)", valueName: "at"))
    var at: String?

    @Option(help: ArgumentHelp("A new file for the altered stream, in our own store's shape.", valueName: "file"), completion: .file())
    var write: String?

    func run(in context: CommandContext) throws -> ExitStatus {
        if let write { try NewFile.check(write, isOutside: source.paths) }
        let changes = try OverlayArguments(skip: skip, set: set, insert: insert, move: move)
        let console = context.console
        let opened = try OpenedSource.open(source, in: context)
        let stream = try opened.stream(named: stream)
        let index = try at.map { try opened.resolve($0, flag: "--at", on: stream, console) } ?? stream.positions.count - 1
        opened.sayFoundModels(on: console)
        let rehydrator = try opened.rehydrator(in: context)
        let overlay = try changes.overlay(on: stream, rehydrator, console)
        let answer = try rehydrator.answer(WhatIf(overlay, at: index), on: stream)
        for notice in rehydrator.notices { console.say(notice) }
        let report = WhatIfReport(answer)
        if output.json { try console.out.line(report.json.bytes) } else { try report.print(on: console) }
        if let write {
            var count = 0
            try NewFile.write(write) { file in
                try rehydrator.forEachEvent(of: overlay, on: stream) { event in
                    try file.line(JSONLine(stored: event).bytes)
                    count += 1
                }
            }
            console.say("\(counted(count, "event")) written to \(write)")
        }
        return answer.changes.isEmpty ? .well : .no
    }
}
