package import EventLog
package import JSONText

/// What says how to read a history: aggregates, upcasters, invariants. A Lua file is one; so is what a Swift team registers.
///
/// A model is a value that any thread may hold. Reading with it happens through a `ModelReader`, of which each thread makes its own.
package protocol Model: Sendable {
    /// What the screen calls it: the file's name, or the name it was registered by.
    var name: String { get }

    /// What tells one content of the model from another, for snapshots; nil where that is not known, and none are kept.
    var fingerprint: String? { get }

    /// Loads the model.
    /// - Throws: `ModelError` with file, line and what to do, where it does not load.
    func makeReader() throws -> any ModelReader
}

extension ModelReader {
    package func line(of step: UpcasterStep) -> Int? { nil }
}

extension Model {
    package var fingerprint: String? { nil }
}

/// A loaded model, used by one thread at a time.
package protocol ModelReader: AnyObject {
    var name: String { get }

    /// In the order in which they were declared.
    var upcasters: [UpcasterStep] { get }

    /// Where in the model's file an upcaster is declared; nil where that is not known.
    func line(of step: UpcasterStep) -> Int?

    /// The aggregate that claims the stream, as a fold; nil where none does.
    func fold(for stream: ExactString) throws -> (any Fold)?

    /// In the order in which they were declared.
    var projections: [any ProjectionFold] { get }

    /// The schema version of an event whose source names none; nil where the model says nothing of it either.
    /// - Throws: `HandlerError`.
    func schema(of event: Event) throws -> Int?

    /// False where `schema(of:)` never says anything, so that nobody needs to ask.
    var tellsSchemas: Bool { get }

    /// Runs one upcaster of `upcasters` on an event whose type and schema are the step's.
    /// - Returns: the events that it becomes: one, several, or none. Envelope fields other than type and schema are the event's own.
    /// - Throws: `HandlerError`.
    func upcast(_ event: Event, by step: UpcasterStep) throws -> [Event]

    /// Compiles an expression over `state`, `before`, `event`, `data`, `meta`, for folds of this reader.
    /// - Throws: `ExpressionError` with the column.
    func expression(_ source: String) throws -> any Expression
}

extension ModelReader {
    package var projections: [any ProjectionFold] { [] }
    package func schema(of event: Event) throws -> Int? { nil }
    package var tellsSchemas: Bool { false }
}

/// One upcaster's declaration: events of `type` at schema `from` become `newType` at schema `to`.
package struct UpcasterStep: Hashable, Sendable, CustomStringConvertible {
    package let type: ExactString
    package let from: Int
    package let to: Int
    package let newType: ExactString

    package init(type: ExactString, from: Int, to: Int, newType: ExactString) {
        self.type = type
        self.from = from
        self.to = to
        self.newType = newType
    }

    /// As `show` names it: `Deposited 1→2`.
    package var description: String { "\(type) \(from)→\(to)" }
}

/// A compiled expression.
package protocol Expression: AnyObject {
    /// The value of the expression. `before` and `state` are states of a fold of the same reader, as `Fold.freeze` gives them.
    /// - Throws: `HandlerError` where evaluating fails.
    func value(state: FrozenState?, before: FrozenState?, event: Event?) throws -> JSONValue
}
