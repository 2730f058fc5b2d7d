import JSONText

/// Where a point in time lies on a stream, and how it was understood.
package struct ResolvedPoint: Hashable, Sendable {
    /// The number of the last event that counts, among the stream's events; −1 before the first.
    package let index: Int
    /// For a clock time: the instant, and spelled out.
    package var instant: Instant? = nil
    package var understood: String? = nil
}

/// A point that lies outside what is there, or cannot be told from it.
package struct PointError: Error, Hashable, Sendable {
    package let message: String

    package init(message: String) { self.message = message }
}

extension PointInTime {
    /// - Parameters:
    ///   - reference: what words are relative to; nil: the last event's time.
    /// - Throws: `PointError` for a version or position that is not there, or a clock time where events have none.
    /// - Complexity: O(log events), O(events) for a clock time.
    package func resolve(
        on stream: History.Stream, of history: History, zone: Zone, reference: Instant? = nil
    ) throws(PointError) -> ResolvedPoint {
        let positions = stream.positions
        let last = positions.count - 1
        switch self {
        case .start: return ResolvedPoint(index: -1)
        case .end: return ResolvedPoint(index: last)
        case .percent(let percent):
            return ResolvedPoint(index: Int((Double(positions.count) * percent / 100).rounded()) - 1)
        case .version(let version):
            // The last of that version: a repeated one counts as a whole.
            guard let index = positions.lastIndex(where: { history.version(at: $0) == version }) else {
                throw Self.noVersion(version, on: stream, of: history)
            }
            return ResolvedPoint(index: index - positions.startIndex)
        case .position(let position):
            guard position < history.count else {
                throw PointError(message: "there is no position #\(position); the log ends at #\(history.count - 1)")
            }
            // The event there, if it is the stream's; else what the stream had by then.
            let index = positions.firstIndex(of: position) ?? positions.lastIndex { $0 <= position }
            return ResolvedPoint(index: index.map { $0 - positions.startIndex } ?? -1)
        case .clock(let clock):
            guard let last = positions.reversed().lazy.compactMap({ history.time(at: $0) }).first else {
                throw PointError(message: "the events of \(stream.name) have no times; use a version instead")
            }
            let instant = clock.instant(in: zone, reference: reference ?? last)
            // "After all events at or before it": up to the last one whose time is not later, in the order of versions.
            let index = positions.lastIndex { history.time(at: $0).map { $0 <= instant } ?? false }
            return ResolvedPoint(
                index: index.map { $0 - positions.startIndex } ?? -1, instant: instant, understood: instant.longText(in: zone))
        }
    }

    private static func noVersion(_ version: Int64, on stream: History.Stream, of history: History) -> PointError {
        guard let first = stream.positions.first, let last = stream.positions.last else {
            return PointError(message: "\(stream.name) has no events")
        }
        return PointError(message:
            "\(stream.name) has no version \(version); it goes from \(history.version(at: first)) to \(history.version(at: last))")
    }
}
