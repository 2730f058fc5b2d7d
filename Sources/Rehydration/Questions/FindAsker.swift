import EventLog
import JSONText

/// Looks for events in the streams of one thread.
final class FindAsker: StreamAsker {
    let question: FindQuestion
    let feed: EventFeed
    /// For folding once more where an event is refused, without losing what the other has read.
    let replay: EventFeed
    private let models: [any ModelReader]
    private let fallback: any JSONExpression
    /// By the model's number, once asked for; nil inside where it has no expressions.
    private var compiled: [Int: (any Expression)?] = [:]
    private var found: [FindQuestion.Found] = []
    private var told = (failures: ExpressionFailures(), unfolded: UnfoldedStreams())

    init(_ question: FindQuestion, _ rehydrator: Rehydrator) throws {
        self.question = question
        feed = rehydrator.feed
        replay = rehydrator.makeReplay()
        models = rehydrator.models
        fallback = try question.language.compile(question.expression)
    }

    func begin(_ stream: History.Stream, numbered number: Int) throws -> any AskedStream {
        guard fallback.mentionsState || fallback.mentionsBefore else {
            return FindStream(self, try StreamFold(NoFold(), stream), EventWatch(fallback))
        }
        do {
            for (index, model) in models.enumerated() {
                guard let fold = try model.fold(for: stream.name) else { continue }
                return try watched(fold, of: index, stream)
            }
            return try watched(MergeFold(), of: nil, stream)
        } catch let error where EventFault.isOfTheEvent(error) {
            told.unfolded.add(stream.name, numbered: number, EventFault.handlerError(error, "state of \(stream.name)"))
            return SettledStream()
        }
    }

    private func watched<F: Fold>(_ fold: F, of model: Int?, _ stream: History.Stream) throws -> any AskedStream {
        let folded = try StreamFold(fold, stream)
        if let expression = model.flatMap({ expression(of: $0) }), let watch = fold.watch(expression) {
            return FindStream(self, folded, watch)
        }
        return FindStream(self, folded, JSONWatch(fold, fallback))
    }

    private func expression(of model: Int) -> (any Expression)? {
        if let known = compiled[model] { return known }
        let expression = try? models[model].expression(question.expression)
        compiled[model] = .some(expression)
        return expression
    }

    func note(_ event: EventView) {
        let event = event.event
        found.append(FindQuestion.Found(
            stream: event.stream, version: event.version, position: event.position, time: event.time, type: event.type))
    }

    func note(failure: HandlerError, at position: Int) { told.failures.add(position, failure) }

    func takeFindings() -> [FindQuestion.Found] {
        defer { found = [] }
        return found
    }

    func summary() -> (failures: ExpressionFailures, unfolded: UnfoldedStreams) { told }
}

/// A stream of which nothing can be known.
final class SettledStream: AskedStream {
    func take(_ span: EventSpan) {}
    func end() {}
    var isSettled: Bool { true }
}

extension Rehydrator {
    /// A second way through the events, for who must look back and keep the place in the first.
    func makeReplay() -> EventFeed { EventFeed(EventRun(history), upcasters) }
}
