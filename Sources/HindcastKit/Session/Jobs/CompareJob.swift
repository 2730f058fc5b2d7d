import EventLog
import Explorer
import JSONText
import LuaModels
import Rehydration

/// Lists where another model's states part from those of the model at hand.
struct CompareJob {
    private let context: JobContext
    private let path: String
    private let before: any Model

    private static let most = 100_000
    private static let mostPaths = 4

    /// - Throws: `UsageError` where it is not one model that reads the source.
    init(_ context: JobContext, path: String) throws {
        guard let before = context.models.first else {
            throw UsageError("no model reads this source, so there is nothing to compare \(path) with", hint: "name one with --model")
        }
        guard context.models.count == 1 else {
            throw UsageError("\(context.models.count) models read this source", hint: "hindcast compare --before MODEL --after MODEL compares two")
        }
        self.context = context
        self.path = path
        self.before = before
    }

    /// - Complexity: one pass over the log for both models, on all cores.
    /// - Throws: `SourceError`, `ModelError`, `UpcasterChainError`, `CancellationError`.
    func run(_ monitor: JobMonitor) throws -> JobNews.Ending {
        let history = context.history
        let after = try LuaModel(path: path)
        // A mistake in the model is told before the log is read.
        _ = try after.makeReader()
        let asking = Asking(jobs: context.jobs, isStopped: monitor.isStopped) { monitor.progress($0.events, $0.total) }
        var told = 0
        let answer = try CompareQuestion(before: before, after: after).ask(history, StreamExtent(of: history), asking, inOrder: { differences in
            let shown = differences.prefix(Self.most - told)
            told += shown.count
            if !shown.isEmpty { monitor.tell(.results(shown.map(row))) }
        })
        let differ = answer.differences.count
        let refused = [(before.name, answer.refusedBefore), (path, answer.refusedAfter)].filter { $0.1 > 0 }
            .map { "; \($0.0) could not fold \(counted($0.1, "event"))" }
        let unfolded = answer.unfolded.count > 0 ? "; \(counted(answer.unfolded.count, "stream")) could not be folded" : ""
        let streams = answer.stoppedAt?.reach ?? counted(answer.streams, "stream")
        monitor.tell(.titled("\(answer.isPartial ? "\(differ) differ in" : "\(differ) of") \(streams)\(answer.isPartial ? "" : " differ"): \(before.name), \(path)\(refused.joined())\(unfolded)"))
        if answer.isPartial { throw CancellationError() }
        return differ > told ? .cut : .whole
    }

    private func row(_ difference: CompareQuestion.Difference) -> ResultRow {
        let paths = difference.paths.prefix(Self.mostPaths).map { path in
            "\(path) \(difference.before[path]?.line ?? "-") → \(difference.after[path]?.line ?? "-")"
        }
        let more = difference.paths.count - paths.count
        return ResultRow(spot: context.history.spot(at: difference.position), cells: [
            "#\(difference.position)", difference.time?.instant.text() ?? "", difference.stream.description, String(difference.version),
            difference.type.description, paths.joined(separator: ", ") + (more > 0 ? " and \(more) more" : ""),
        ])
    }
}
