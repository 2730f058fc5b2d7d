import EventLog
import Explorer
import JSONText
import Rehydration
import Screen

/// Keys in, frame out: the run loop without terminal and threads.
struct Driver {
    private(set) var state: ExplorerState
    private(set) var commands: [Command] = []
    private let rehydrator: Rehydrator
    private var overlays: [ExactString: HistoryOverlay] = [:]
    /// Jobs are left unanswered, as if they took for ever.
    var holdsJobs = false
    /// The same for states.
    var holdsStates = false

    init(
        _ columns: Int, _ rows: Int, text: String = TestHistory.text, models: [any Model] = [TestBank()], glyphs: Glyphs = .unicode,
        session: SessionRecord? = nil
    ) throws {
        let history = try TestHistory.open(text)
        rehydrator = try Rehydrator(history: history, models: models)
        state = ExplorerState(size: Size(columns: columns, rows: rows), glyphs: glyphs, zone: .utc, place: .opening("bank"))
        send(.opened(OpenedHistory(history: history, title: "bank", models: models.map(\.name), number: 1, session: session)))
        // Where there are several streams the explorer begins with their list; most tests are about the timeline.
        if history.streamCount > 1, session == nil { send(.key(.tab)) }
    }

    var frame: Frame { view(state) }

    mutating func keys(_ script: String) throws {
        for key in try KeyScript.parse(script) { send(.key(key)) }
    }

    mutating func send(_ message: Message) {
        for command in update(&state, message) {
            commands.append(command)
            if case .lay(let overlay) = command { overlays[overlay.stream] = overlay.isEmpty ? nil : overlay }
            for answer in answers(to: command) { send(answer) }
        }
    }

    private func answers(to command: Command) -> [Message] {
        do {
            switch command {
            case .start(let job) where !holdsJobs:
                let news = (try? NaiveJobs(rehydrator: rehydrator).news(of: job.work)) ?? [.ended(.failed("the job failed"))]
                return news.map { .job(job.number, $0) }
            case .peek(let positions):
                return [.peeked(try positions.map { EventSummary(try rehydrator.reader.event(at: $0).event) })]
            case .rehydrate(let spot, let base):
                guard let stream = rehydrator.history.stream(named: spot.stream) else { return [] }
                let event = try spot.index < 0 ? nil : rehydrator.reader.event(at: stream.positions[spot.index])
                let fetched = CursorEvent(spot: spot, event: event, trace: try event.map { try rehydrator.upcast($0.event) })
                return [.fetched(fetched)] + (holdsStates ? [] : [.rehydrated(try contents(spot, base, of: stream))])
            default: return []
            }
        } catch {
            return [.openingFailed("\(error)")]
        }
    }

    private func contents(_ spot: Spot, _ base: StateBase?, of stream: History.Stream) throws -> CursorContents {
        let state = try rehydrator.state(of: stream, at: spot.index)
        var comparison: BaseComparison?
        if case .event(let other)? = base {
            let before = try rehydrator.state(of: stream, at: other).state
            comparison = BaseComparison(index: other, changes: JSONValue.changes(from: before, to: state.state))
        }
        let altered = try overlays[stream.name].map {
            try rehydrator.alteredPlace(of: $0, on: stream, at: OverlayPlace(recorded: spot.index, beyond: spot.beyond))
        }
        return CursorContents(state: state, altered: altered, beyond: spot.beyond, base: comparison)
    }
}

extension Driver {
    /// What is seen after some keys.
    static func frame(_ columns: Int, _ rows: Int, _ script: String, glyphs: Glyphs = .unicode) throws -> Frame {
        var driver = try Driver(columns, rows, glyphs: glyphs)
        try driver.keys(script)
        return driver.frame
    }

    /// What stands in the line that is typed, after some keys.
    mutating func prompt(after script: String) throws -> String? {
        try keys(script)
        return state.prompt?.text
    }

    /// What is said after some keys.
    mutating func notice(after script: String) throws -> String? {
        try keys(script)
        return state.notice?.text
    }

    /// The number of the job that was started last.
    var lastJob: Int? {
        for case .start(let job) in commands.reversed() { return job.number }
        return nil
    }

    /// The time that was asked for has passed.
    mutating func tick() {
        for case .tick(_, let number) in commands.reversed() { return send(.ticked(number)) }
    }

    /// The event that the cursor is on, the pane in focus and the stream: what a key may change.
    var place: String {
        guard case .history(let place) = state.place else { return "\(state.place)" }
        return "\(place.stream?.name.description ?? "-") \(place.cursor) \(place.focus)"
    }
}

extension ExplorerState {
    var isHelping: Bool { if case .help? = overlays.last { true } else { false } }
}
