import EventLog
import LuaModels
import Rehydration

/// An expression over an event as it was recorded. It sees `event`, `data` and `meta`; nothing of a model, and no state.
///
/// An event on which it fails does not match, and is counted.
final class EventCondition {
    private let expression: LuaExpression
    private var failures = 0
    private var first: (position: Int, error: HandlerError)?

    /// - Throws: `ExpressionError`.
    init(_ source: String) throws {
        expression = try LuaReader(LuaModel(name: "--where", source: "")).luaExpression(source)
    }

    /// - Throws: `CancellationError` if stopped.
    func holds(for event: Event) throws -> Bool {
        do {
            return try expression.isTrue(state: nil as FrozenState?, before: nil, event: event)
        } catch let error as HandlerError {
            failures += 1
            if first == nil { first = (event.position, error) }
            return false
        }
    }

    /// For standard error, once all events were asked.
    func sayFailures(on console: Console) {
        if let text = failureText(of: "--where") { console.say(text) }
    }

    /// The same as a line; nil where it did not fail.
    /// - Parameter name: what the person wrote it behind.
    func failureText(of name: String) -> String? {
        first.map { "\(name) failed on \(counted(failures, "event")), taken as no match; the first is #\($0.position): \($0.error.message)" }
    }
}
