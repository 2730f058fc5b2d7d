import EventLog
import Explorer
import JSONText
import Rehydration

/// Questions about the states of one stream, answered with a rehydrator of their own.
struct StateJob {
    private let history: History
    private let stream: History.Stream?
    private let rehydrator: Rehydrator
    private let monitor: JobMonitor

    /// - Throws: `ModelError`, `UpcasterChainError`.
    init(_ context: JobContext, _ stream: ExactString, _ monitor: JobMonitor) throws {
        history = context.history
        self.stream = context.history.stream(named: stream)
        self.monitor = monitor
        rehydrator = try context.makeRehydrator(telling: monitor)
        // A short stream is folded without a report on the way.
        try monitor.report(0, 1)
    }

    /// Every event that changed the path.
    /// - Complexity: O(events of the stream).
    func history(of path: JSONPath) throws {
        guard let stream else { return }
        var rows: [ResultRow] = []
        var lines = PathHistoryRows()
        func tell() {
            if !rows.isEmpty { monitor.tell(.results(rows)) }
            rows = []
        }
        _ = try rehydrator.answer(PathHistory(stream: stream.name, path: path), on: stream) { change in
            rows.append(lines.row(change, at: Spot(stream: stream.name, index: change.index), place: [String(change.version)]))
            if rows.count == 256 { tell() }
        }
        tell()
    }

    /// What differs between two states, leaf by leaf.
    func diff(_ first: Spot, _ second: Spot, _ overlays: [HistoryOverlay]) throws {
        guard let before = try state(at: first, overlays), let after = try state(at: second, overlays) else { return }
        monitor.tell(.results(JSONValue.changes(from: before, to: after).map { change in
            ResultRow(spot: nil, cells: [change.path.description, change.before?.line ?? "-", change.after?.line ?? "-"])
        }))
    }

    private func state(at spot: Spot, _ overlays: [HistoryOverlay]) throws -> JSONValue? {
        guard let stream = history.stream(named: spot.stream) else { return nil }
        guard let overlay = overlays.first(where: { $0.stream == spot.stream }) else { return try rehydrator.state(of: stream, at: spot.index).state }
        let place = OverlayPlace(recorded: spot.index, beyond: spot.beyond)
        return try rehydrator.alteredPlace(of: overlay, on: stream, at: place).state.state
    }

    /// The number at a path, at events spread evenly over the stream.
    /// - Complexity: one fold of the stream, O(samples) states as JSON.
    func series(_ path: JSONPath, _ most: Int) throws -> JobNews.Ending {
        guard let stream else { return .whole }
        try tellSeries(of: path, stream.positions.count, most, monitor) { ($0, try rehydrator.state(of: stream, at: $0).state) }
        return .whole
    }

    /// What stands out in the stream.
    /// - Complexity: one fold of the stream.
    func survey() throws {
        guard let stream else { return }
        for start in stride(from: 0, to: stream.positions.count, by: Self.surveyRun) {
            try monitor.report(start, stream.positions.count)
            monitor.tell(.marks(try rehydrator.marks(of: stream, in: start..<min(start + Self.surveyRun, stream.positions.count))))
        }
    }

    /// Events of which the marks are told at once: the first that are in sight soon, and seldom enough to cost no frames.
    private static let surveyRun = 8192

    /// What a command would do here.
    /// - Returns: a refusal as a failure, with its reason.
    /// - Throws: `CommandTrialError`, `HandlerError`.
    func decide(_ trial: CommandTrial, at index: Int) throws -> JobNews.Ending {
        guard let stream else { return .whole }
        let answer = try rehydrator.answer(trial, on: stream, at: index)
        return tell(answer, of: trial, before: try rehydrator.state(of: stream, at: index).state, monitor)
    }
}

/// A number of the state at events spread evenly over all of so many.
/// - Parameter state: of an event's number: the state after it, and under which number of the stream's events it is shown.
func tellSeries(
    of path: JSONPath, _ count: Int, _ most: Int, _ monitor: JobMonitor, _ state: (Int) throws -> (shownAt: Int, JSONValue)
) throws {
    guard most > 1 else { return }
    var samples: [Series.Sample] = []
    var last = -1
    for sample in 0..<min(most, count) {
        let index = count <= most ? sample : sample * (count - 1) / (most - 1)
        guard index > last else { continue }
        last = index
        try monitor.report(index, count)
        let (shownAt, state) = try state(index)
        samples.append(Series.Sample(index: shownAt, value: state[path]?.number.flatMap { Double($0.text) }))
    }
    monitor.tell(.series(Series(path: path, samples: samples)))
}

/// What a command would do, listed.
/// - Parameter before: the state that it was tried on.
/// - Returns: a refusal as a failure, with its reason.
func tell(_ answer: CommandTrial.Answer, of trial: CommandTrial, before: JSONValue, _ monitor: JobMonitor) -> JobNews.Ending {
    switch answer {
    case .refused(let reason): return .failed("\(trial.command) refused: \(reason)")
    case .accepted(let events, let after, let broken):
        let kept = events.isEmpty ? "" : "; a or :keep takes \(events.count == 1 ? "it" : "them") into the what-if"
        monitor.tell(.titled("\(trial.command) would give \(counted(events.count, "event"))\(kept)"))
        monitor.tell(.decided(events.map { EventToAppend(type: $0.type, data: $0.data, schema: $0.schema) }))
        let given = events.map { event in
            ResultRow(mark: .added, spot: nil, cells: ["\(event.version) \(event.type) " + String(decoding: event.data, as: UTF8.self)], group: "events")
        }
        let changes = JSONValue.changes(from: before, to: after).map { ResultRow($0, group: "changes of the state") }
        let alarms = broken.map { ResultRow(mark: .alarm, spot: nil, cells: ["\($0)"], group: "invariants that would not hold") }
        monitor.tell(.results(given + changes + alarms))
        return .whole
    }
}
