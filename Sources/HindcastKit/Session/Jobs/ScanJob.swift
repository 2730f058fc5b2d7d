import EventLog
import Explorer
import JSONText

/// Finds the events of a scope that a timeline's filter admits.
struct ScanJob {
    private let history: History
    private let positions: ScopePositions
    private let filter: TimelineFilter
    private let start: Int
    /// By the number of a type; nil: all are admitted.
    private let types: [Bool]?
    private let text: TextSearch?
    private let smart: SmartText?
    private let condition: EventCondition?
    private let reader: HistoryReader

    private static let reportEvery = 512

    /// - Throws: `ExpressionError`.
    init(_ context: JobContext, _ scope: EventScope, _ filter: TimelineFilter, from start: Int) throws {
        history = context.history
        positions = context.positions(of: scope)
        self.filter = filter
        self.start = start
        let restrictsTypes = !filter.types.isEmpty || !filter.hiddenTypes.isEmpty
        types = restrictsTypes ? context.history.typeNames(atMost: .max).map { name in
            (filter.types.isEmpty || filter.types.contains(name)) && !filter.hiddenTypes.contains(name)
        } : nil
        smart = filter.text.map { SmartText($0) }
        text = smart.map { TextSearch($0.text, context.history.payloadCoding, ignoresCase: $0.ignoresCase) }
        condition = try filter.condition.map { try EventCondition($0) }
        reader = HistoryReader(context.history)
    }

    /// - Complexity: O(events) for types alone; else also O(bytes of the events).
    /// - Throws: `SourceError`, `CancellationError`.
    func run(_ monitor: JobMonitor) throws {
        // The filter means something: nothing is found yet.
        monitor.tell(.rows([]))
        var batch = RowBatch(monitor.tell)
        if positions.isLog, let smart, start == 0, case let scan = BlockTextScan(smart.text, ignoresCase: smart.ignoresCase, in: history), scan.isPossible {
            // The bytes are searched first: parsing every event for a rare text takes many times as long.
            try scan.forEach { position in
                try monitor.report(position, history.count)
                if try admits(position) { batch.add(position) }
                batch.tellIfDue()
                return true
            } blockRead: { position in
                batch.tellIfDue()
                try monitor.report(position, history.count)
            }
        } else {
            for number in min(start, positions.count)..<positions.count {
                if number.isMultiple(of: Self.reportEvery) {
                    try monitor.report(number, positions.count)
                    batch.tellIfDue()
                }
                if try admits(positions[number]) { batch.add(number) }
            }
        }
        batch.flush()
        if let failures = condition?.failureText(of: ":where") { monitor.tell(.said(failures)) }
    }

    private func admits(_ position: Int) throws -> Bool {
        if let types, !types[history.typeNumber(at: position)] { return false }
        guard text != nil || condition != nil || filter.correlation != nil else { return true }
        let recorded = try reader.event(at: position)
        if let correlation = filter.correlation, recorded.event.correlation != correlation { return false }
        if let text, !text.matches(recorded) { return false }
        return try condition?.holds(for: recorded.event) ?? true
    }
}
