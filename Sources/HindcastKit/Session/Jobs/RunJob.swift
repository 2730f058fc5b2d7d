import EventLog
import Explorer
import JSONText
import LuaModels
import Rehydration

/// Looks for the next event at which something that is watched changes, or the last one before.
struct RunJob {
    private let context: JobContext
    private let monitor: JobMonitor
    private let stream: History.Stream?
    private let start: Int
    private let step: Int

    init(_ context: JobContext, from spot: Spot, step: Int, _ monitor: JobMonitor) {
        self.context = context
        self.monitor = monitor
        stream = context.history.stream(named: spot.stream)
        start = spot.index
        self.step = step
    }

    private struct Enough: Error {}

    private var history: History { context.history }

    /// - Parameter inLog: Expressions are asked of all streams, in the order of the log. Paths are always the stream's own.
    /// - Complexity: O(events of the stream up to what is found) for each path and expression; in the log, O(log up to there).
    /// Where nothing is found, it is told on how many events an expression failed.
    /// - Throws: also why the stream could not be folded.
    func run(_ paths: [JSONPath], _ conditions: [String], inLog: Bool) throws {
        guard let stream else { return }
        let positions = stream.positions
        // A place is a position of the log, or a number of the stream's: that is the order in which one comes to it.
        func place(_ index: Int?) -> Int? { inLog ? index.map { positions[$0] } : index }
        var nearest: Int?
        var failures = 0
        var failed: (text: String, error: HandlerError)?
        func note(_ some: ExpressionFailures) {
            failures += some.count
            if let first = some.first { failed = failed ?? ("#\(first.position)", first.error) }
        }
        for path in paths { nearest = closer(place(try change(of: path, on: stream)), nearest) }
        for condition in conditions {
            let question = try FindQuestion(condition, every: true, language: LuaExpressions())
            if inLog {
                let here = start >= 0 ? positions[start] : (positions.first ?? 0) - 1
                nearest = try closer(position(question, from: here, nearest, note), nearest)
            } else {
                let next = try question.next(on: stream, from: start, step: step, by: try rehydrator()) { try monitor.report($0, $1) }
                if let error = next.unfolded { throw error }
                note(next.failures)
                nearest = closer(next.index, nearest)
            }
        }
        if let nearest, let spot = inLog ? history.spot(at: nearest) : Spot(stream: stream.name, index: nearest) { return monitor.tell(.spot(spot)) }
        if let failed { monitor.tell(.qualified(FailedExpression.text(failures, failed.text, failed.error))) }
    }

    private func rehydrator() throws -> Rehydrator {
        let rehydrator = try context.makeRehydrator(telling: monitor)
        // A short stream is folded without a report on the way.
        try monitor.report(0, 1)
        return rehydrator
    }

    /// Of two places, that which is come to first.
    private func closer(_ one: Int?, _ other: Int?) -> Int? {
        guard let one, let other else { return one ?? other }
        return step > 0 ? min(one, other) : max(one, other)
    }

    private func change(of path: JSONPath, on stream: History.Stream) throws -> Int? {
        var nearest: Int?
        do {
            _ = try rehydrator().answer(PathHistory(stream: stream.name, path: path), on: stream) { change in
                // The events of one batch are told to their end, also behind what ends it.
                if step < 0 {
                    guard change.index < start else { throw Enough() }
                    nearest = change.index
                } else if change.index > start {
                    nearest = nearest ?? change.index
                    throw Enough()
                }
            }
        } catch is Enough {}
        return nearest
    }

    /// - Parameter limit: what is known already; nothing behind it is of interest.
    private func position(_ question: FindQuestion, from here: Int, _ limit: Int?, _ note: (ExpressionFailures) -> Void) throws -> Int? {
        let asking = Asking(jobs: context.jobs, isStopped: monitor.isStopped) { monitor.progress($0.events, $0.total) }
        let until: LogMoment? = step > 0 ? limit.map { LogMoment(before: $0) } : LogMoment(before: max(0, here))
        var nearest: Int?
        do {
            let answer = try question.ask(history, context.models, StreamExtent(of: history, until: until), asking, inOrder: { found in
                guard step > 0 else { return nearest = found.last?.position ?? nearest }
                guard let first = found.first(where: { $0.position > here }) else { return }
                nearest = first.position
                throw Enough()
            })
            if answer.isPartial { throw CancellationError() }
            note(answer.failures)
        } catch is Enough {}
        return nearest
    }
}
