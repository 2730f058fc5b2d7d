import EventLog
import Explorer
import JSONText
import Rehydration

/// The lines of a path's history: each change with the time since the one before, and what lay there then.
struct PathHistoryRows {
    private var last: Instant?

    /// - Parameter place: the cells that say where it is: a version, or a position and a stream.
    mutating func row(_ change: PathChange, at spot: Spot?, place: [String]) -> ResultRow {
        let time = change.time?.instant
        let since = last.flatMap { last in time.map { TimeTexts.exactSpan(from: last, to: $0) } } ?? ""
        last = time ?? last
        return ResultRow(
            spot: spot,
            cells: place + [
                time?.text() ?? "", since, change.type.description, change.before?.line ?? "", change.after?.line ?? "",
            ], number: change.after?.number.flatMap { Double($0.text) })
    }
}
