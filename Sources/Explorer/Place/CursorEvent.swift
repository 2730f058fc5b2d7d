package import EventLog
package import Rehydration

/// The event under the cursor. Known before the state there is: no fold is needed to read it.
package struct CursorEvent: Hashable, Sendable {
    package let spot: Spot
    /// Nil before the first event.
    package let event: RecordedEvent?
    /// How the event came to be what today's schema sees.
    package let trace: UpcastTrace?

    package init(spot: Spot, event: RecordedEvent?, trace: UpcastTrace?) {
        self.spot = spot
        self.event = event
        self.trace = trace
    }
}

extension HistoryPlace {
    /// The recorded event that the cursor is on, or behind; nil until it is known.
    var recordedHere: RecordedEvent? { recorded.flatMap { $0.spot == spot ? $0.event : nil } }
}
