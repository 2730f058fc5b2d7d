package import EventLog
package import JSONText
package import Rehydration

/// The screen of one history: which stream, which event, what is known of it.
package struct HistoryPlace: Equatable, Sendable {
    package internal(set) var opened: OpenedHistory
    package var focus = Pane.timeline
    package var streams = ListPosition()
    /// The cursor on the selected stream: the event's number among the stream's, −1 before the first.
    package var cursor = -1
    package var timelineTop = 0
    package var state = ListPosition()
    package var event = ListPosition()
    /// Whether the event pane shows the source's own bytes.
    package var showsRaw = false
    /// One pane fills the screen.
    package var isZoomed = false
    /// What the state and event panes show; may be of the place before while the new one is worked out.
    package var contents: CursorContents?
    /// Events of the selected stream that stand out, by number. Only those.
    package var marks: [Int: EventMarks] = [:]
    /// How many events of the stream have been looked at for marks.
    package var surveyed = 0
    /// The state that the models before gave where the cursor stands, until the new one's is there.
    package var stateBeforeReload: RehydratedState?
    /// What a reload made different in the state at the cursor, until the cursor moves.
    package var modelChanges: [JSONChange]?
    /// The moment that was last gone to by a clock, as long as the cursor has not moved since: what words are relative to.
    package var moment: Instant?
    /// Where the cursor stood on streams looked at before.
    package var cursors: [ExactString: Int] = [:]

    package init(opened: OpenedHistory) {
        self.opened = opened
        // Where there is a choice of streams, choosing one comes first.
        focus = opened.history.streamCount > 1 ? .streams : .timeline
    }

    package var history: History { opened.history }

    /// Nil where the history is empty.
    package var stream: History.Stream? {
        streams.selected < history.streamCount ? history.stream(at: streams.selected) : nil
    }

    /// Events of the selected stream.
    package var eventCount: Int { stream?.positions.count ?? 0 }

    /// The log's position of an event of the selected stream.
    func position(of index: Int) -> Int? {
        guard let positions = stream?.positions, index >= 0, index < positions.count else { return nil }
        return positions[positions.startIndex + index]
    }

    /// True where the contents are those of the cursor's place.
    var isCurrent: Bool { contents?.state.stream == stream?.name && contents?.state.index == cursor }
}

extension ExplorerState {
    /// True while the state under the cursor is being worked out.
    package var awaitsContents: Bool {
        if case .history(let place) = place { place.stream != nil && !place.isCurrent } else { false }
    }
}
