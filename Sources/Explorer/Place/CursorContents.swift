package import EventLog
package import Rehydration

/// All that the screen shows of the place where the cursor stands.
package struct CursorContents: Hashable, Sendable {
    package let state: RehydratedState
    /// Nil before the first event.
    package let event: RecordedEvent?
    /// How the event came to be what today's schema sees.
    package let trace: UpcastTrace?
    /// What the expressions that are watched say here: `true`, `false`, or why they fail.
    package let watched: [String: String]

    package init(state: RehydratedState, event: RecordedEvent?, trace: UpcastTrace?, watched: [String: String] = [:]) {
        self.watched = watched
        self.state = state
        self.event = event
        self.trace = trace
    }
}
