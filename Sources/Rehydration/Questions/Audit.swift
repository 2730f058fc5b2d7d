package import EventLog

/// Who looks over a fold's shoulder: is told of each event how it was taken, and what does not hold after it.
package protocol Audit: AnyObject {
    /// Invariants that need no more looking at.
    var settled: Set<String> { get }

    /// A recorded event was folded, or all that upcasters made of it.
    func folded(_ event: EventView, _ handling: Handling)
    func folded(_ event: EventView, as events: [(event: Event, handling: Handling)])
    func broken(_ invariants: [BrokenInvariant], after event: EventView)
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
    }
}
