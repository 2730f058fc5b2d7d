import EventLog
import JSONText

/// A time-travel cursor on one stream: the state after any of its events, under one fold.
///
/// Forward by one applies one event to the state at hand; back and far jumps start at the nearest checkpoint. By any way the
/// state is the one that folding from the start gives.
final class StreamCursor<F: Fold>: AnyStreamCursor {
    private let fold: F
    private let stream: History.Stream
    private let reader: HistoryReader
    private let upcasters: UpcasterChain
    private var checkpoints: Checkpoints

    /// The state at hand and the event that it stands after; nil where the fold gave no initial state.
    private var live: F.State?
    private var liveIndex = -1
    private var initialProblem: FoldProblem?
    /// Events that the fold refused, by index. They are skipped from then on.
    private var problems: [Int: FoldProblem] = [:]
    /// The fold's answer, for each event folded so far.
    private var handlings: [Int: Handling] = [:]
    private var checked: (index: Int, broken: [BrokenInvariant])?

    init(fold: F, stream: History.Stream, reader: HistoryReader, upcasters: UpcasterChain, budget: Int) {
        self.fold = fold
        self.stream = stream
        self.reader = reader
        self.upcasters = upcasters
        checkpoints = Checkpoints(budget: budget)
        restart()
    }

    // MARK: Asking

    func rehydrated(at index: Int) throws -> RehydratedState {
        var folded = 0
        var origin: RehydratedState.Origin?
        var changes: [JSONChange] = []
        if index >= 0 {
            (origin, folded) = try move(to: index - 1)
            let before = shown().value
            try advance()
            folded += 1
            changes = JSONValue.changes(from: before, to: shown().value)
        } else {
            (origin, folded) = try move(to: -1)
        }
        let event = index >= 0 ? try recorded(index).event : nil
        var errors = problems.filter { $0.key <= index }.sorted { $0.key < $1.key }.map(\.value)
        let (state, unshowable) = shown()
        if let unshowable {
            errors.append(FoldProblem(
                version: event?.version ?? -1, position: event?.position ?? -1, type: event?.type ?? "", error: unshowable))
        }
        return RehydratedState(
            stream: stream.name, index: index, version: event?.version ?? -1, time: event?.time, model: fold.name,
            isModel: fold.isModel, state: state, folded: folded, origin: origin ?? .start,
            errors: (initialProblem.map { [$0] } ?? []) + errors, broken: broken(), changes: changes)
    }

    func marks(in range: Range<Int>) throws -> [EventMarks] {
        guard !range.isEmpty else { return [] }
        _ = try move(to: range.lowerBound - 1)
        var before = Set(broken().map(\.name))
        var marks: [EventMarks] = []
        marks.reserveCapacity(range.count)
        for index in range {
            try advance()
            let now = broken()
            marks.append(EventMarks(
                broke: now.map(\.name).filter { !before.contains($0) }, problem: problems[index]?.error,
                handling: handlings[index] ?? .handled))
            before = Set(now.map(\.name))
        }
        return marks
    }

    /// The state as JSON. One that cannot be JSON (a NaN, a function, a circle) is null, with what is wrong with it.
    private func shown() -> (value: JSONValue, problem: HandlerError?) {
        do { return (try live.map(fold.json) ?? .null, nil) } catch { return (.null, Self.handlerError(error, fold.name)) }
    }

    private func broken() -> [BrokenInvariant] {
        if let checked, checked.index == liveIndex { return checked.broken }
        let broken = live.map(fold.brokenInvariants) ?? []
        checked = (liveIndex, broken)
        return broken
    }

    // MARK: Moving

    /// Brings the state at hand to an index. Says where it started from and how many events it applied.
    private func move(to index: Int) throws -> (RehydratedState.Origin, folded: Int) {
        let origin: RehydratedState.Origin
        if liveIndex <= index, liveIndex >= 0, (checkpoints.nearest(to: index)?.index ?? -1) <= liveIndex {
            origin = .checkpoint(version(of: liveIndex))
        } else if let checkpoint = checkpoints.nearest(to: index) {
            try restore(checkpoint)
            origin = .checkpoint(version(of: checkpoint.index))
        } else {
            restart()
            origin = .start
        }
        let first = liveIndex
        while liveIndex < index { try advance() }
        return (origin, liveIndex - first)
    }

    private func restart() {
        liveIndex = -1
        checked = nil
        do {
            live = try fold.initialState(of: stream.name)
        } catch {
            live = nil
            initialProblem = FoldProblem(version: -1, position: -1, type: "", error: Self.handlerError(error, fold.name))
        }
    }

    private func restore(_ checkpoint: (index: Int, state: FrozenState)) throws {
        live = try fold.thaw(checkpoint.state)
        liveIndex = checkpoint.index
        checked = nil
    }

    /// Applies the next event. One that the fold refuses leaves the state as it was before it.
    private func advance() throws {
        let next = liveIndex + 1
        if problems[next] == nil, live != nil {
            let recorded = try recorded(next)
            do {
                var handling = Handling.ignored
                try upcasters.folded(recorded.event) { event in
                    let answer = try fold.apply(event, to: &live!)
                    if answer != .ignored { handling = answer }
                }
                handlings[next] = handling
            } catch {
                problems[next] = FoldProblem(
                    version: recorded.event.version, position: recorded.event.position, type: recorded.event.type,
                    error: Self.handlerError(error, fold.name))
                try undo(to: next - 1)
            }
        }
        liveIndex = next
        checked = nil
        if checkpoints.wants(next) { keepCheckpoint(after: next) }
    }

    /// A handler that failed may have changed half of the state: it is built again without that event.
    private func undo(to index: Int) throws {
        _ = try {
            if let checkpoint = checkpoints.nearest(to: index) { try restore(checkpoint) } else { restart() }
            while liveIndex < index { try advance() }
        }()
        // The next failure then costs one thaw, however many follow one another.
        if index >= 0 { keepCheckpoint(after: index) }
    }

    /// A state that cannot be frozen has no checkpoint; moving around it costs more, and that is all.
    private func keepCheckpoint(after index: Int) {
        guard let live, let frozen = try? fold.freeze(live) else { return }
        checkpoints.keep(frozen, after: index)
    }

    private func recorded(_ index: Int) throws -> RecordedEvent {
        try reader.event(at: stream.positions[stream.positions.startIndex + index])
    }

    private func version(of index: Int) -> Int64 {
        reader.history.version(at: stream.positions[stream.positions.startIndex + index])
    }

    private static func handlerError(_ error: any Error, _ fold: String) -> HandlerError {
        (error as? HandlerError) ?? HandlerError(handler: fold, path: nil, line: nil, message: "\(error)")
    }
}

/// A cursor without its fold's type.
protocol AnyStreamCursor: AnyObject {
    /// The state after the event of that index; −1: before the first.
    /// - Throws: `SourceError` where an event cannot be read. What a handler throws is part of the answer.
    func rehydrated(at index: Int) throws -> RehydratedState

    /// The marks of a run of events. O(events from the nearest checkpoint).
    func marks(in range: Range<Int>) throws -> [EventMarks]
}
