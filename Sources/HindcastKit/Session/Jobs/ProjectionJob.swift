import EventLog
import Explorer
import JSONText
import Rehydration

/// Lists a projection's state at a place in the log, with what its last event changed.
struct ProjectionJob {
    private let history: History
    private let rehydrator: Rehydrator
    private let monitor: JobMonitor

    /// - Throws: `ModelError`, `UpcasterChainError`.
    init(_ context: JobContext, _ monitor: JobMonitor) throws {
        history = context.history
        self.monitor = monitor
        rehydrator = try context.makeRehydrator(telling: monitor)
    }

    /// - Complexity: O(events that it reads).
    /// - Throws: `UsageError` where there is no such projection, `SourceError`, `CancellationError`.
    func history(_ name: String, of path: JSONPath) throws {
        var rows: [ResultRow] = []
        var lines = PathHistoryRows()
        let end = try rehydrator.history(ofProjection: name, path: path) { change in
            let stream = history.streamName(at: change.position).description
            rows.append(lines.row(change, at: history.spot(at: change.position), place: ["#\(change.position)", stream]))
            guard rows.count == 256 else { return }
            monitor.tell(.results(rows))
            rows = []
        }
        guard end != nil else { throw UsageError.missing(projection: name, rehydrator.projections) }
        monitor.tell(.results(rows))
    }

    /// - Parameter step: so many of the events that it reads on or back from there.
    /// - Complexity: O(events up to there).
    /// - Throws: `UsageError` where there is no such projection, `SourceError`, `CancellationError`.
    func run(_ name: String, _ position: Int, _ step: Int) throws {
        try monitor.report(0, 1)
        let moment = try (position < 0 ? PointInTime.start : .position(position)).resolve(onLog: history, zone: .utc)
        guard let path = try rehydrator.path(ofProjection: name), let start = try rehydrator.index(ofProjection: name, at: moment)
        else { throw UsageError.missing(projection: name, rehydrator.projections) }
        let index = max(-1, min(start + step, path.count - 1))
        guard let answer = try rehydrator.state(ofProjection: name, at: index) else { return }
        let place = index < 0 ? nil : path[index]
        let time = answer.time.map { ", \($0.instant.text())" } ?? ""
        monitor.tell(.titled(place.map { "\(name) after #\($0)\(time)" } ?? "\(name) before its first event", position: place ?? -1))
        let spot = place.flatMap { history.spot(at: $0) }
        let failed = answer.errors.last.map { ResultRow(mark: .alarm, spot: history.spot(at: $0.position), cells: [ErrorRenderer.sentence(for: $0)]) }
        let changes = Dictionary(answer.changes.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        var rows = [failed].compactMap { $0 }
        rows += answer.state.leaves().map { leaf in
            guard let change = changes[leaf.path] else { return ResultRow(spot: spot, cells: [leaf.path.description, "", leaf.value.line]) }
            return ResultRow(mark: .init(change), spot: spot, cells: [leaf.path.description, change.before?.line ?? "-", leaf.value.line])
        }
        rows += answer.changes.filter { $0.after == nil }.map { ResultRow($0, spot: spot) }
        monitor.tell(.results(rows))
    }
}

extension ResultRow {
    /// A change of a state, a side that has nothing there as `-`.
    init(_ change: JSONChange, spot: Spot? = nil, group: String? = nil) {
        self.init(
            mark: .init(change), spot: spot, cells: [change.path.description, change.before?.line ?? "-", change.after?.line ?? "-"], group: group)
    }
}

extension ResultRow.Mark {
    init(_ change: JSONChange) { self.init(before: change.before != nil, after: change.after != nil) }
}

extension UsageError {
    /// A projection that is not there, with the nearest names.
    /// - Parameter others: models that lie beside the events and were not run.
    static func missing(projection name: String, _ known: [String], others: [String] = []) -> UsageError {
        guard !known.isEmpty else {
            if let other = others.first {
                return UsageError("there is no projection \"\(name)\" without a model", hint: "\(other) was not run: --trust runs it once")
            }
            return UsageError("there is no projection \"\(name)\": the models declare none", hint: "a model declares one with projection(\"\(name)\", …)")
        }
        let nearest = NearestNames.sorted(known, by: name).prefix(3).joined(separator: ", ")
        return UsageError("there is no projection \"\(name)\"", hint: "near it: \(nearest)")
    }
}
