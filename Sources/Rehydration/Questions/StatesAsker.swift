import EventLog
import JSONText

/// Folds the streams of one thread to where each shall end.
final class StatesAsker<Shown: Sendable>: StreamAsker {
    let rehydrator: Rehydrator
    let replay: EventFeed
    private let extent: StreamExtent
    private let show: (RehydratedState) throws -> Shown
    private var states: [(number: Int, state: Shown)] = []

    init(_ rehydrator: Rehydrator, _ extent: StreamExtent, _ show: @escaping (RehydratedState) throws -> Shown) {
        self.rehydrator = rehydrator
        self.extent = extent
        self.show = show
        replay = rehydrator.makeReplay()
    }

    func begin(_ stream: History.Stream, numbered number: Int) throws -> any AskedStream {
        do { return try stated(rehydrator.fold(for: stream.name), stream, number) } catch let error where EventFault.isOfTheEvent(error) {
            return UnstatedStream(self, stream, number, EventFault.handlerError(error, "state of \(stream.name)"))
        }
    }

    private func stated(_ fold: some Fold, _ stream: History.Stream, _ number: Int) throws -> any AskedStream {
        do { return StatesStream(self, try StreamFold(fold, stream), number) } catch let error where EventFault.isOfTheEvent(error) {
            return UnstatedStream(self, stream, number, EventFault.handlerError(error, fold.name), model: fold.name, isModel: fold.isModel)
        }
    }

    func note(_ state: RehydratedState, _ number: Int) throws { states.append((number, try show(state))) }
    func count(of number: Int) -> Int { extent.counts[number] }

    func takeFindings() -> [(number: Int, state: Shown)] {
        defer { states = [] }
        return states
    }

    func summary() {}
}

/// One stream whose state is wanted.
final class StatesStream<F: Fold, Shown: Sendable>: AskedStream {
    private unowned let asker: StatesAsker<Shown>
    private var folded: StreamFold<F>
    private let number: Int
    private var problems: [FoldProblem] = []
    private var last: Event?
    private var count = 0

    init(_ asker: StatesAsker<Shown>, _ folded: StreamFold<F>, _ number: Int) {
        self.asker = asker
        self.folded = folded
        self.number = number
    }

    var isSettled: Bool { false }

    func take(_ span: EventSpan) throws {
        let isLast = span.numbers.upperBound == asker.count(of: number)
        count = span.numbers.upperBound
        try take(span, span.numbers)
        guard isLast else { return }
        // It is looked at once more: the fold need not have left it at hand.
        span.begin(asker.rehydrator.feed, (count - 1)..<count)
        if try asker.rehydrator.feed.next() { last = asker.rehydrator.feed.current.event }
    }

    private func take(_ span: EventSpan, _ numbers: Range<Int>) throws {
        let feed = asker.rehydrator.feed
        var next = numbers.lowerBound
        while next < numbers.upperBound {
            span.begin(feed, next..<numbers.upperBound)
            do {
                return try folded.fold.apply(feed, to: &folded.state)
            } catch let error where EventFault.isOfTheEvent(error) {
                let number = span.number(of: feed)
                let position = span.position(of: number)
                let history = asker.rehydrator.history
                problems.append(FoldProblem(
                    version: history.version(at: position), position: position, type: history.type(at: position),
                    error: EventFault.handlerError(error, folded.fold.name)))
                try folded.undo(number, with: asker.replay)
                next = number + 1
            }
        }
    }

    func end() throws {
        let fold = folded.fold
        var errors = problems
        var shown = JSONValue.null
        do { shown = try fold.json(folded.state) } catch let error where EventFault.isOfTheEvent(error) {
            // A cursor finds the event that made it so.
            let cursor = asker.rehydrator.makeCursor(fold, on: EventPath(folded.stream), snapshots: nil)
            defer { cursor.dropCheckpoints() }
            errors = Array(try cursor.rehydrated(at: count - 1).errors)
        }
        try asker.note(
            RehydratedState(
                stream: folded.stream.name, index: count - 1, version: last?.version ?? -1, time: last?.time, model: fold.name,
                isModel: fold.isModel, state: shown, folded: count, origin: .start, errors: errors[...],
                broken: fold.brokenInvariants(of: folded.state), changes: []), number)
    }
}

/// A stream that the model could not even begin: that is its answer.
final class UnstatedStream<Shown: Sendable>: AskedStream {
    private unowned let asker: StatesAsker<Shown>
    private let stream: History.Stream
    private let number: Int
    private let error: HandlerError
    private let model: String
    private let isModel: Bool
    private var count = 0

    init(_ asker: StatesAsker<Shown>, _ stream: History.Stream, _ number: Int, _ error: HandlerError, model: String = "", isModel: Bool = true) {
        self.asker = asker
        self.stream = stream
        self.number = number
        self.error = error
        self.model = model
        self.isModel = isModel
    }

    var isSettled: Bool { false }

    func take(_ span: EventSpan) { count = span.numbers.upperBound }

    func end() throws {
        let event = try count > 0 ? asker.rehydrator.reader.event(at: stream.positions[count - 1]).event : nil
        try asker.note(
            RehydratedState(
                stream: stream.name, index: count - 1, version: event?.version ?? -1, time: event?.time, model: model, isModel: isModel,
                state: .null, folded: count, origin: .start,
                errors: [FoldProblem(version: -1, position: -1, type: "", error: error)], broken: [], changes: []), number)
    }
}
