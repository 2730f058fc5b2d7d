import ArgumentParser
import EventLog

struct VerifyCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Find what is damaged or doubtful in a history; exit 1 if anything is damaged.",
        usage: "hindcast verify PATH… [options]",
        discussion: """
            Errors: malformed, not-an-event, too-long, unknown-format, duplicate-version, duplicate-id; in a store of our own also
            gap, order and bad-version, which are warnings in an export: it may be a part of a log, or numbered otherwise.
            Warnings: clock, duplicate-key, and torn-tail where only the last line of an export is cut off.

            A store of our own (events.jsonl) ends with 0 if it is whole, with 1 if its end is torn or an event is doubtful, with 2
            if it is damaged and takes no events. Its events may also be not-storable: append and import refuse such. While a process is writing it a torn end is a warning.

            Example:
              hindcast verify sample-streams/bank
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) throws -> ExitStatus {
        let opened = try OpenedSource.open(source, in: context, partly: true)
        var printer = FindingPrinter(isJSON: output.json, console: context.console)
        let stores = try StoreConditions(opened.history)
        let verification = try Verification(opened.history) { context.work.goesOn("verifying", $0, of: $1, "event") }
        try verification.forEach { finding in
            if !stores.covers(finding) { try printer.print(finding) }
        }
        for finding in stores.findings { try printer.print(finding) }
        try printer.finish()
        if !context.work.wasStopped { context.console.say("\(counted(opened.history.count, "event")) verified: \(printer.summary)") }
        if stores.isAnyDamaged { return .trouble }
        return printer.errors > 0 ? .no : .well
    }
}

/// The condition of each store among the sources.
private struct StoreConditions {
    private var conditions: [String: StoreCondition] = [:]
    /// Of events that no append would have written.
    private var oddities: [Finding] = []

    init(_ history: History) throws {
        for source in history.sources {
            let path = source.file.path
            var found: [Finding] = []
            conditions[path] = try StoreCondition.of(source) { found.append(StoreCondition.finding(ofOddity: $0, path: path)) }
            if conditions[path] != nil { oddities += found }
        }
    }

    var findings: [Finding] {
        oddities + conditions.sorted { $0.key < $1.key }.compactMap { path, condition in condition.finding(path: path) }
    }

    var isAnyDamaged: Bool { conditions.values.contains { if case .damaged = $0 { true } else { false } } }

    /// What lies in a torn tail is told of as that alone.
    func covers(_ finding: Finding) -> Bool {
        guard case .torn(let range, _, _)? = conditions[finding.place.path] else { return false }
        return finding.place.offset >= range.lowerBound
    }
}
