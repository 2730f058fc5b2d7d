import EventLog
import Explorer
import JSONText
import Rehydration

/// Does the explorer's work, one job at a time, on the worker's thread.
final class Engine {
    typealias Opener = @Sendable (_ path: String, _ model: String?) throws -> Opening

    /// A source that was opened, and who reads it.
    struct Opening {
        let history: History
        let models: [any Model]
        let title: String
        /// A model found beside it that nobody has named.
        let offer: String?
        /// Knows the files of the models, and loads them anew.
        let reloader: ModelReloader
        let makeRehydrator: @Sendable ([any Model]) throws -> Rehydrator
    }

    /// Events looked at for marks before other work gets its turn.
    private static let surveyRun = 256

    private let opener: Opener
    private var rehydrator: Rehydrator?
    private var openings = 0
    private var opening: Opening?

    /// Whether somebody waits for something else: a long fold then gives way.
    private let isInterrupted: () -> Bool

    init(opener: @escaping Opener, isInterrupted: @escaping () -> Bool = { false }) {
        self.opener = opener
        self.isInterrupted = isInterrupted
    }

    /// - Returns: what to tell the explorer, and where a survey goes on.
    func perform(_ job: JobQueue.Job) -> (message: Message?, next: JobQueue.Job?) {
        switch job {
        case .open(let path, let model): (open(path, model), nil)
        case .rehydrate(let stream, let index): (rehydrate(stream, index), nil)
        case .survey(let stream, let start): survey(stream, from: start)
        case .reload: (reload(), nil)
        }
    }

    private func open(_ path: String, _ model: String?) -> Message {
        do {
            let opening = try opener(path, model)
            rehydrator = interruptible(try opening.makeRehydrator(opening.models))
            self.opening = opening
            openings += 1
            return .opened(OpenedHistory(
                history: opening.history, title: opening.title, models: opening.models.map(\.name), number: openings,
                notes: opening.history.notes, offer: opening.offer))
        } catch {
            return .openingFailed(ErrorRenderer.sentence(for: error))
        }
    }

    private func interruptible(_ rehydrator: Rehydrator) -> Rehydrator {
        rehydrator.progress = FoldProgress { [isInterrupted] _, _ in if isInterrupted() { throw CancellationError() } }
        return rehydrator
    }

    /// The files of the models that the worker should watch.
    var modelFiles: [String] { opening?.reloader.paths ?? [] }

    /// A model that does not load leaves everything as it is.
    private func reload() -> Message? {
        guard let opening else { return nil }
        do {
            switch try opening.reloader.reload() {
            case .loaded(let models):
                rehydrator = interruptible(try opening.makeRehydrator(models))
                return .modelsReloaded(models.map(\.name))
            case .unaccepted(let path): return .modelChanged(path: path)
            }
        } catch {
            return .reloadFailed(ErrorRenderer.sentence(for: error))
        }
    }

    private func rehydrate(_ name: ExactString, _ index: Int) -> Message? {
        guard let rehydrator, let stream = rehydrator.history.stream(named: name) else { return nil }
        do {
            let state = try rehydrator.state(of: stream, at: index)
            let positions = stream.positions
            let event = try index < 0 ? nil : rehydrator.reader.event(at: positions[positions.startIndex + index])
            // An upcaster that fails is named among the state's errors; the event is then shown as it was recorded.
            let trace = event.flatMap { try? rehydrator.upcast($0.event) }
            return .rehydrated(CursorContents(state: state, event: event, trace: trace))
        } catch is CancellationError {
            // What was folded stays known; the newer question is answered next.
            return nil
        } catch {
            return .rehydrationFailed(stream: name, index: index, ErrorRenderer.sentence(for: error))
        }
    }

    private func survey(_ name: ExactString, from start: Int) -> (Message?, JobQueue.Job?) {
        guard let rehydrator, let stream = rehydrator.history.stream(named: name), start < stream.positions.count else {
            return (nil, nil)
        }
        let end = min(start + Self.surveyRun, stream.positions.count)
        do {
            let marks = try rehydrator.marks(of: stream, in: start..<end)
            return (.surveyed(stream: name, start: start, marks), .survey(stream: name, from: end))
        } catch is CancellationError {
            return (nil, .survey(stream: name, from: start))
        } catch {
            return (.surveyFailed(stream: name, ErrorRenderer.sentence(for: error)), nil)
        }
    }
}
