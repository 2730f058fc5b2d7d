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
    }

    /// Events looked at for marks before other work gets its turn.
    private static let surveyRun = 256

    private let opener: Opener
    private var rehydrator: Rehydrator?
    private var openings = 0

    init(opener: @escaping Opener) { self.opener = opener }

    /// - Returns: what to tell the explorer, and where a survey goes on.
    func perform(_ job: JobQueue.Job) -> (message: Message?, next: JobQueue.Job?) {
        switch job {
        case .open(let path, let model): (open(path, model), nil)
        case .rehydrate(let stream, let index): (rehydrate(stream, index), nil)
        case .survey(let stream, let start): survey(stream, from: start)
        }
    }

    private func open(_ path: String, _ model: String?) -> Message {
        do {
            let opening = try opener(path, model)
            let rehydrator = try Rehydrator(history: opening.history, models: opening.models)
            self.rehydrator = rehydrator
            openings += 1
            return .opened(OpenedHistory(
                history: opening.history, title: opening.title, models: opening.models.map(\.name), number: openings,
                notes: opening.history.notes, offer: opening.offer))
        } catch {
            return .openingFailed(ErrorRenderer.sentence(for: error))
        }
    }

    private func rehydrate(_ name: ExactString, _ index: Int) -> Message? {
        guard let rehydrator, let stream = rehydrator.history.stream(named: name) else { return nil }
        do {
            let state = try rehydrator.state(of: stream, at: index)
            let positions = stream.positions
            let event = try index < 0 ? nil : rehydrator.reader.counted(rehydrator.reader.event(at: positions[index]))
            // An upcaster that fails is named among the state's errors; the event is then shown as it was recorded.
            let trace = event.flatMap { try? rehydrator.upcast($0.event) }
            return .rehydrated(CursorContents(state: state, event: event, trace: trace))
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
        } catch {
            return (.surveyFailed(stream: name, ErrorRenderer.sentence(for: error)), nil)
        }
    }
}
