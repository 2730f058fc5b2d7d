import ArgumentParser
import Rehydration

/// What a command is given besides its arguments.
struct CommandContext {
    let console: Console
    /// Of a program that brings its own; a command's `--model` files come behind them.
    let registeredModels: [any Model]
    /// Where this program keeps files of its own.
    let folders: UserFolders
}

/// One question or action of the command line.
protocol HindcastCommand: ParsableCommand {
    /// - Throws: whatever hindered the answer; `ErrorRenderer` has the words.
    func run(in context: CommandContext) throws -> ExitStatus
}
