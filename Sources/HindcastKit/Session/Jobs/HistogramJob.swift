import EventLog
import Explorer

/// Counts events by time.
struct HistogramJob {
    private let history: History
    private let positions: ScopePositions
    private let shown: RowList?

    init(_ context: JobContext, _ scope: EventScope, _ shown: RowList?) {
        history = context.history
        positions = context.positions(of: scope)
        self.shown = shown
    }

    private var count: Int { shown?.count ?? positions.count }
    private func position(_ row: Int) -> Int { positions[shown?[row] ?? row] }

    /// - Complexity: O(events), twice where neither a range nor the history tells from when to when they are.
    /// - Throws: `CancellationError`.
    func run(_ range: Range<Int64>?, _ monitor: JobMonitor) throws {
        guard let span = try range ?? span(monitor) else { return monitor.tell(.histogram(Histogram(start: 0, width: 1, bars: [], others: count))) }
        let width = Histogram.width(for: span.upperBound - span.lowerBound)
        let start = span.lowerBound - modulo(span.lowerBound, width)
        let bars = Int((span.upperBound - 1 - start) / width) + 1
        var counts = [Int](repeating: 0, count: bars)
        var firsts = [Int](repeating: -1, count: bars)
        var others = 0
        for row in 0..<count {
            if row.isMultiple(of: 4096) { try monitor.report(row, count) }
            let position = position(row)
            guard let time = history.time(at: position)?.microseconds, time >= start, time < span.upperBound || range == nil else {
                others += 1
                continue
            }
            let bar = min(bars - 1, Int((time - start) / width))
            counts[bar] += 1
            if firsts[bar] < 0 { firsts[bar] = position }
        }
        monitor.tell(.histogram(Histogram(
            start: start, width: width, bars: zip(counts, firsts).map { Histogram.Bar(count: $0, first: $1) }, others: others)))
    }

    private func span(_ monitor: JobMonitor) throws -> Range<Int64>? {
        if positions.isLog, shown == nil {
            guard let first = history.earliest.flatMap({ history.time(at: $0) }), let last = history.latest.flatMap({ history.time(at: $0) }) else { return nil }
            return first.microseconds..<(last.microseconds + 1)
        }
        var low = Int64.max
        var high = Int64.min
        for row in 0..<count {
            if row.isMultiple(of: 4096) { try monitor.report(row, 2 * count) }
            guard let time = history.time(at: position(row))?.microseconds else { continue }
            low = min(low, time)
            high = max(high, time)
        }
        return low <= high ? low..<(high + 1) : nil
    }

    private func modulo(_ value: Int64, _ width: Int64) -> Int64 { ((value % width) + width) % width }
}
