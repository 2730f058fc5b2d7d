import ArgumentParser
import EventLog
import Glibc
import JSONText
import Rehydration
import Screen

/// The words for every error, for the command line and the explorer's status line alike.
package enum ErrorRenderer {
    /// One line without the program's name: what, where, what to do. Safe to print.
    package static func sentence(for error: any Error) -> String {
        // Line breaks would be shown as ^J; in a parser's message they are only layout.
        let lines = words(for: error).split(separator: "\n", omittingEmptySubsequences: true)
        return sanitised(lines.joined(separator: " "))
    }

    /// True for what the argument parser itself throws.
    static func isUsage(_ error: any Error) -> Bool {
        RootCommand.exitCode(for: error) == .validationFailure
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case let error as UsageError: error.hint.isEmpty ? error.message : "\(error.message); \(error.hint)"
        case let error as SourceError: words(for: error)
        case let error as StoreError: words(forStore: error)
        case let error as AppendFailure: words(forStore: error.error) { EventInput.place(error.lines[$0]) }
        case let error as InvalidEvent: "\(error.number.map { "event \($0 + 1): " } ?? "")\(error.message); nothing was written"
        case let error as ModelError: words(for: error)
        case let error as UpcasterChainError: "\(place(error.model, error.line)): \(error.message)"
        case let error as FoldProblem: "\(error.type) at version \(error.version): \(words(for: error.error))"
        case let error as HandlerError: words(for: error)
        case let error as ExpressionError: "in the expression, column \(error.column): \(error.message): \(error.source)"
        case let error as PointError: error.message
        case let error as OverlayError: error.message
        case let error as CommandTrialError: words(for: error)
        case let error as JSONPath.SyntaxError: "in the path, column \(error.column): \(error.message)"
        case let error as JSONError: "no sound JSON: \(error) (byte \(error.offset + 1))"
        case let error as SystemError: "\(error.doing): \(SystemError.text(of: error.code))"
        case let error as PrivateFolderError: words(for: error)
        case let error as SnapshotError: "snapshots: \(error.path): \(SystemError.text(of: error.code))"
        case OutputError.failed(let code): words(for: SystemError(code: code, doing: "writing the output"))
        case let error as ChildFailure: words(for: error)
        default: "\(error)"
        }
    }

    static func words(for error: PrivateFolderError) -> String {
        switch error.reason {
        case .system(let code): "\(error.path): \(SystemError.text(of: code))"
        case .notAFolder: "\(error.path) is no folder, and nothing is kept through a link; move it away"
        case .foreign: "\(error.path) belongs to another user, and nothing is kept there; name a folder of your own by XDG_STATE_HOME"
        case .open: "\(error.path) may be written by others, and nothing is kept there; close it: chmod go-w \(error.path)"
        }
    }

    /// The argument parser's sentence in our style: no capital, no full stop.
    static func phrase(_ sentence: String) -> String {
        let body = sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
        return body.prefix(1).lowercased() + body.dropFirst()
    }

    private static func words(for error: ChildFailure) -> String {
        switch error.ending {
        case .exited(127): "there is no program for \"\(error.name)\""
        case .exited(126): "\"\(error.name)\" is no program that may be run"
        case .exited(let status): "\"\(error.name)\" ended with status \(status)"
        case .ended(let signal): "\"\(error.name)\" was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
        }
    }

    private static func words(for error: ModelError) -> String {
        "\(place(error.path, error.line)): \(error.message)"
    }

    static func words(for error: HandlerError) -> String {
        guard let path = error.path else { return "\(error.handler): \(error.message)" }
        return "\(place(path, error.line)): \(error.handler): \(error.message)"
    }

    private static func place(_ path: String, _ line: Int?) -> String { line.map { "\(path):\($0)" } ?? path }
}
