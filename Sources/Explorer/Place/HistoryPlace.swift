package import EventLog
package import JSONText
package import Rehydration

/// The screen of one history: which stream, which event, what is known of it.
package struct HistoryPlace: Equatable, Sendable {
    package internal(set) var opened: OpenedHistory
    package var focus = Pane.timeline
    package var streams = StreamsPane()
    /// The stream that is looked at; nil where the history is empty.
    package internal(set) var stream: History.Stream?
    /// The cursor on that stream: the event's number among the stream's, −1 before the first.
    package var cursor = -1
    /// On so many of the events that stand behind it in the altered history only.
    package internal(set) var beyond = 0
    package var timeline = Timeline()
    package var state = TreePane()
    package var event = TreePane()
    /// Which of the event's stages its pane shows, counted from 1; 0: the usual view.
    var stage = 0
    /// What the state is compared with.
    var base = DiffBase.previous
    /// One pane fills the screen.
    package var isZoomed = false
    /// What the event pane shows.
    package internal(set) var recorded: CursorEvent?
    /// What the state pane shows; may be of the place before while the new one is worked out.
    package var contents: CursorContents?
    /// How far the fold for it is, where that takes long.
    var foldPercent: Int?
    /// Events that stand out, by their position in the log. Only those.
    package var signs: [Int: EventMarks] = [:]
    /// The same of the altered history.
    var alteredSigns = AlteredSigns()
    /// How many events of the stream have been looked at for signs.
    package var surveyed = 0
    /// Streams of which all have been.
    var surveyedStreams: Set<ExactString> = []
    /// The state that the models before gave where the cursor stands, until the new one's is there.
    package var stateBeforeReload: RehydratedState?
    /// What a reload made different in the state at the cursor, until the cursor moves.
    package var modelChanges: [JSONChange]?
    /// The moment that was last gone to by a clock, as long as the cursor has not moved since: what words are relative to.
    package var moment: Instant?
    /// Where the cursor stood on streams looked at before.
    package var cursors: [ExactString: Int] = [:]
    /// Places that have a letter.
    package var marks: [Character: Spot] = [:]
    /// The letter that was given last: what times are told since.
    var lastMark: Character?
    var jumps = JumpList()
    /// Whether the last key was Ctrl-O.
    var hasJumpedBack = false
    /// The value that was selected last in the state pane: what `c` runs to.
    var chosenPath: JSONPath?
    /// Paths into the state whose values stand above it.
    package var watches: [JSONPath] = []
    /// Expressions over the state that are watched, too.
    package var conditions: [String] = []
    /// The number drawn under the timeline: as somebody chose it, or the first in the state.
    var chart = Chart()
    /// Events' data in short, by position.
    var summaries: [Int: EventSummary] = [:]
    /// What these have in common.
    var fieldHabits = FieldHabits()
    /// Positions whose summaries were asked for last and are not there yet.
    var peeking: [Int] = []
    var tasks: [RunningTask] = []
    private var jobs = 0
    /// The answers that were asked for last.
    package var results: ResultsPane?
    /// What `:check` found last, also of a part; nil: nothing was checked since the models were loaded.
    var checked: [ResultRow]?
    /// Whether it looked at all.
    var isChecked = false
    /// A list that takes its place once it has a row: an answer may also be one line.
    var awaitedResults: ResultsPane?
    package var histogram: HistogramPane?
    var play: Play?
    /// The moment at which everything is looked at; nil: the end.
    package internal(set) var then: Then?
    /// What was decided last, to be kept.
    var decision: TriedCommand?
    /// Whether the cursor goes along with events that were appended from here and are about to appear.
    var awaitsAppended = false
    /// Streams that are altered. Those whose edits were all undone may be among them.
    package var alterations: [ExactString: Alteration] = [:]
    /// Overlays whose altered streams are in a file, by stream.
    var written: [ExactString: HistoryOverlay] = [:]
    /// Those on their way there, by the task's number.
    var writing: [Int: HistoryOverlay] = [:]
    /// A text that an editor left and that could not be taken.
    var draft: Draft?
    /// Whether nobody has pressed a key since it was opened: the cursor then stays at the end of what is still being read.
    var isUntouched = true

    package init(opened: OpenedHistory) {
        self.opened = opened
        state.folding.foldsUnchanged = true
        // Where there is a choice of streams, choosing one comes first.
        focus = opened.history.streamCount > 1 ? .streams : .timeline
    }

    package var history: History { opened.history }

    /// Events of the selected stream.
    package var eventCount: Int { stream?.positions.count ?? 0 }

    /// The log's position of an event of the selected stream.
    func position(of index: Int) -> Int? {
        guard let positions = stream?.positions, index >= 0, index < positions.count else { return nil }
        return positions[positions.startIndex + index]
    }

    func sign(ofEvent index: Int) -> EventMarks? { position(of: index).flatMap { signs[$0] } }

    /// True where the contents are those of the cursor's place.
    var isCurrent: Bool { contents?.state.stream == stream?.name && contents?.state.index == cursor && contents?.beyond == beyond }

    var jumpPoint: JumpPoint? { spot.map { JumpPoint(spot: $0, scope: timeline.scope, filter: timeline.filter) } }

    var spot: Spot? { stream.map { Spot(stream: $0.name, index: cursor, beyond: beyond) } }

    /// What is under the cursor: of an event that stands in the altered history only, the state there.
    var shownState: RehydratedState? { contents.map { $0.beyond > 0 ? $0.altered?.state ?? $0.state : $0.state } }

    mutating func nextJobNumber() -> Int {
        jobs += 1
        return opened.number << 24 + jobs
    }
}

/// What somebody wrote in an editor.
struct Draft: Equatable, Sendable {
    let purpose: EditPurpose
    let text: [UInt8]
}

extension ExplorerState {
    /// True while the state under the cursor, or a line in sight, is being worked out.
    package var awaitsContents: Bool {
        guard case .history(let place) = place else { return false }
        return place.stream != nil && (!place.isCurrent || !place.peeking.isEmpty)
    }

    /// The history on the screen.
    package var history: HistoryPlace? { if case .history(let place) = place { place } else { nil } }

    /// Changes the history in place: while `body` runs nothing else holds what it holds, so that nothing is copied.
    mutating func withHistory(_ body: (inout HistoryPlace, inout ExplorerState, Layout) -> [Command]) -> [Command] {
        let layout = Layout(self)
        guard case .history(var history) = place else { return [] }
        place = .choosing
        let commands = body(&history, &self, layout)
        place = .history(history)
        return commands
    }
}

extension History {
    /// Where the event of a position is.
    package func spot(at position: Int) -> Spot? {
        guard position >= 0, position < count, let stream = stream(named: streamName(at: position)) else { return nil }
        return index(of: position, in: stream).map { Spot(stream: stream.name, index: $0) }
    }

    /// The position of a spot's event; nil before the first.
    func position(of spot: Spot) -> Int? {
        guard let positions = stream(named: spot.stream)?.positions, spot.index >= 0, spot.index < positions.count else { return nil }
        return positions[spot.index]
    }
}
