package import EventLog
import JSONText

/// The events that a fold is given, one after another, as today's schema sees them.
///
/// What needs no upcaster is given where it lies (`recorded`); else `events` gives what the upcasters made of it.
package final class EventFeed {
    private let run: EventRun
    private let upcasters: UpcasterChain
    /// By the type's number: whether upcasters have a say in it.
    private let isConcerned: [Bool]
    /// The path's events that are given.
    // Used by one thread, in one loop.
    @exclusivity(unchecked) private var range = 0..<0

    /// The number on its path of the event that was given last.
    @exclusivity(unchecked) package private(set) var index = -1
    /// The fold's answer to it; of several events that upcasters made of it, the last that is not `ignored`.
    @exclusivity(unchecked) package private(set) var handling = Handling.handled

    init(_ run: EventRun, _ upcasters: UpcasterChain) {
        self.run = run
        self.upcasters = upcasters
        isConcerned = (0..<run.history.typeCount).map { upcasters.concerns(run.typeName($0)) }
    }

    /// - Parameter range: numbers on the path.
    func begin(_ path: EventPath, _ range: Range<Int>) { begin(range) { path[$0] } }

    /// - Parameter positions: of the events of those numbers, in the log.
    func begin(_ range: Range<Int>, _ positions: @escaping (Int) -> Int) {
        self.range = range
        index = range.lowerBound - 1
        run.begin(range, positions)
    }

    /// - Returns: false at the end.
    /// - Throws: `SourceError` where the event cannot be read; then `index` has gone on.
    package func next() throws -> Bool {
        guard index + 1 < range.upperBound else { return false }
        index += 1
        handling = .ignored
        return try run.next()
    }

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

    /// When the event says that it happened. One allocation.
    package var time: EventTime? { run.current.time }

    /// The fold's answer to an event.
    package func note(_ answer: Handling) {
        if answer != .ignored { handling = answer }
    }
}
