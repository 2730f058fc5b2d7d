import EventLog
import JSONText

/// A time-travel cursor on one stream or on the log: the state after any of its events, under one fold.
///
/// Forward by one applies one event to the state at hand; back and far jumps start at the nearest checkpoint or snapshot. By any
/// way the state is the one that folding from the start gives.
final class StreamCursor<F: Fold>: AnyStreamCursor {
    let fold: F
    private let events: any CursorEvents
    private let progress: () -> FoldProgress
    private var checkpoints: Checkpoints
    private let snapshots: StreamSnapshots?

    /// The state at hand and the event that it stands after; nil where the fold gave no initial state.
    var live: F.State?
    var liveIndex = -1
    /// False after a fold was stopped in the middle of an event: the state may then be half changed.
    private var isSound = false
    private var initialProblem: FoldProblem?
    /// Those events are skipped from then on.
    private var problems = FoldProblems()
    /// The fold's answer to the event that was applied last.
    private var lastHandling = Handling.handled
    private var checked: (index: Int, broken: [BrokenInvariant])?
    private var shownStates = ShownStates()
    /// A run of states of which none can be shown, and what was wrong with the first.
    var unshowable: (first: Int, last: Int, problem: HandlerError)?
    /// Looks on while events are folded for the first time, not while a state is built again.
    private var watch: PathWatch?

    init(
        fold: F, events: any CursorEvents, budget: CheckpointBudget, snapshots: StreamSnapshots?,
        progress: @escaping () -> FoldProgress
    ) {
        self.fold = fold
        self.events = events
        self.snapshots = snapshots
        self.progress = progress
        checkpoints = Checkpoints(budget: budget)
    }

    deinit { checkpoints.drop() }

    // MARK: Asking

    func rehydrated(at index: Int) throws -> RehydratedState {
        var (origin, folded) = try move(to: max(index - 1, -1))
        var changes: [JSONChange] = []
        if index >= 0 {
            let before = try self.shown()
            try advance()
            folded += 1
            changes = try self.shown().changes(since: before)
        }
        let shown = try shown()
        let broken = try broken()
        let event = index >= 0 ? events.heading(of: index) : nil
        let time = try index >= 0 ? events.time(of: index) : nil
        let made = try shown.problem.map { try whereUnshowable($0, at: index) }
        var errors = problems.all[..<problems.place(of: index + 1)]
        if let made {
            let event = made.index >= 0 ? events.heading(of: made.index) : nil
            errors.insert(
                FoldProblem(version: event?.version ?? -1, position: event?.position ?? -1, type: event?.type ?? "", error: made.problem),
                at: errors.startIndex + problems.place(of: made.index))
        }
        if let initialProblem { errors.insert(initialProblem, at: errors.startIndex) }
        return RehydratedState(
            stream: events.name, index: index, version: event?.version ?? -1, time: time, model: fold.name,
            isModel: fold.isModel, state: shown.value, folded: folded, origin: origin,
            errors: errors, broken: broken, changes: changes)
    }

    func marks(in range: Range<Int>) throws -> [EventMarks] {
        guard !range.isEmpty else { return [] }
        _ = try move(to: range.lowerBound - 1)
        var before = Set(try broken().map(\.name))
        var showability = Showability(unshowable: try live.flatMap { try checkable($0).problem })
        var marks: [EventMarks] = []
        marks.reserveCapacity(range.count)
        for index in range {
            try advance(readingAhead: range.upperBound - 1)
            let now = try broken()
            var mark = EventMarks(broke: now.map(\.name).filter { !before.contains($0) }, handling: lastHandling)
            if let known = problems[index] { mark.problem = known.error; mark.handling = .handled }
            marks.append(mark)
            before = Set(now.map(\.name))
            if showability.isDue(atEnd: index == range.upperBound - 1), let live {
                if let found = showability.take(try checkable(live), after: marks.count - 1) {
                    for (at, problem) in try unshowable(from: range.lowerBound + found.from, to: index, found.problem) {
                        marks[at - range.lowerBound].problem = marks[at - range.lowerBound].problem ?? problem
                    }
                }
            }
        }
        return marks
    }

    func frozen(at index: Int) throws -> FrozenState? {
        _ = try move(to: index)
        return try live.map(fold.freeze)
    }

    func snapshotIndex(atOrBefore index: Int) throws -> Int? { try snapshots?.state(atOrBefore: index, after: -1)?.index }

    func json(at index: Int) throws -> JSONValue {
        _ = try move(to: index)
        return try live.map(fold.json) ?? .null
    }

    func json(of frozen: FrozenState) throws -> JSONValue { try fold.json(fold.thaw(frozen)) }

    func problems(upTo index: Int) -> [(index: Int, problem: FoldProblem)] { problems.upTo(index) }

    func dropCheckpoints() { checkpoints.drop() }

    func seed(_ state: FrozenState, after index: Int, problems: [(index: Int, problem: FoldProblem)]) {
        for (index, problem) in problems { self.problems.note(problem, at: index) }
        checkpoints.keep(state, after: index)
    }

    func history(of path: JSONPath, _ visit: (PathChange) throws -> Void) throws -> PathHistoryEnd {
        try withoutActuallyEscaping(visit) { visit in
            let watch = PathWatch(path) { [events] before, after in
                let (event, time) = events.current
                try visit(PathChange(
                    index: events.index, version: event.version, position: event.position, type: event.type, time: time, before: before,
                    after: after))
            }
            try restart()
            if let live { try fold.look(at: live, watch) }
            self.watch = watch
            defer { self.watch = nil }
            let progress = progress()
            while liveIndex < events.count - 1 {
                try advance(to: min(events.count - 1, liveIndex + FoldProgress.interval), readingAhead: events.count - 1)
                try progress.report(liveIndex + 1, events.count)
            }
            return PathHistoryEnd(wasThere: watch.wasThere, problem: watch.problem, refused: problems.all.count)
        }
    }

    // MARK: Looking

    private func shown() throws -> ShownStates.Shown {
        if let known = shownStates[liveIndex] { return known }
        let shown: ShownStates.Shown
        do {
            shown = .init(json: try live.map { try fold.json($0, like: shownStates.latest) }, problem: nil)
        } catch let error as CancellationError { throw error } catch {
            shown = .init(json: nil, problem: Self.handlerError(error, fold.name))
        }
        shownStates.keep(shown, at: liveIndex)
        return shown
    }

    private func broken() throws -> [BrokenInvariant] {
        if let checked, checked.index == liveIndex { return checked.broken }
        let broken = try live.map(fold.brokenInvariants) ?? []
        checked = (liveIndex, broken)
        return broken
    }

    // MARK: Moving

    /// Brings the state at hand to an index. Says where it started from and how many events it applied.
    func move(to index: Int) throws -> (RehydratedState.Origin, folded: Int) {
        var origin = RehydratedState.Origin.start
        let checkpoint = checkpoints.nearest(to: index)
        let nearest = checkpoint?.index ?? -1
        if isSound, liveIndex <= index, liveIndex >= nearest, liveIndex >= 0 {
            origin = .checkpoint(version(of: liveIndex))
        } else if let snapshot = try snapshots?.state(atOrBefore: index, after: max(nearest, isSound && liveIndex <= index ? liveIndex : -1)) {
            for problem in snapshots?.problems(upTo: snapshot.index) ?? [] { problems.note(problem.problem, at: problem.index) }
            checkpoints.keep(snapshot.state, after: snapshot.index, isSnapshot: true)
            try restore(snapshot.state, at: snapshot.index)
            origin = .snapshot(version(of: snapshot.index))
        } else if let checkpoint {
            try restore(checkpoint.state, at: checkpoint.index)
            origin = checkpoint.isSnapshot ? .snapshot(version(of: checkpoint.index)) : .checkpoint(version(of: checkpoint.index))
        } else if !isSound || liveIndex >= 0 {
            try restart()
        }
        let first = liveIndex
        let progress = progress()
        while liveIndex < index {
            try advance(to: min(index, liveIndex + FoldProgress.interval), readingAhead: index)
            if index - first > FoldProgress.interval { try progress.report(liveIndex - first, index - first) }
        }
        return (origin, liveIndex - first)
    }

    /// Applies events up to an index, in runs that end where a checkpoint is due or an event is known to be refused.
    /// - Parameter last: the event up to which one is likely to go on; nil: that of the index.
    private func advance(to index: Int, readingAhead last: Int? = nil) throws {
        while liveIndex < index {
            let next = liveIndex + 1
            var end = min(index, checkpoints.nextDue(after: next))
            if let refused = problems.next(from: next) { end = refused == next ? next : min(end, refused - 1) }
            if end == next { try advance() } else { try apply(next...end, readingAhead: last ?? index) }
        }
    }

    /// A run without anything special about it, as long as all goes well.
    /// - Parameter last: the event up to which more such runs are likely to follow.
    private func apply(_ indexes: ClosedRange<Int>, readingAhead last: Int) throws {
        guard live != nil else { return liveIndex = indexes.upperBound }
        isSound = false
        do {
            try events.apply(
                indexes.lowerBound..<(indexes.upperBound + 1), readingAhead: last + 1, with: fold, to: &live!, watch: watch)
            liveIndex = indexes.upperBound
            isSound = true
            if checkpoints.wants(liveIndex) { keepCheckpoint(after: liveIndex) }
        } catch let error where Self.isOfTheEvent(error) {
            try refuse(events.index, error)
        }
    }

    /// Notes an event that cannot be folded, and has the state as it was before it.
    private func refuse(_ index: Int, _ error: any Error) throws {
        let event = events.heading(of: index)
        problems.note(
            FoldProblem(version: event.version, position: event.position, type: event.type, error: Self.handlerError(error, fold.name)),
            at: index)
        try undo(to: index - 1)
        isSound = true
        liveIndex = index
        if checkpoints.wants(index) { keepCheckpoint(after: index) }
    }

    private func restart() throws {
        isSound = false
        liveIndex = -1
        checked = nil
        do {
            live = try fold.initialState(of: events.name)
        } catch let error as CancellationError {
            throw error
        } catch {
            live = nil
            initialProblem = FoldProblem(version: -1, position: -1, type: "", error: Self.handlerError(error, fold.name))
        }
        isSound = true
    }

    private func restore(_ state: FrozenState, at index: Int) throws {
        isSound = false
        live = try fold.thaw(state)
        liveIndex = index
        checked = nil
        isSound = true
    }

    /// Applies the next event. One that the fold refuses leaves the state as it was before it.
    func advance(readingAhead last: Int? = nil) throws {
        let next = liveIndex + 1
        lastHandling = .handled
        if live != nil, problems[next] == nil {
            try apply(next...next, readingAhead: last ?? next)
            lastHandling = problems[next] == nil ? events.handling : .handled
        } else {
            liveIndex = next
            if checkpoints.wants(next) { keepCheckpoint(after: next) }
        }
    }

    /// Stopping is no fault of an event's, and neither is a file that cannot be read.
    private static func isOfTheEvent(_ error: any Error) -> Bool { !(error is CancellationError || error is SourceError) }

    /// A handler that failed may have changed half of the state: it is built again without that event.
    private func undo(to index: Int) throws {
        let watch = watch
        self.watch = nil
        defer { self.watch = watch }
        if let checkpoint = checkpoints.nearest(to: index) {
            try restore(checkpoint.state, at: checkpoint.index)
        } else if let snapshot = try snapshots?.state(atOrBefore: index, after: -1) {
            try restore(snapshot.state, at: snapshot.index)
        } else {
            try restart()
        }
        try advance(to: index)
        // The next failure then costs one thaw, however many follow one another.
        if index >= 0, checkpoints.nearest(to: index)?.index != index { keepCheckpoint(after: index) }
    }

    /// A state that cannot be frozen has no checkpoint; moving around it costs more, and that is all.
    private func keepCheckpoint(after index: Int) {
        guard let live, let frozen = try? fold.freeze(live) else { return }
        checkpoints.keep(frozen, after: index)
    }

    private func version(of index: Int) -> Int64 { events.heading(of: index).version }

    static func handlerError(_ error: any Error, _ fold: String) -> HandlerError {
        (error as? HandlerError) ?? HandlerError(handler: fold, path: nil, line: nil, message: "\(error)")
    }
}
