package import EventLog

extension Rehydrator {
    /// The number of the last event that a projection reads up to a moment, among those that it reads; −1 before the first. With
    /// `state(ofProjection:at:)` and `path(ofProjection:)` it can be stepped like a stream.
    /// - Parameter moment: nil: the end.
    /// - Returns: nil where no model has a projection of that name.
    /// - Throws: `PointError` for a version, which is each stream's own.
    /// - Complexity: O(log events), O(events) for a clock time.
    package func index(ofProjection name: String, at moment: LogMoment?) throws -> Int? {
        guard let path = try path(ofProjection: name) else { return nil }
        switch moment?.place {
        case nil: return path.count - 1
        case .gap(let gap): return path.count(before: gap) - 1
        case .position(let position): return path.count(before: position + 1) - 1
        case .version(let version):
            throw PointError(message: "a projection follows the log, which has no version \(version); say #\(version) for that position")
        case .time(let instant):
            return (0..<path.count).last { history.time(at: path[$0]).map { $0 <= instant } ?? false } ?? -1
        }
    }
}

extension EventPath {
    /// How many of its events lie before a position of the log. For paths in log order. O(log events).
    func count(before position: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
