package import EventLog
package import JSONText

/// Which events changed what lies at a path of a stream's state: `history`, the explorer's blame.
package struct PathHistory: Hashable, Sendable {
    package let stream: ExactString
    package let path: JSONPath

    package init(stream: ExactString, path: JSONPath) {
        self.stream = stream
        self.path = path
    }
}

/// An event that changed what lies at a path. A side where nothing lay is nil.
package struct PathChange: Hashable, Sendable {
    /// The event's number among the stream's.
    package let index: Int
    package let version: Int64
    /// −1 for an event that stands in no log.
    package let position: Int
    package let type: ExactString
    package let time: EventTime?
    package let before: JSONValue?
    package let after: JSONValue?
}

/// What came out beside the changes.
package struct PathHistoryEnd: Hashable, Sendable {
    /// Whether anything ever lay there.
    package let wasThere: Bool
    /// The first value there that JSON cannot say; it counts as nothing.
    package let problem: HandlerError?
    /// Events that the fold refused; the state stayed as it was before them.
    package let refused: Int
}

extension Rehydrator {
    /// Calls `visit` with each event that changed the path, oldest first, as they are found.
    /// - Complexity: O(events of the stream), with no JSON but that of values that differ, where the model's host can look for itself.
    /// - Throws: `SourceError`, what `visit` throws; `CancellationError` if stopped: what was visited until then is right.
    package func answer(
        _ question: PathHistory, on stream: History.Stream, _ visit: (PathChange) throws -> Void
    ) throws -> PathHistoryEnd {
        let cursor = makeCursor(try fold(for: stream.name), on: EventPath(stream), snapshots: nil)
        defer { cursor.dropCheckpoints() }
        return try cursor.history(of: question.path, visit)
    }
}
