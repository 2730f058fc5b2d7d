import ArgumentParser
import EventLog
import Glibc
package import Rehydration

extension Hindcast {
    /// Runs one command line inside this process.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - models: registered by a program of its own; asked before those that are named on the command line.
    ///   - stdin: where `append` reads events from.
    ///   - willWrite: called when a store is about to be written.
    ///   - interruption: how a question over everything is ended early.
    ///   - environment: looks a variable up.
    /// - Returns: what the process should end with. All output has been written by then.
    package static func run(
        arguments: [String], stdin: any ByteSource = FixedSource([]), stdout: any ByteSink, stderr: any ByteSink,
        models: [any Model] = [], willWrite: @escaping @Sendable () -> Void = {}, interruption: Interruption = .never,
        environment: @escaping (String) -> String? = { getenv($0).map { String(cString: $0) } }
    ) -> ExitStatus {
        let console = Console(stdout: stdout, stderr: stderr, environment: environment)
        do {
            let context = CommandContext(
                console: console, input: stdin, registeredModels: models, folders: UserFolders(environment: environment), environment: environment, willWrite: willWrite,
                work: LongWork(console, interruption))
            let status = try perform(arguments, context)
            try console.out.flush()
            return status
        } catch {
            return finish(after: error, console)
        }
    }

    private static func perform(_ arguments: [String], _ context: CommandContext) throws -> ExitStatus {
        do {
            if arguments.first == "help" { try RootCommand.checkNames(arguments.dropFirst()) }
            let command = try RootCommand.parseAsRoot(arguments)
            try OptionCheck.check(arguments, of: type(of: command))
            if let command = command as? any HindcastCommand {
                return try carryOut(command, context)
            }
            // The parser's own: `help`.
            var other = command
            try other.run()
            return .well
        } catch where RootCommand.exitCode(for: error) == .success {
            // Asking for help, the version or a completion script is thrown too.
            let text = RootCommand.fullMessage(for: error)
            let isScript = arguments.contains { $0.hasPrefix("--generate-completion-script") }
            try context.console.out.line((isScript ? CompletionScript.completed(text, commands: RootCommand.commandNames) : text).utf8)
            return .well
        } catch where ErrorRenderer.isUsage(error) {
            let (command, name) = RootCommand.command(of: arguments)
            // The parser tells of what is missing first, which often is what a mistyped option was to give.
            try OptionCheck.checkNames(arguments, of: command, calledAs: name)
            throw UsageError(ErrorRenderer.phrase(RootCommand.message(for: error)), hint: "see \(name) --help")
        }
    }

    private static func carryOut(_ command: any HindcastCommand, _ context: CommandContext) throws -> ExitStatus {
        let status = try context.work.partly { try command.run(in: context) }
        try context.console.out.flush()
        return context.work.end(status)
    }

    /// What was printed before an error is part of the answer: it goes out first.
    private static func finish(after error: any Error, _ console: Console) -> ExitStatus {
        var error = error
        if !(error is OutputError) {
            do { try console.out.flush() } catch OutputError.closed {} catch let other { error = other }
        }
        if case OutputError.closed = error { return .well }
        console.fail(ErrorRenderer.sentence(for: error))
        let storeError = (error as? AppendFailure)?.error ?? error as? StoreError
        return storeError?.isRefusal == true ? .no : .trouble
    }
}
