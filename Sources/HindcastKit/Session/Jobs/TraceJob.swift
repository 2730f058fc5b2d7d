import EventLog
import Explorer
import JSONText

/// Lists the causation tree of an event.
struct TraceJob {
    private let history: History
    private let jobs: Int

    init(_ context: JobContext) {
        history = context.history
        jobs = context.jobs
    }

    /// - Complexity: that of `CausationTree`.
    /// - Throws: `SourceError`, `CancellationError`.
    func run(_ position: Int, _ monitor: JobMonitor) throws {
        let tree = CausationTree(history, jobs: jobs) { try monitor.report($0, $1) }
        var rows: [ResultRow] = []
        try tree.forEach(around: try HistoryReader(history).event(at: position).event) { node in
            try monitor.report(history.count, history.count)
            rows.append(ResultRow(spot: history.spot(at: node.event.position), cells: [
                "#\(node.event.position)", node.event.time?.instant.text() ?? "", node.event.stream.description, String(node.event.version),
                node.title + (node.event.position == position ? " ←" : ""),
            ]))
            if rows.count == 256 {
                monitor.tell(.results(rows))
                rows = []
            }
        }
        monitor.tell(.results(rows))
    }
}

extension CausationTree.Node {
    /// The event's type, as far to the right as it is deep. Chains may be longer than any screen is wide.
    var title: String {
        let indent = depth > 20 ? String(repeating: "  ", count: 20) + "(\(depth)) " : String(repeating: "  ", count: depth)
        return indent + event.type.description
    }
}
