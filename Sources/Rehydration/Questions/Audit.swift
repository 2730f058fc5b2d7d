package import EventLog

/// Who looks over a fold's shoulder: is told of each event how it was taken, and what does not hold after it.
package protocol Audit: AnyObject {
    /// Invariants that need no more looking at.
    var settled: Set<String> { get }

    /// A recorded event was folded, or all that upcasters made of it.
    func folded(_ event: EventView, _ handling: Handling)
    func folded(_ event: EventView, as events: [(event: Event, handling: Handling)])
    func broken(_ invariants: [BrokenInvariant], after event: EventView)

    /// Where the looking for states that cannot be shown stands, in this stream.
    var lookout: Lookout { get set }
    /// The state can no longer be shown; one of the last so many events, of which this is the last, made it so.
    func unshowable(_ error: HandlerError, after event: EventView, among count: Int)
}

/// When a state is next looked at for what cannot be shown: after each event while it is small, less often where a look costs more
/// than the event did.
package struct Lookout {
    /// Events between two looks.
    package var interval = 1
    /// Events since the last.
    package var since = 0
    /// Whether the last look found something. It is told once.
    package var isUnshowable = false

    package init() {}
}

extension Fold {
    package func apply(_ feed: EventFeed, to state: inout State, under audit: any Audit) throws {
        while try feed.next() { try step(feed, to: &state, under: audit) }
    }

    /// The event that the feed has come to.
    package func step(_ feed: EventFeed, to state: inout State, under audit: any Audit) throws {
        if let view = feed.recorded {
            audit.folded(view, try apply(view, to: &state))
        } else {
            let events = try feed.events()
            var handlings: [Handling] = []
            for event in events { handlings.append(try apply(event, to: &state)) }
            audit.folded(feed.current, as: Array(zip(events, handlings)))
        }
        let broken = try brokenInvariants(of: state)
        if !broken.isEmpty { audit.broken(broken, after: feed.current) }
        try lookOut(state, after: feed.current, under: audit)
    }

    /// Looks at the state, if it is time.
    package func lookOut(_ state: State, after event: EventView, under audit: any Audit) throws {
        audit.lookout.since += 1
        guard audit.lookout.since >= audit.lookout.interval else { return }
        do {
            let values = try check(state)
            audit.lookout.interval = values.map { $0 / Showability.valuesPerEvent } ?? .max
            audit.lookout.isUnshowable = false
        } catch let error as CancellationError { throw error } catch {
            if !audit.lookout.isUnshowable {
                audit.unshowable(EventFault.handlerError(error, name), after: event, among: audit.lookout.since)
            }
            audit.lookout.isUnshowable = true
        }
        audit.lookout.since = 0
    }
}
