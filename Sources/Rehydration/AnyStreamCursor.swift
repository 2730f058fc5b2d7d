import EventLog
import JSONText

/// A cursor without its fold's type.
protocol AnyStreamCursor: AnyObject {
    /// The state after the event of that index; −1: before the first.
    /// - Throws: `SourceError` where an event cannot be read; `CancellationError` if stopped. What a handler throws is part of the
    ///   answer.
    func rehydrated(at index: Int) throws -> RehydratedState

    /// The marks of a run of events. O(events from the nearest checkpoint).
    func marks(in range: Range<Int>) throws -> [EventMarks]

    /// The state at rest, for a snapshot; nil where the fold has no initial state.
    func frozen(at index: Int) throws -> FrozenState?
    /// The event of the last snapshot that a cursor could start from.
    func snapshotIndex(atOrBefore index: Int) throws -> Int?
    func json(at index: Int) throws -> JSONValue
    func json(of frozen: FrozenState) throws -> JSONValue

    /// Events up to there that could not be folded.
    func problems(upTo index: Int) -> [(index: Int, problem: FoldProblem)]

    func dropCheckpoints()

    /// Gives the cursor a state that is known already, and the events that were refused on the way to it.
    func seed(_ state: FrozenState, after index: Int, problems: [(index: Int, problem: FoldProblem)])

    /// Folds all events from the start and tells of each that changed what lies at a path.
    func history(of path: JSONPath, _ visit: (PathChange) throws -> Void) throws -> PathHistoryEnd
}
