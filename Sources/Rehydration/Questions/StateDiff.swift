package import EventLog
package import JSONText

/// What differs between two states: of one stream at two points, or of two streams.
package struct StateDiff: Hashable, Sendable {
    package let before: RehydratedState
    package let after: RehydratedState
    /// Leaf by leaf; a side that has nothing there is nil.
    package let changes: [JSONChange]

    init(_ before: RehydratedState, _ after: RehydratedState) {
        self.before = before
        self.after = after
        changes = JSONValue.changes(from: before.state, to: after.state)
    }
}

extension Rehydrator {
    /// Two points of a stream, by numbers of its events (−1: before the first), in any order.
    /// - Complexity: as `state(of:at:)`, twice.
    /// - Throws: `SourceError`; `CancellationError` if stopped.
    package func diff(of stream: History.Stream, from first: Int, to second: Int) throws -> StateDiff {
        StateDiff(try state(of: stream, at: first), try state(of: stream, at: second))
    }

    /// Two streams, each at a point of its own.
    package func diff(of stream: History.Stream, at first: Int, and other: History.Stream, at second: Int) throws -> StateDiff {
        StateDiff(try state(of: stream, at: first), try state(of: other, at: second))
    }
}
