import EventLog
import JSONText
import LuaModels
import Rehydration

/// An expression whose answer is shown above the state, wherever the cursor stands.
final class WatchedExpression {
    let source: String
    /// Why it does not compile, as one line.
    let mistake: String?
    private let expression: (any JSONExpression)?

    init(_ source: String) {
        self.source = source
        do {
            expression = try LuaExpressions().compile(source)
            mistake = nil
        } catch {
            expression = nil
            mistake = ErrorRenderer.sentence(for: error)
        }
    }

    var mentionsBefore: Bool { expression?.mentionsBefore ?? false }

    /// - Throws: `CancellationError` if stopped.
    func answer(state: JSONValue, before: JSONValue, event: Event) throws -> String {
        guard let expression else { return mistake ?? "" }
        do {
            return try expression.isTrue(state: state, before: before, event: event) ? "true" : "false"
        } catch let error as HandlerError {
            return "fails: \(error.message)"
        }
    }
}
