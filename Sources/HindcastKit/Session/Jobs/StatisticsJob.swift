import EventLog
import Explorer
import JSONText

/// Counts events by type.
struct StatisticsJob {
    private let history: History
    private let positions: ScopePositions
    private let shown: RowList?

    init(_ context: JobContext, _ scope: EventScope, _ shown: RowList?) {
        history = context.history
        positions = context.positions(of: scope)
        self.shown = shown
    }

    private struct Tally {
        var count = 0
        var first = -1
        var last = -1
    }

    /// - Complexity: O(events).
    /// - Throws: `CancellationError`.
    func run(_ monitor: JobMonitor) throws {
        var tallies = [Tally](repeating: Tally(), count: history.typeCount)
        let count = shown?.count ?? positions.count
        for row in 0..<count {
            if row.isMultiple(of: 4096) { try monitor.report(row, count) }
            let position = positions[shown?[row] ?? row]
            let type = history.typeNumber(at: position)
            if tallies[type].count == 0 { tallies[type].first = position }
            tallies[type].count += 1
            tallies[type].last = position
        }
        let order = tallies.indices.filter { tallies[$0].count > 0 }.sorted { (tallies[$1].count, $0) < (tallies[$0].count, $1) }
        monitor.tell(.results(order.map { type in
            let tally = tallies[type]
            return ResultRow(spot: history.spot(at: tally.first), cells: [
                history.typeName(type).description, String(tally.count), Self.share(tally.count, of: count),
                time(tally.first), time(tally.last),
            ])
        }))
    }

    private func time(_ position: Int) -> String { history.time(at: position)?.text() ?? "" }

    /// `12.3 %`.
    private static func share(_ count: Int, of all: Int) -> String {
        let tenths = all == 0 ? 0 : (count * 1000 + all / 2) / all
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
