package import EventLog
package import JSONText

/// State at any event of a history, under any models. The one engine behind commands and screen.
///
/// Used by one thread at a time; each makes its own.
package final class Rehydrator {
    package let history: History
    package let reader: HistoryReader
    package let models: [any ModelReader]
    /// Who is told how far a long fold is, and may stop it.
    package var progress = FoldProgress()
    /// What must be said about snapshots that are not used, one line each, in the order in which it was met.
    package internal(set) var notices: [String] = []
    let upcasters: UpcasterChain
    let run: EventRun
    let feed: EventFeed
    let budget: CheckpointBudget
    private let snapshots: SnapshotFolder?
    private let stamp: SourceStamp?
    private var cursors: [Key: any AnyStreamCursor] = [:]
    /// The keys of `cursors`, least recently asked first.
    private var order: [Key] = []
    /// A cursor of its own for marks, so that looking over a stream never moves the one that a person steps.
    private var surveyor: (stream: ExactString, cursor: any AnyStreamCursor)?

    /// Of the overlay that was asked about last.
    var overlayCursor: (overlay: HistoryOverlay, cursor: any AnyStreamCursor, events: OverlayEvents)?

    private struct Key: Hashable {
        let name: ExactString
        let isProjection: Bool
    }

    /// Cursors kept at once; the least recently asked goes first.
    private static let mostCursors = 16

    /// - Parameters:
    ///   - budget: bytes for all checkpoints together.
    ///   - snapshots: where snapshots of this history under these models lie; nil: none are used.
    ///   - jobs: how many cores may be used; with a second one long streams are read ahead.
    /// - Throws: `ModelError`, `UpcasterChainError`.
    package init(
        history: History, models: [any Model], budget: Int = 256 << 20, snapshots: SnapshotFolder? = nil, jobs: Int = 1
    ) throws {
        self.history = history
        reader = HistoryReader(history)
        run = EventRun(history, hasHelper: jobs > 1)
        self.models = try models.map { try $0.makeReader() }
        upcasters = try UpcasterChain(self.models)
        feed = EventFeed(run, upcasters)
        self.budget = CheckpointBudget(budget)
        self.snapshots = snapshots
        stamp = snapshots == nil ? nil : SourceStamp(history)
        self.budget.makeRoom = { [weak self] in self?.letGo() ?? false }
    }

    /// The state after one of the stream's events, by its number among them (−1: before the first).
    /// - Complexity: from the nearest checkpoint or snapshot, O(events between).
    /// - Throws: `SourceError`; `CancellationError` if stopped.
    package func state(of stream: History.Stream, at index: Int) throws -> RehydratedState {
        try cursor(on: stream).rehydrated(at: index)
    }

    /// The event of the last snapshot at or before one of the stream's events; nil where none is kept that can be used.
    /// - Complexity: O(bytes of that snapshot).
    package func snapshotIndex(of stream: History.Stream, atOrBefore index: Int) throws -> Int? {
        try cursor(on: stream).snapshotIndex(atOrBefore: index)
    }

    /// The state at rest; nil where the fold has no initial state. Of the fold that `fold(for:)` gives.
    func frozenState(of stream: History.Stream, at index: Int) throws -> FrozenState? { try cursor(on: stream).frozen(at: index) }

    /// The events up to there that could not be folded; known once the state there was asked for.
    func problems(of stream: History.Stream, upTo index: Int) throws -> [(index: Int, problem: FoldProblem)] {
        try cursor(on: stream).problems(upTo: index)
    }

    /// A projection's state after one of the events that it reads, by its number among them (−1: before the first).
    /// - Returns: nil where no model has a projection of that name.
    /// - Complexity: as `state(of:at:)`; the first time also O(streams), and O(events) where it reads some streams only.
    package func state(ofProjection name: String, at index: Int) throws -> RehydratedState? {
        try cursor(onProjection: name)?.rehydrated(at: index)
    }

    /// The events that a projection reads, in log order.
    /// - Throws: `HandlerError` where the model cannot say which streams they are of.
    package func path(ofProjection name: String) throws -> EventPath? { try projection(named: name).map { try path($0) } }

    /// Calls `visit` with each event that changed a path of a projection's state, in log order; an event's index is among those that it reads.
    /// - Returns: nil where no model has a projection of that name.
    /// - Complexity: O(events that it reads).
    package func history(ofProjection name: String, path: JSONPath, _ visit: (PathChange) throws -> Void) throws -> PathHistoryEnd? {
        guard let projection = try projection(named: name) else { return nil }
        let cursor = makeCursor(projection, on: try self.path(projection), snapshots: nil)
        defer { cursor.dropCheckpoints() }
        return try cursor.history(of: path, visit)
    }

    /// The names of all projections, in the order of models and declarations.
    package var projections: [String] { models.flatMap { $0.projections }.map { $0.name } }

    /// The marks of a run of events. Runs asked for one after another cost O(events of the run).
    package func marks(of stream: History.Stream, in range: Range<Int>) throws -> [EventMarks] {
        if surveyor?.stream != stream.name {
            // Marks need every event from the first on: no snapshots.
            surveyor = (stream.name, makeCursor(try fold(for: stream.name), on: EventPath(stream), snapshots: nil))
        }
        return try surveyor?.cursor.marks(in: range) ?? []
    }

    /// How an event came to be what today's schema sees.
    /// - Throws: `HandlerError` of the upcaster that failed.
    package func upcast(_ event: Event) throws -> UpcastTrace { try upcasters.upcast(event) }

    /// The same; where an upcaster fails, the steps before it and why it did.
    package func trace(of event: Event) throws -> UpcastTrace { try upcasters.trace(of: event) }

    /// The schema that an event is read as; nil where neither source nor model says one.
    package func schema(of event: Event) throws -> Int? { try upcasters.schema(of: event) }

    /// The schema that today's events of a type have; nil where no upcaster says anything of it.
    package func newestSchema(of type: ExactString) -> Int? { upcasters.newestSchema(of: type) }

    /// Why an event that came out of upcasting is still not what today's schema has; nil where it is.
    package func missingWay(of event: Event) -> String? { upcasters.missingWay(of: event) }

    /// Bytes that checkpoints take now.
    package var checkpointBytes: Int { budget.used }

    /// The first model, in the order given, that has an aggregate for the stream; else the merge fold.
    func fold(for stream: ExactString) throws -> any Fold { try numberedFold(for: stream).fold }

    /// The same, with the model's number; −1: no model's.
    func numberedFold(for stream: ExactString) throws -> (model: Int, fold: any Fold) {
        for (number, model) in models.enumerated() {
            if let fold = try model.fold(for: stream) { return (number, fold) }
        }
        return (-1, MergeFold())
    }

    // MARK: Cursors

    private func cursor(on stream: History.Stream) throws -> any AnyStreamCursor {
        try cursor(Key(name: stream.name, isProjection: false)) {
            let fold = try fold(for: stream.name)
            let path = EventPath(stream)
            return makeCursor(fold, on: path, snapshots: try streamSnapshots(path, fold: fold.name))
        }
    }

    private func cursor(onProjection name: String) throws -> (any AnyStreamCursor)? {
        guard let projection = try projection(named: name) else { return nil }
        return try cursor(Key(name: ExactString(name), isProjection: true)) {
            makeCursor(projection, on: try path(projection), snapshots: nil)
        }
    }

    private func cursor(_ key: Key, _ make: () throws -> any AnyStreamCursor) throws -> any AnyStreamCursor {
        if let cursor = cursors[key] {
            order.removeAll { $0 == key }
            order.append(key)
            return cursor
        }
        let cursor = try make()
        cursors[key] = cursor
        order.append(key)
        if order.count > Self.mostCursors { cursors[order.removeFirst()] = nil }
        return cursor
    }

    /// Gives up the checkpoints of the cursor that was used longest ago; the one in use keeps its own.
    private func letGo() -> Bool {
        guard order.count > 1 else { return false }
        cursors[order.removeFirst()] = nil
        return true
    }

    private func projection(named name: String) throws -> (any ProjectionFold)? {
        models.flatMap { $0.projections }.first { $0.name == name }
    }

    private func path(_ projection: some ProjectionFold) throws -> EventPath {
        var chosen: [Int] = []
        var isAll = true
        for stream in history.streams {
            if try projection.reads(stream.name) { chosen += stream.positions } else { isAll = false }
        }
        return EventPath(name: ExactString(projection.name), of: history, chosen: isAll ? nil : chosen.sorted())
    }

    func streamSnapshots(_ path: EventPath, fold: String) throws -> StreamSnapshots? {
        guard let snapshots else { return nil }
        return StreamSnapshots(path, fold: fold, in: snapshots, of: reader, stamp: stamp) { [weak self] notice in
            self?.notices.append(notice)
        }
    }

    func makeCursor(_ fold: some Fold, on path: EventPath, snapshots: StreamSnapshots?) -> any AnyStreamCursor {
        makeCursor(fold, on: LoggedEvents(path, run, feed), snapshots: snapshots)
    }

    func makeCursor(_ fold: some Fold, on events: any CursorEvents, snapshots: StreamSnapshots?) -> any AnyStreamCursor {
        StreamCursor(
            fold: fold, events: events, budget: budget, snapshots: snapshots,
            progress: { [weak self] in self?.progress ?? FoldProgress() })
    }
}
