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
            Warnings: clock, duplicate-key, and torn-tail where only the last line is cut off, as in a store that is being written.

            Example:
              hindcast verify sample-streams/bank
            """)

    @OptionGroup var source: SourceOptions
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) throws -> ExitStatus {
        let opened = try OpenedSource.open(source, in: context)
        var printer = FindingPrinter(isJSON: output.json, console: context.console)
        try Verification(opened.history).forEach { try printer.print($0) }
        try printer.finish()
        context.console.say("\(counted(opened.history.count, "event")) verified: \(printer.summary)")
        return printer.errors > 0 ? .no : .well
    }
}
