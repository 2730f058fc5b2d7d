import EventLog
import Explorer
import JSONText
import LuaModels
import Rehydration

/// The same questions as `StateJob`'s, about the altered history of a stream.
struct AlteredStateJob {
    private let overlay: HistoryOverlay
    private let stream: History.Stream
    private let plan: OverlayPlan
    private let rehydrator: Rehydrator
    private let monitor: JobMonitor

    /// Nil where the stream is not there.
    /// - Throws: `OverlayError`, `ModelError`, `UpcasterChainError`.
    init?(_ context: JobContext, _ overlay: HistoryOverlay, _ monitor: JobMonitor) throws {
        guard let stream = context.history.stream(named: overlay.stream) else { return nil }
        self.overlay = overlay
        self.stream = stream
        self.monitor = monitor
        rehydrator = try context.makeRehydrator(telling: monitor)
        plan = try rehydrator.plan(of: overlay, on: stream)
        try monitor.report(0, 1)
    }

    /// Where an event is shown, by its number among those that are folded.
    private func spot(_ number: Int) -> Spot {
        let place = plan.place(ofEntry: Int(plan.folded[number]))
        return Spot(stream: stream.name, index: place.recorded, beyond: place.beyond)
    }

    /// - Complexity: O(events of the stream) for each of them.
    func run(from start: OverlayPlace, step: Int, _ name: ExactString, _ paths: [JSONPath], _ conditions: [String]) throws {
        struct Enough: Error {}
        let here = plan.entry(at: start)
        var nearest: Int?
        var failures: (count: Int, first: HandlerError?) = (0, nil)
        /// - Returns: whether no later one can be nearer.
        func meet(_ number: Int) -> Bool {
            let entry = Int(plan.folded[number])
            if step < 0 {
                guard entry < here else { return true }
                nearest = max(nearest ?? -1, number)
                return false
            }
            guard entry > here else { return false }
            nearest = min(nearest ?? .max, number)
            return true
        }
        for condition in conditions {
            let question = try FindQuestion(condition, every: true, language: LuaExpressions())
            do {
                let failed = try rehydrator.answer(question, of: overlay, on: stream) { number, _ in if meet(number) { throw Enough() } }
                failures = (failures.count + failed.count, failures.first ?? failed.first)
            } catch is Enough {}
        }
        for path in paths {
            let question = PathHistory(stream: name, path: path)
            do { _ = try rehydrator.answer(question, of: overlay, on: stream) { if meet($0.index) { throw Enough() } } } catch is Enough {}
        }
        if let nearest { return monitor.tell(.spot(spot(nearest))) }
        if let first = failures.first { monitor.tell(.qualified(FailedExpression.text(failures.count, nil, first))) }
    }

    /// - Complexity: O(events of the stream).
    func history(of path: JSONPath) throws {
        var rows: [ResultRow] = []
        var lines = PathHistoryRows()
        _ = try rehydrator.answer(PathHistory(stream: stream.name, path: path), of: overlay, on: stream) { change in
            rows.append(lines.row(change, at: spot(change.index), place: [String(change.version)]))
        }
        monitor.tell(.results(rows))
    }

    /// Tells the events after which an expression becomes true.
    /// - Returns: whether there is any, and why the expression failed first.
    func find(_ question: FindQuestion) throws -> (any: Bool, failure: HandlerError?) {
        var rows: [ResultRow] = []
        let failures = try rehydrator.answer(question, of: overlay, on: stream) { number, event in
            rows.append(ResultRow(spot: spot(number), cells: [
                event.position < 0 ? "what-if" : "#\(event.position)", event.time?.instant.text() ?? "", stream.name.description,
                String(event.version), event.type.description,
            ]))
        }
        if !rows.isEmpty { monitor.tell(.results(rows)) }
        return (!rows.isEmpty, failures.first)
    }

    /// What stands out: broken invariants, events that cannot be folded or are of no known type.
    /// - Complexity: O(events), invariants being checked after each.
    func signs() throws {
        var signs: [OverlayPlace: EventMarks] = [:]
        let count = plan.folded.count
        for start in stride(from: 0, to: count, by: Self.run) {
            try monitor.report(start, count)
            for (offset, marks) in try rehydrator.marks(of: overlay, on: stream, in: start..<min(count, start + Self.run)).enumerated() where marks != EventMarks() {
                signs[plan.place(ofEntry: Int(plan.folded[start + offset]))] = marks
            }
        }
        monitor.tell(.signs(signs, of: overlay))
    }

    /// Events looked at between two looks at whether that is still wanted.
    private static let run = 256

    /// The number at a path, at events spread evenly over the altered history.
    func series(_ path: JSONPath, _ most: Int) throws {
        try tellSeries(of: path, plan.folded.count, most, monitor) { number in
            (plan.place(ofEntry: Int(plan.folded[number])).recorded, try rehydrator.state(of: overlay, on: stream, at: number).state)
        }
    }

    /// - Throws: `CommandTrialError`, `HandlerError`.
    func decide(_ trial: CommandTrial, at place: OverlayPlace) throws -> JobNews.Ending {
        let answer = try rehydrator.answer(trial, of: overlay, on: stream, at: place)
        let before = try rehydrator.alteredPlace(of: overlay, on: stream, at: place).state.state
        return tell(answer, of: trial, before: before, monitor)
    }
}
