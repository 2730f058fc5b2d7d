/// Streams by their numbers in this history, for who looks at all of them: each number is below `streamCount`, in the order in which
/// the streams first appear.
extension History {
    package func stream(numbered number: Int) -> Stream { stream(number: Int32(number)) }

    /// The numbers, sorted by name (bytes).
    package var streamNumbersByName: [Int32] { sortedStreams }

    /// O(1).
    package func eventCount(ofStreamNumbered number: Int) -> Int { Int(builder.survey.entries[number].events) }

    /// Whether a stream's versions go back somewhere in the log, so that its order is not the log's. O(1).
    package func goesBack(streamNumbered number: Int) -> Bool { builder.survey.entries[number].goesBack }

    /// Calls `body` with each event of a range and the number of its stream, in log order. O(events).
    package func forEachStreamNumber(in range: Range<Int>, _ body: (_ position: Int, _ stream: Int) -> Void) {
        rows.forEach(LogColumn.stream, in: range) { body($0, Int($1)) }
    }

    /// Likewise with the event's version.
    package func forEachVersion(_ body: (_ position: Int, _ version: Int64) -> Void) {
        rows.forEach(LogColumn.version, body)
    }

    /// Likewise with the event's time; nil where it has none.
    package func forEachTime(_ body: (_ position: Int, _ time: Instant?) -> Void) {
        rows.forEach(LogColumn.time) { body($0, $1 == PackedPage.missing ? nil : Instant(microseconds: $1)) }
    }
}
