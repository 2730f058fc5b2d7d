package import EventLog
package import JSONText

/// The state of a stream after one of its events, and how it was come by.
package struct RehydratedState: Hashable, Sendable {
    /// Where folding began.
    package enum Origin: Hashable, Sendable {
        case start
        /// A state kept in memory, after the event of that version.
        case checkpoint(Int64)
        /// A state kept on disk, after the event of that version.
        case snapshot(Int64)
    }

    package let stream: ExactString
    /// The number of the last event folded, among the stream's events; −1 before the first.
    package let index: Int
    /// Its version; −1 before the first event.
    package let version: Int64
    /// Its time.
    package let time: EventTime?
    /// The aggregate's name, or `merge`.
    package let model: String
    package let isModel: Bool
    package let state: JSONValue
    /// Events applied since `origin`.
    package let folded: Int
    package let origin: Origin
    /// Every event up to here that could not be folded, oldest first.
    package let errors: ArraySlice<FoldProblem>
    /// The invariants that do not hold in this state.
    package let broken: [BrokenInvariant]
    /// What the last event changed; empty before the first event.
    package let changes: [JSONChange]
}

/// An event that a fold could not take. The state stayed as it was before it.
package struct FoldProblem: Error, Hashable, Sendable {
    package let version: Int64
    package let position: Int
    package let type: ExactString
    package let error: HandlerError

    package init(version: Int64, position: Int, type: ExactString, error: HandlerError) {
        self.version = version
        self.position = position
        self.type = type
        self.error = error
    }
}

/// What stands out about one event of a stream, for a mark on its line.
package struct EventMarks: Hashable, Sendable {
    /// Invariants that held before this event and do not after it.
    package var broke: [String] = []
    package var problem: HandlerError? = nil
    package var handling: Handling = .handled

    package init(broke: [String] = [], problem: HandlerError? = nil, handling: Handling = .handled) {
        self.broke = broke
        self.problem = problem
        self.handling = handling
    }
}
