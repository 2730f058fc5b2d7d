package import EventLog
package import JSONText
package import Rehydration

/// Events that a what-if put behind the last of a stream, on their way to a store.
package struct AppendRequest: Equatable, Sendable {
    /// What made them; once they are in the store it is let go.
    package let overlay: HistoryOverlay
    /// The version of the event that they follow: the stream must stand there still.
    package let after: Int64
    package let events: [EventToAppend]
    /// As the user named it, or the one that is looked at.
    package let store: String

    package var stream: ExactString { overlay.stream }

    package init(overlay: HistoryOverlay, after: Int64, events: [EventToAppend], store: String) {
        self.overlay = overlay
        self.after = after
        self.events = events
        self.store = store
    }

    /// The same for another spelling of the store's path.
    package func to(_ store: String) -> AppendRequest { AppendRequest(overlay: overlay, after: after, events: events, store: store) }
}
