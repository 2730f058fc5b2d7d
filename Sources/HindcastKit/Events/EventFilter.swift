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
    /// - Complexity: O(streams) for a pattern, O(1) for a name; and O(n log n) for the n events of those that match.
    func candidates(in history: History) -> [Int]? {
        guard let stream else { return nil }
        if let name = stream.name { return history.stream(named: name)?.positions.sorted() ?? [] }
        let matching = history.streams.filter { stream.matches($0.name.bytes) }
        let positions = matching.flatMap(\.positions)
        return positions.sorted()
    }

    /// For each type of the log, by its number, whether it is wanted; nil where all are.
    func admittedTypes(in history: History) -> [Bool]? {
        guard !types.isEmpty || !excludedTypes.isEmpty else { return nil }
        return history.types.map { (types.isEmpty || types.contains($0)) && !excludedTypes.contains($0) }
    }

    /// A text that every wanted event's record holds, if there is one.
    func writtenText(in history: History) -> String? {
        if let text { return text.text }
        guard let correlation, history.writesCorrelations else { return nil }
        return String(validating: correlation.bytes, as: UTF8.self)
    }

    /// The part of the log outside of which nothing is wanted.
    func range(in history: History) -> Range<Int> {
        let start = min(since?.firstPosition ?? 0, history.count)
        return start..<max(start, min(until?.endPosition ?? history.count, history.count))
    }

    /// What the index knows. O(1).
    /// - Parameter types: as `admittedTypes` tells.
    func admits(_ position: Int, of history: History, _ types: [Bool]?) -> Bool {
        if let types, !types[history.typeNumber(at: position)] { return false }
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
