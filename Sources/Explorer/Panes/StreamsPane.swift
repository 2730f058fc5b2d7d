import EventLog
package import JSONText

/// The list of streams.
package struct StreamsPane: Equatable, Sendable {
    package var list = ListPosition()
    package var arrangement = StreamArrangement()
    /// Nil: all streams by name.
    package var rows: StreamRows?
    /// Streams in which something was found that is not as it should be, and at which of their events first.
    package private(set) var troubled: [ExactString: Int] = [:]
    /// What `/` looked for last.
    var search: NameRule?

    /// What stands on a line.
    enum Line: Equatable {
        case stream(Int)
        case category(StreamRows.Category)
    }

    mutating func note(trouble spot: Spot) { troubled[spot.stream] = min(troubled[spot.stream] ?? .max, spot.index) }

    func count(in history: History) -> Int { rows?.lines.count ?? history.streamCount }

    func line(_ row: Int, in history: History) -> Line? {
        guard row >= 0, row < count(in: history) else { return nil }
        guard let rows else { return .stream(row) }
        let line = Int(rows.lines[row])
        return line >= 0 ? .stream(line) : .category(rows.categories[-1 - line])
    }

    /// The line of a stream, by its place in the order of names. O(lines) where they are arranged.
    func row(ofStream place: Int) -> Int? { rows.map { $0.lines.firstIndex(of: Int32(place)) } ?? place }
}
