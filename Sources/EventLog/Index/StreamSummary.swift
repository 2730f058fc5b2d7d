/// What a list of streams says of one.
package struct StreamSummary: Hashable, Sendable {
    package let events: Int
    /// Of the last event, in order of version, as the times are; nil in a stream without events.
    package let version: Int64?
    package let first: Instant?
    package let last: Instant?
}

/// A stream's last version, and the times of its first and last event, in order of version. Kept by the index cache, so that a list
/// of all streams looks at no rows.
struct StreamEnds: Sendable {
    let version: Int64
    /// Microseconds since the epoch; `PackedPage.missing` where the event has none.
    let first: Int64
    let last: Int64
}

extension StreamEnds {
    init(_ positions: StreamPositions, _ rows: PackedTable) {
        guard let first = positions.first, let last = positions.last else {
            self.init(version: PackedPage.missing, first: PackedPage.missing, last: PackedPage.missing)
            return
        }
        self.init(version: rows[last, LogColumn.version], first: rows[first, LogColumn.time], last: rows[last, LogColumn.time])
    }
}
