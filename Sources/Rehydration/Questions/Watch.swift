package import EventLog
package import JSONText

/// What an expression says of the state after an event.
package enum Truth: UInt8, Hashable, Sendable {
    case no, yes
    /// It failed.
    case failed
}

/// What an expression said after an event: once, or, where it is about events alone, once for each of those that upcasters made of it.
package struct WatchStep {
    package let event: EventView
    package let truths: [Truth]
    /// Why it failed, as often as it did.
    package let failures: [HandlerError]

    package init(_ event: EventView, _ truths: [Truth], _ failures: [HandlerError]) {
        self.event = event
        self.truths = truths
        self.failures = failures
    }
}

/// An expression that is asked after every event of a fold. Made by the host for states of its own, so that none has to be copied.
package protocol Watch<State> {
    associatedtype State

    /// Applies all events of a feed and asks after each.
    /// - Parameters:
    ///   - truth: what it said last.
    ///   - hear: is given each event after which it does not say the same as before; where it returns false, the rest is left.
    /// - Throws: as `Fold.apply`; the expression's own failure is an answer.
    func apply(_ feed: EventFeed, to state: inout State, since truth: Truth, _ hear: (WatchStep) -> Bool) throws

    /// Applies one event and asks.
    func apply(_ event: Event, to state: inout State) throws -> Truth

    /// Asks about an event that changed nothing: `before` is the state too.
    func ask(_ event: Event, of state: State) throws -> Truth

    /// Why it failed, right after it did.
    var failure: HandlerError { get }

    /// Whether it is about states: where upcasters made several events of one, only the state after all of them is one that it left.
    var looksAtStates: Bool { get }
}

extension Watch {
    package func apply(_ feed: EventFeed, to state: inout State, since truth: Truth, _ hear: (WatchStep) -> Bool) throws {
        var last = truth
        while try feed.next() {
            let step = try step(feed, to: &state)
            if step.truths.allSatisfy({ $0 == last && $0 != .failed }) { continue }
            if let truth = step.truths.last { last = truth == .yes ? .yes : .no }
            guard hear(step) else { return }
        }
    }

    /// The event that the feed has come to.
    package func step(_ feed: EventFeed, to state: inout State) throws -> WatchStep {
        var truths: [Truth] = []
        var failures: [HandlerError] = []
        for event in try feed.events() {
            let truth = try apply(event, to: &state)
            truths.append(truth)
            if truth == .failed { failures.append(failure) }
        }
        if looksAtStates, truths.count > 1, let last = truths.last {
            return WatchStep(feed.current, [last], last == .failed ? Array(failures.suffix(1)) : [])
        }
        return WatchStep(feed.current, truths, failures)
    }
}

/// Compiles expressions for folds whose host has none of its own.
package protocol ExpressionLanguage: Sendable {
    /// - Throws: `ExpressionError` with the column.
    func compile(_ source: String) throws -> any JSONExpression
}

/// An expression that is given states as JSON.
package protocol JSONExpression: AnyObject {
    var mentionsState: Bool { get }
    var mentionsBefore: Bool { get }

    /// Whether it is neither false nor nil.
    /// - Throws: `HandlerError` where evaluating fails; `CancellationError` if stopped.
    func isTrue(state: JSONValue, before: JSONValue, event: Event) throws -> Bool

    /// Without any state. For an event where it lies nothing is copied.
    func isTrue(event: EventView) throws -> Bool
}
