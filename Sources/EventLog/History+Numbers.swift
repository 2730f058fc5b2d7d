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

extension History {
    /// An event's number among its stream's. O(log events), and O(events of the same version).
    package func index(of position: Int, in stream: Stream) -> Int? {
        let positions = stream.positions
        let version = version(at: position)
        var index = 0
        var end = positions.count
        while index < end {
            let middle = (index + end) / 2
            if self.version(at: positions[middle]) < version { index = middle + 1 } else { end = middle }
        }
        while index < positions.count, self.version(at: positions[index]) == version {
            if positions[index] == position { return index }
            index += 1
        }
        return nil
    }

    /// Positions close to an event's: those of its stream, before it and after it, nearest first. Itself is not among them.
    func neighbours(of position: Int, inStream reach: Int) -> [Int] {
        let stream = stream(number: Int32(streamNumber(at: position)))
        guard let index = index(of: position, in: stream) else { return [] }
        return Self.around(index, reach, stream.positions.count).map { stream.positions[$0] }
    }

    /// Likewise those before it and after it in the log.
    func neighbours(of position: Int, inLog reach: Int) -> [Int] { Self.around(position, reach, count) }

    private static func around(_ place: Int, _ reach: Int, _ count: Int) -> [Int] {
        guard reach > 0 else { return [] }
        return (1...reach).flatMap { [place - $0, place + $0] }.filter { $0 >= 0 && $0 < count }
    }
}
