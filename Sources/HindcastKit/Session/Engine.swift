import EventLog
import Explorer
import JSONText
import Rehydration

/// Does the explorer's work, one job at a time, on the worker's thread.
final class Engine {
    typealias Opener = @Sendable (_ wanted: LogReading.Wanted, _ watcher: LogReading.Watcher) throws -> Opening

    /// A source that was opened, and who reads it.
    struct Opening: Sendable {
        var history: History
        let models: [any Model]
        let title: String
        let notes: [String]
        /// A model found beside it that nobody has named.
        let offer: String?
        let session: SessionRecord?
        /// Knows the files of the models, and loads them anew.
        let reloader: ModelReloader
        /// How a store is opened that events are appended to.
        var storeOptions = EventStore.Options()
        /// Whether a folder that was opened holds more files by now.
        var isOutgrown: @Sendable () -> Bool = { false }
        let makeRehydrator: @Sendable (History, [any Model]) throws -> Rehydrator
    }

    /// A source as a reading gives it.
    struct Arrived: Sendable {
        let opening: Opening
        /// Whether the beginning of it is on the screen already.
        let isMore: Bool
    }

    private let jobs: Int

    init(jobs: Int, isInterrupted: @escaping () -> Bool = { false }, progressed: @escaping (_ percent: Int) -> Void = { _ in }) {
        self.jobs = jobs
        self.isInterrupted = isInterrupted
        self.progressed = progressed
    }

    private struct BaseState {
        let stream: ExactString
        let index: Int
        let state: JSONValue
    }

    private var rehydrator: Rehydrator?
    private var watched: [WatchedExpression] = []
    /// Laid over streams, by their names.
    private var overlays: [ExactString: HistoryOverlay] = [:]
    private var baseState: BaseState?
    private var openings = 0
    private var opening: Opening?
    /// Those that read it now: a reloaded model stays when the log grows.
    private var models: [any Model] = []
    /// Whether somebody waits for something else: a long fold then gives way.
    private let isInterrupted: () -> Bool
    /// Told of a fold that takes long.
    private let progressed: (_ percent: Int) -> Void
    private var told = ContinuousClock.now

    /// As often as a person can follow.
    private static let pause = Duration.milliseconds(100)

    /// - Returns: what to tell the explorer, and what is still to be done of it.
    func perform(_ job: JobQueue.Job) -> (message: Message?, next: JobQueue.Job?) {
        switch job {
        case .show(let arrived): (show(arrived), nil)
        case .follow: (follow(), nil)
        case .fetch(let spot): (fetch(spot), nil)
        case .rehydrate(let spot, let base): rehydrate(spot, base)
        case .watch(let expressions): (watch(expressions), nil)
        case .lay(let overlay): (lay(overlay), nil)
        case .peek(let positions): (peek(positions), nil)
        case .reload: (reload(), nil)
        }
    }

    /// A source, or more of the one that is shown.
    private func show(_ arrived: Arrived) -> Message {
        do {
            let isMore = arrived.isMore && opening != nil
            if !isMore {
                models = arrived.opening.models
                overlays = [:]
            }
            rehydrator = interruptible(try arrived.opening.makeRehydrator(arrived.opening.history, models))
            opening = arrived.opening
            openings += 1
            let opened = OpenedHistory(
                history: arrived.opening.history, title: arrived.opening.title, models: models.map(\.name), number: openings,
                notes: arrived.opening.notes, offer: isMore ? nil : arrived.opening.offer, session: arrived.opening.session)
            return isMore ? .grew(opened) : .opened(opened)
        } catch {
            return .openingFailed(ErrorRenderer.sentence(for: error))
        }
    }

    /// Looks for what was added to the log.
    private func follow() -> Message? {
        guard var opening else { return nil }
        do {
            switch try opening.history.growth(jobs: jobs) {
            case .unchanged: return opening.isOutgrown() ? .reopening("a file was added to the folder") : nil
            case .grown(let history):
                opening.history = history
                return show(Arrived(opening: opening, isMore: true))
            case .replaced: return .reopening("the source was cut short, rewritten or replaced")
            case .unread: return .reopening("the source was read in part")
            }
        } catch {
            return .noticed(ErrorRenderer.sentence(for: error))
        }
    }

    private func interruptible(_ rehydrator: Rehydrator) -> Rehydrator {
        baseState = nil
        rehydrator.progress = FoldProgress { [weak self] in try self?.report($0, $1) }
        return rehydrator
    }

    private func report(_ done: Int, _ all: Int) throws {
        if isInterrupted() { throw CancellationError() }
        let now = ContinuousClock.now
        guard now - told >= Self.pause, all > 0 else { return }
        told = now
        progressed(min(99, done * 100 / all))
    }

    /// The files of the models that the worker should watch.
    var modelFiles: [String] { opening?.reloader.paths ?? [] }

    /// A model that does not load leaves everything as it is.
    private func reload() -> Message? {
        guard let opening else { return nil }
        do {
            switch try opening.reloader.reload() {
            case .loaded(let models):
                rehydrator = interruptible(try opening.makeRehydrator(opening.history, models))
                self.models = models
                return .modelsReloaded(models.map(\.name))
            case .unaccepted(let path): return .modelChanged(path: path)
            }
        } catch {
            return .reloadFailed(ErrorRenderer.sentence(for: error))
        }
    }

    /// Where an upcaster fails, the steps before it are told, and the event as it was recorded.
    private func fetch(_ spot: Spot) -> Message? {
        guard let rehydrator, let stream = rehydrator.history.stream(named: spot.stream) else { return nil }
        do {
            let event = try spot.index < 0 ? nil : rehydrator.reader.counted(rehydrator.reader.event(at: stream.positions[spot.index]))
            return .fetched(CursorEvent(spot: spot, event: event, trace: try event.map { try rehydrator.trace(of: $0.event) }))
        } catch {
            return .rehydrationFailed(stream: spot.stream, index: spot.index, ErrorRenderer.sentence(for: error))
        }
    }

    private func rehydrate(_ spot: Spot, _ base: StateBase?) -> (Message?, JobQueue.Job?) {
        let (name, index) = (spot.stream, spot.index)
        told = .now
        guard let rehydrator, let stream = rehydrator.history.stream(named: name) else { return (nil, nil) }
        do {
            let before = try watched.contains(where: { $0.mentionsBefore }) && index >= 0 ? rehydrator.state(of: stream, at: index - 1).state : .null
            let other = try base.flatMap { try self.state(of: $0, before: index, on: stream, rehydrator) }
            let state = try rehydrator.state(of: stream, at: index)
            var said: [String: String] = [:]
            if !watched.isEmpty, index >= 0 {
                let event = try rehydrator.reader.event(at: stream.positions[index]).event
                let read = try rehydrator.trace(of: event).final.last ?? event
                for expression in watched { said[expression.source] = try expression.answer(state: state.state, before: before, event: read) }
            }
            let place = OverlayPlace(recorded: index, beyond: spot.beyond)
            let altered = try overlays[name].map { try rehydrator.alteredPlace(of: $0, on: stream, at: place) }
            let comparison = other.map { BaseComparison(index: $0.index, changes: JSONValue.changes(from: $0.state, to: state.state)) }
            let contents = CursorContents(state: state, watched: said, altered: altered, beyond: spot.beyond, base: comparison)
            return (.rehydrated(contents), nil)
        } catch is CancellationError {
            // What was folded stays known; what waits is answered first.
            return (nil, .rehydrate(spot, base: base))
        } catch {
            return (.rehydrationFailed(stream: name, index: index, ErrorRenderer.sentence(for: error)), nil)
        }
    }

    /// What a state is compared with; of the last one asked about the state is kept.
    private func state(of base: StateBase, before index: Int, on stream: History.Stream, _ rehydrator: Rehydrator) throws -> BaseState? {
        let found: Int? = switch base {
        case .event(let index): index
        case .snapshot: try rehydrator.snapshotIndex(of: stream, atOrBefore: index - 1)
        }
        guard let found, found < stream.positions.count else { return nil }
        if let known = baseState, known.stream == stream.name, known.index == found { return known }
        baseState = BaseState(stream: stream.name, index: found, state: try rehydrator.state(of: stream, at: found).state)
        return baseState
    }

    private func lay(_ overlay: HistoryOverlay) -> Message? {
        overlays[overlay.stream] = overlay.isEmpty ? nil : overlay
        return nil
    }

    private func watch(_ sources: [String]) -> Message? {
        watched = sources.map { source in watched.first { $0.source == source } ?? WatchedExpression(source) }
        return watched.lazy.compactMap { expression in expression.mistake.map { Message.unwatchable(expression.source, $0) } }.first
    }

    /// One that cannot be read has nothing to show in its line; the event pane says why.
    private func peek(_ positions: [Int]) -> Message? {
        guard let rehydrator else { return nil }
        return .peeked(positions.filter { $0 < rehydrator.history.count }.map { position in
            (try? rehydrator.reader.event(at: position)).map { EventSummary($0.event) } ?? EventSummary(unreadable: position)
        })
    }

    /// What jobs work on from now on.
    var jobContext: JobContext? {
        guard let opening else { return nil }
        return JobContext(history: opening.history, models: models, jobs: jobs, storeOptions: opening.storeOptions) { [models] in try opening.makeRehydrator(opening.history, models) }
    }
}
