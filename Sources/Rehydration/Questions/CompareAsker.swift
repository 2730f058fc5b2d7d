package import EventLog
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
        feed = EventFeed(before.run, before.upcasters, besides: after.upcasters)
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

    func note(_ event: EventView, _ before: JSONValue, _ after: JSONValue, _ paths: [JSONPath]) {
        let event = event.event
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
        let feed = asker.feed
        span.begin(feed, span.numbers)
        while !isSettled {
            let batch = try sameness == nil ? UnsafeBufferPointer(start: nil, count: 0) : feed.nextBatch()
            if !batch.isEmpty {
                try take(batch, from: span.number(of: feed) - batch.count + 1)
            } else {
                guard try feed.next() else { return }
                try take(span.number(of: feed))
            }
        }
    }

    func end() {}

    /// Many events, both models side by side, until something is out of the ordinary; then goes on behind that.
    private func take(_ batch: UnsafeBufferPointer<EventView>, from first: Int) throws {
        var place = 0
        while place < batch.count, !isSettled {
            let step = try sameness!.apply(UnsafeBufferPointer(rebasing: batch[place...]), to: before.state, and: after.state)
            switch step {
            case .same: return
            case .differ(let at): place += at
            case .leftFailed(let at):
                place += at
                try refuse(first + place, &before, asker.replay, \.refusedBefore)
                do { _ = try after.fold.apply(batch[place], to: &after.state) } catch let error where EventFault.isOfTheEvent(error) {
                    try refuse(first + place, &after, asker.otherReplay, \.refusedAfter)
                }
            case .rightFailed(let at):
                place += at
                try refuse(first + place, &after, asker.otherReplay, \.refusedAfter)
            }
            try compareAsShown(after: batch[place])
            place += 1
        }
    }

    /// The event that the feed has come to.
    private func take(_ number: Int) throws {
        try apply(number, of: asker.feed, to: &before, asker.replay, \.refusedBefore)
        try apply(number, of: asker.otherFeed, to: &after, asker.otherReplay, \.refusedAfter)
        if try sameness?.areSame(before.state, after.state) == true { return }
        try compareAsShown(after: asker.run.current)
    }

    private func apply<F: Fold>(
        _ number: Int, of feed: EventFeed, to folded: inout StreamFold<F>, _ replay: EventFeed, _ count: WritableKeyPath<CompareAsker.Told, Int>
    ) throws {
        do {
            if let view = feed.recorded {
                _ = try folded.fold.apply(view, to: &folded.state)
            } else {
                for event in try feed.events() { _ = try folded.fold.apply(event, to: &folded.state) }
            }
        } catch let error where EventFault.isOfTheEvent(error) {
            try refuse(number, &folded, replay, count)
        }
    }

    /// The state is then as before the event.
    private func refuse<F: Fold>(
        _ number: Int, _ folded: inout StreamFold<F>, _ replay: EventFeed, _ count: WritableKeyPath<CompareAsker.Told, Int>
    ) throws {
        asker.told[keyPath: count] += 1
        try folded.undo(number, with: replay)
    }

    private func compareAsShown(after event: EventView) throws {
        let (left, right) = (try shown(before), try shown(after))
        let changes = JSONValue.changes(from: left, to: right)
        guard !changes.isEmpty else { return }
        asker.note(event, left, right, changes.map(\.path))
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

    /// Applies events to both, in turn, until after one of them they are not the same.
    /// - Parameter batch: of plain events that are no upcaster's business in either model.
    /// - Throws: `CancellationError` if stopped.
    func apply(_ batch: UnsafeBufferPointer<EventView>, to left: Left, and right: Right) throws -> PairedStep
}

/// How far two folds went together, and why no further. Each names the place of an event in their batch.
package enum PairedStep {
    case same
    /// Both took the event.
    case differ(at: Int)
    /// The left one refused it, its state half changed; the right one was not given it.
    case leftFailed(at: Int)
    /// The left one took it, the right one refused it.
    case rightFailed(at: Int)
}
