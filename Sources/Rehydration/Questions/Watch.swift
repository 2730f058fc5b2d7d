package import EventLog
package import JSONText

/// What an expression says of the state after an event.
package enum Truth: UInt8, Hashable, Sendable {
    case no, yes
    /// It failed: `Watch.failure` says why.
    case failed
}

/// An expression that is asked after every event of a fold. Made by the host for states of its own, so that none has to be copied.
package protocol Watch<State> {
    associatedtype State

    /// Applies an event and asks.
    /// - Throws: as `Fold.apply`; the expression's own failure is an answer.
    func apply(_ view: EventView, to state: inout State) throws -> Truth
    func apply(_ event: Event, to state: inout State) throws -> Truth

    /// Asks about an event that changed nothing: `before` is the state too.
    func ask(_ event: Event, of state: State) throws -> Truth

    /// Why it failed, right after it did.
    var failure: HandlerError { get }
}

/// Compiles expressions for folds whose host has none of its own.
package protocol ExpressionLanguage: Sendable {
    /// - Throws: `ExpressionError` with the column.
    func compile(_ source: String) throws -> any JSONExpression
}

/// An expression that is given states as JSON.
package protocol JSONExpression: AnyObject {
    var mentionsState: Bool { get }
    var mentionsBefore: Bool { get }

    /// Whether it is neither false nor nil.
    /// - Throws: `HandlerError` where evaluating fails; `CancellationError` if stopped.
    func isTrue(state: JSONValue, before: JSONValue, event: Event) throws -> Bool

    /// Without any state. For an event where it lies nothing is copied.
    func isTrue(event: EventView) throws -> Bool
}
