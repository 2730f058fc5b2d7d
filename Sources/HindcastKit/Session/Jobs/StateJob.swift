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
        rehydrator = try context.makeRehydrator()
        rehydrator.progress = .init { _, _ in if monitor.isStopped() { throw CancellationError() } }
    }

    /// The next event after which one of the paths holds another value, or the last before.
    /// - Complexity: O(events between) folds and differences.
    func run(from start: Int, step: Int, _ paths: [JSONPath]) throws {
        guard let stream else { return }
        func changes(_ index: Int) throws -> Bool {
            let state = try rehydrator.state(of: stream, at: index)
            return state.changes.contains { change in paths.contains { Self.touches(change.path, $0) } }
        }
        let count = stream.positions.count
        if step > 0 {
            for index in max(0, start + 1)..<max(count, start + 1) {
                try monitor.report(index - start, count - start)
                if try changes(index) { return monitor.tell(.spot(Spot(stream: stream.name, index: index))) }
            }
            return
        }
        // Backwards in runs: within a run it goes forward, which is what a fold is good at.
        var end = start
        while end > 0 {
            let first = max(0, end - Self.run)
            var last: Int?
            for index in first..<end {
                try monitor.report(start - end, start)
                if try changes(index) { last = index }
            }
            if let last { return monitor.tell(.spot(Spot(stream: stream.name, index: last))) }
            end = first
        }
    }

    private static let run = 64

    /// Whether a change at one path changes the value at another: it lies below, or above.
    private static func touches(_ change: JSONPath, _ path: JSONPath) -> Bool {
        change.steps.starts(with: path.steps) || path.steps.starts(with: change.steps)
    }

    /// Every event that changed the path.
    /// - Complexity: O(events) folds and differences.
    func history(of path: JSONPath) throws -> JobNews.Ending {
        guard let stream else { return .whole }
        var rows: [ResultRow] = []
        var before: JSONValue?
        let count = stream.positions.count
        for index in 0..<count {
            if index.isMultiple(of: 64) {
                try monitor.report(index, count)
                if !rows.isEmpty {
                    monitor.tell(.results(rows))
                    rows = []
                }
            }
            let state = try rehydrator.state(of: stream, at: index)
            guard state.changes.contains(where: { Self.touches($0.path, path) }) || index == 0 else { continue }
            let after = state.state[path]
            guard after != before else { continue }
            let position = stream.positions[index]
            rows.append(ResultRow(spot: Spot(stream: stream.name, index: index), cells: [
                String(state.version), history.time(at: position)?.text() ?? "", history.type(at: position).description,
                before?.line ?? "", after?.line ?? "",
            ]))
            before = after
        }
        monitor.tell(.results(rows))
        return .whole
    }

    /// The number at a path, at events spread evenly over the stream.
    /// - Complexity: one fold of the stream, O(samples) states as JSON.
    func series(_ path: JSONPath, _ most: Int) throws {
        guard let stream, most > 1 else { return }
        let count = stream.positions.count
        var samples: [Series.Sample] = []
        var last = -1
        for sample in 0..<min(most, count) {
            let index = count <= most ? sample : sample * (count - 1) / (most - 1)
            guard index > last else { continue }
            last = index
            try monitor.report(index, count)
            let value = try rehydrator.state(of: stream, at: index).state[path]?.number.flatMap { Double($0.text) }
            samples.append(Series.Sample(index: index, value: value))
        }
        monitor.tell(.series(Series(path: path, samples: samples)))
    }
}
