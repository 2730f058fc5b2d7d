import EventLog
import JSONText

/// Compares the streams of one thread.
final class CompareAsker: StreamAsker {
    struct Told: Sendable {
        var refusedBefore = 0
        var refusedAfter = 0
        var unfolded = UnfoldedStreams()
    }

    let run: EventRun
    let feed: EventFeed
    /// The same events as the other model has them: it goes along with `feed`, and is never asked for the next.
    let otherFeed: EventFeed
    let replay: EventFeed
    let otherReplay: EventFeed
    var told = Told()
    private let before: Rehydrator
    private let after: Rehydrator
    private var differences: [CompareQuestion.Difference] = []

    init(_ before: Rehydrator, _ after: Rehydrator) {
        self.before = before
        self.after = after
        run = before.run
        feed = before.feed
        otherFeed = EventFeed(before.run, after.upcasters)
        replay = before.makeReplay()
        otherReplay = after.makeReplay()
    }

    func begin(_ stream: History.Stream, numbered number: Int) throws -> any AskedStream {
        do {
            let fold = try before.fold(for: stream.name)
            let other = try after.fold(for: stream.name)
            // Nobody claims it: what the events say is the same.
            if !fold.isModel, !other.isModel, before.upcasters.isEmpty, after.upcasters.isEmpty { return SettledStream() }
            return try compared(fold, other, stream)
        } catch let error where EventFault.isOfTheEvent(error) {
            told.unfolded.add(stream.name, numbered: number, EventFault.handlerError(error, "state of \(stream.name)"))
            return SettledStream()
        }
    }

    private func compared(_ before: some Fold, _ after: some Fold, _ stream: History.Stream) throws -> any AskedStream {
        CompareStream(self, try StreamFold(before, stream), try StreamFold(after, stream))
    }

    func note(_ before: JSONValue, _ after: JSONValue, _ paths: [JSONPath]) {
        let event = run.current.event
        differences.append(CompareQuestion.Difference(
            stream: event.stream, version: event.version, position: event.position, time: event.time, type: event.type,
            before: before, after: after, paths: paths))
    }

    func takeFindings() -> [CompareQuestion.Difference] {
        defer { differences = [] }
        return differences
    }

    func summary() -> Told { told }
}

/// One stream under both models, event by event.
final class CompareStream<Before: Fold, After: Fold>: AskedStream {
    private unowned let asker: CompareAsker
    private var before: StreamFold<Before>
    private var after: StreamFold<After>
    private let sameness: (any StateSameness<Before.State, After.State>)?
    private(set) var isSettled = false

    init(_ asker: CompareAsker, _ before: StreamFold<Before>, _ after: StreamFold<After>) {
        self.asker = asker
        self.before = before
        self.after = after
        sameness = before.fold.sameness(with: after.fold) as? any StateSameness<Before.State, After.State>
    }

    func take(_ span: EventSpan) throws {
        span.begin(asker.feed, span.numbers)
        while try !isSettled && asker.feed.next() {
            let number = span.number(of: asker.feed)
            if try !apply(number, of: asker.feed, to: &before, asker.replay) { asker.told.refusedBefore += 1 }
            if try !apply(number, of: asker.otherFeed, to: &after, asker.otherReplay) { asker.told.refusedAfter += 1 }
            if try sameness?.areSame(before.state, after.state) == true { continue }
            try compareAsShown()
        }
    }

    func end() {}

    /// - Returns: false where the model refused the event; the state is then as before it.
    private func apply<F: Fold>(_ number: Int, of feed: EventFeed, to folded: inout StreamFold<F>, _ replay: EventFeed) throws -> Bool {
        do {
            if let view = feed.recorded {
                _ = try folded.fold.apply(view, to: &folded.state)
            } else {
                for event in try feed.events() { _ = try folded.fold.apply(event, to: &folded.state) }
            }
            return true
        } catch let error where EventFault.isOfTheEvent(error) {
            try folded.undo(number, with: replay)
            return false
        }
    }

    private func compareAsShown() throws {
        let (left, right) = (try shown(before), try shown(after))
        let changes = JSONValue.changes(from: left, to: right)
        guard !changes.isEmpty else { return }
        asker.note(left, right, changes.map(\.path))
        isSettled = true
    }

    private func shown<F: Fold>(_ folded: StreamFold<F>) throws -> JSONValue {
        do { return try folded.fold.json(folded.state) } catch let error where EventFault.isOfTheEvent(error) { return .null }
    }
}

/// Tells states of two folds that look the same from others, at less cost than showing them.
package protocol StateSameness<Left, Right> {
    associatedtype Left
    associatedtype Right

    /// - Returns: true only where both look the same as JSON. False may still mean that they do.
    /// - Throws: `CancellationError` if stopped.
    func areSame(_ left: Left, _ right: Right) throws -> Bool
}
