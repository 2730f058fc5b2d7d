import ArgumentParser

/// One question or action of the command line.
protocol HindcastCommand: ParsableCommand {
    /// - Throws: whatever hindered the answer; `ErrorRenderer` has the words.
    func run(in context: CommandContext) throws -> ExitStatus
}
