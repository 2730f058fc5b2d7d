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
        guard let first else { return }
        console.say("--where failed on \(counted(failures, "event")), taken as no match; the first is #\(first.position): \(first.error.message)")
    }
}
