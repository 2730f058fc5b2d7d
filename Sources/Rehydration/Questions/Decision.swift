import EventLog
package import JSONText

/// A fold that also knows what its aggregate is asked to do. It never writes.
package protocol Decider<State>: Fold {
    /// Sorted by bytes.
    var commands: [ExactString] { get }

    /// Tries a command on a state, which stays as it is.
    /// - Parameter input: what the command brings along, a JSON text.
    /// - Throws: `HandlerError`; `CancellationError` if stopped.
    func decide(command: ExactString, input: [UInt8], state: State) throws -> Decision
}

package enum Decision: Hashable, Sendable {
    case accepted([DecidedEvent])
    case refused(reason: String)
}

/// An event that a decision asks for. Nothing is written anywhere.
package struct DecidedEvent: Hashable, Sendable {
    package let type: ExactString
    /// As the model said, else the newest that its upcasters lead to; nil where no upcaster knows the type.
    package let schema: Int?
    /// A JSON text.
    package let data: [UInt8]

    package init(type: ExactString, schema: Int?, data: [UInt8]) {
        self.type = type
        self.schema = schema
        self.data = data
    }
}
