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

    /// The same place in the altered history, where the stream is altered.
    package let altered: AlteredPlace?

    /// Set where the state is compared with another than that before the event, and that is known.
    package let base: BaseComparison?

    package init(
        state: RehydratedState, event: RecordedEvent?, trace: UpcastTrace?, watched: [String: String] = [:], altered: AlteredPlace? = nil,
        base: BaseComparison? = nil
    ) {
        self.base = base
        self.altered = altered
        self.watched = watched
        self.state = state
        self.event = event
        self.trace = trace
    }
}
