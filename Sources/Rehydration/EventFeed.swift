package import EventLog
import JSONText

/// The events that a fold is given, one after another, as today's schema sees them.
///
/// What needs no upcaster is given where it lies: many at once by `nextBatch`, or one by `next` and `recorded`; else `events` gives
/// what the upcasters made of it.
package final class EventFeed {
    private let run: EventRun
    private let upcasters: UpcasterChain
    /// By the type's number: whether upcasters have a say in it.
    private let isConcerned: UnsafeMutablePointer<Bool>
    /// The path's events that are given.
    // Used by one thread, in one loop.
    @exclusivity(unchecked) private var range = 0..<0
    /// How far they are given for now.
    @exclusivity(unchecked) private var end = 0

    /// The number of the first event of the batch that was given last.
    @exclusivity(unchecked) private var batchStart = 0

    /// The number on its path of the event that was given last.
    @exclusivity(unchecked) package private(set) var index = -1
    /// The fold's answer to it; of several events that upcasters made of it, the last that is not `ignored`.
    @exclusivity(unchecked) package private(set) var handling = Handling.handled

    /// - Parameter others: of another model that is given the same batches: what is its upcasters' business is in none of them either.
    init(_ run: EventRun, _ upcasters: UpcasterChain, besides others: UpcasterChain? = nil) {
        self.run = run
        self.upcasters = upcasters
        isConcerned = .allocate(capacity: max(1, run.history.typeCount))
        for type in 0..<run.history.typeCount {
            let name = run.typeName(type)
            (isConcerned + type).initialize(to: upcasters.concerns(name) || others?.concerns(name) == true)
        }
    }

    deinit { isConcerned.deallocate() }

    /// - Parameter range: numbers on the path.
    func begin(_ path: EventPath, _ range: Range<Int>) { begin(range) { path[$0] } }

    /// - Parameter positions: of the events of those numbers, in the log.
    func begin(_ range: Range<Int>, _ positions: @escaping (Int) -> Int) {
        self.range = range
        end = range.upperBound
        index = range.lowerBound - 1
        run.begin(range, positions)
    }

    /// Gives the events of the range up to that number, and then says that it ends; so that a fold can be interrupted without the log
    /// being looked up again. The run reads ahead for the whole range.
    func pause(before number: Int) { end = min(number, range.upperBound) }

    /// Whether a range follows the event that was given last, and the run reads that far.
    func goesOn(to range: Range<Int>) -> Bool { index + 1 == range.lowerBound && range.upperBound <= self.range.upperBound }

    /// The events of a range of those that the run holds, as `EventRun.arrange` put them.
    func beginHeld(_ range: Range<Int>) {
        self.range = range
        end = range.upperBound
        index = range.lowerBound - 1
        run.beginHeld(range)
    }

    /// The next events that lie plainly in the log and are no upcaster's business; valid until the next call. They count as given,
    /// and the fold answers the last of them by `note`; where one fails, it says which by `stop`.
    /// - Returns: none at the end, or where the next event must be asked for by `next`.
    /// - Throws: as `next`, of the first of them.
    package func nextBatch() throws -> UnsafeBufferPointer<EventView> {
        guard index + 1 < end else { return UnsafeBufferPointer(start: nil, count: 0) }
        handling = .ignored
        do {
            let batch = try run.nextBatch(most: end - index - 1, before: isConcerned)
            batchStart = index + 1
            index += batch.count
            return batch
        } catch {
            index += 1
            throw error
        }
    }

    /// Of a batch whose events are all folded: `index` and `current` are those of the event at a place.
    package func stand(at place: Int, of batch: UnsafeBufferPointer<EventView>) {
        index = batchStart + place
        run.stand(on: batch[place])
    }

    /// Of a batch, the event at a place failed: those behind it were not folded, and nothing more is asked for.
    package func stop(at place: Int, of batch: UnsafeBufferPointer<EventView>) {
        index = batchStart + place
        // The run is behind the whole batch: from here it cannot just go on.
        range = range.lowerBound..<(index + 1)
        end = range.upperBound
    }

    /// - Returns: false at the end.
    /// - Throws: `SourceError` where the event cannot be read; then `index` has gone on.
    package func next() throws -> Bool {
        guard index + 1 < end else { return false }
        index += 1
        handling = .ignored
        return try run.next()
    }

    /// The event that `next` came to, as it was recorded.
    package var current: EventView { run.current }

    /// The event where it lies; nil where upcasters change it.
    package var recorded: EventView? {
        let view = run.current!
        return isConcerned[view.typeNumber] && upcasters.changes(view) ? nil : view
    }

    /// What the model sees of the event: one, several or none.
    /// - Throws: `HandlerError` of the upcaster that failed.
    package func events() throws -> [Event] {
        if let view = recorded { return [view.event] }
        return try upcasters.upcast(run.current.event).final
    }

    /// The event as it was recorded.
    var view: EventView { run.current }

    /// The fold's answer to an event.
    package func note(_ answer: Handling) {
        if answer != .ignored { handling = answer }
    }
}
