package import Rehydration

/// What is worked out of the place where the cursor stands.
package struct CursorContents: Hashable, Sendable {
    package let state: RehydratedState
    /// What the expressions that are watched say here: `true`, `false`, or why they fail.
    package let watched: [String: String]

    /// The same place in the altered history, where the stream is altered.
    package let altered: AlteredPlace?
    /// So many of the events behind it that stand in the altered history only: then the state is that of the recorded one before.
    package let beyond: Int

    /// Set where the state is compared with another than that before the event, and that is known.
    package let base: BaseComparison?

    package init(
        state: RehydratedState, watched: [String: String] = [:], altered: AlteredPlace? = nil, beyond: Int = 0, base: BaseComparison? = nil
    ) {
        self.beyond = beyond
        self.base = base
        self.altered = altered
        self.watched = watched
        self.state = state
    }
}
