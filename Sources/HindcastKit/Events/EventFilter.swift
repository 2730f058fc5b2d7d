import EventLog
import JSONText

/// Which events of a log are wanted. All that is set must hold.
struct EventFilter {
    var stream: Glob?
    var types: Set<ExactString> = []
    var excludedTypes: Set<ExactString> = []
    var since: LogBound?
    var until: LogBound?
    var text: TextSearch?
    var correlation: ExactString?
    var condition: EventCondition?

    /// Positions that may be wanted, by the names of streams alone, ascending.
    /// - Complexity: O(streams), and O(n log n) for the n events of those that match.
    func candidates(in history: History) -> [Int]? {
        guard let stream else { return nil }
        let matching = history.streams.filter { stream.matches($0.name.bytes) }
        let positions = matching.flatMap(\.positions)
        return positions.sorted()
    }

    /// What the index knows. O(1).
    func admits(_ position: Int, of history: History) -> Bool {
        if !types.isEmpty || !excludedTypes.isEmpty {
            let type = history.type(at: position)
            if !types.isEmpty, !types.contains(type) { return false }
            if excludedTypes.contains(type) { return false }
        }
        if let since, !since.isAtOrBefore(position, in: history) { return false }
        if let until, !until.isAtOrAfter(position, in: history) { return false }
        return true
    }

    /// What only the event itself tells. O(bytes of the record).
    /// - Throws: `CancellationError` if the condition is stopped.
    func admits(_ recorded: RecordedEvent) throws -> Bool {
        if let correlation, recorded.event.correlation != correlation { return false }
        if let text, !text.matches(recorded) { return false }
        if let condition, try !condition.holds(for: recorded.event) { return false }
        return true
    }
}
