import EventLog
import JSONText

/// Asks about any fold's states, as JSON.
final class JSONWatch<F: Fold>: Watch {
    private let fold: F
    private let expression: any JSONExpression
    private(set) var failure = HandlerError(handler: "", path: nil, line: nil, message: "")

    init(_ fold: F, _ expression: any JSONExpression) {
        self.fold = fold
        self.expression = expression
    }

    var looksAtStates: Bool { expression.mentionsState || expression.mentionsBefore }

    func apply(_ event: Event, to state: inout F.State) throws -> Truth {
        let before = expression.mentionsBefore ? try? fold.json(state) : nil
        _ = try fold.apply(event, to: &state)
        return try ask(event, before, state)
    }

    func ask(_ event: Event, of state: F.State) throws -> Truth { try ask(event, nil, state) }

    private func ask(_ event: Event, _ before: JSONValue?, _ state: F.State) throws -> Truth {
        do {
            let now = looksAtStates ? try fold.json(state) : .null
            return try expression.isTrue(state: now, before: before ?? now, event: event) ? .yes : .no
        } catch let error where EventFault.isOfTheEvent(error) {
            failure = EventFault.handlerError(error, fold.name)
            return .failed
        }
    }
}

/// Asks about events alone: nothing needs to be folded.
final class EventWatch: Watch {
    private let expression: any JSONExpression
    private(set) var failure = HandlerError(handler: "", path: nil, line: nil, message: "")

    init(_ expression: any JSONExpression) { self.expression = expression }

    func apply(_ feed: EventFeed, to state: inout Void, since truth: Truth, _ hear: (WatchStep) -> Bool) throws {
        var last = truth
        while try feed.next() {
            let step: WatchStep
            if let view = feed.recorded {
                let now = try self.truth { try expression.isTrue(event: view) }
                if now == last { continue }
                step = WatchStep(view, [now], now == .failed ? [failure] : [])
            } else {
                step = try self.step(feed, to: &state)
            }
            if let truth = step.truths.last { last = truth == .yes ? .yes : .no }
            guard hear(step) else { return }
        }
    }

    var looksAtStates: Bool { false }

    func apply(_ event: Event, to state: inout Void) throws -> Truth { try ask(event, of: ()) }

    func ask(_ event: Event, of state: Void) throws -> Truth {
        try truth { try expression.isTrue(state: .null, before: .null, event: event) }
    }

    private func truth(_ ask: () throws -> Bool) throws -> Truth {
        do { return try ask() ? .yes : .no } catch let error where EventFault.isOfTheEvent(error) {
            failure = EventFault.handlerError(error, "")
            return .failed
        }
    }
}

/// Stands where no state is asked for.
struct NoFold: Fold {
    var name: String { "" }
    var isModel: Bool { false }

    func initialState(of stream: ExactString) {}
    func apply(_ event: Event, to state: inout Void) -> Handling { .handled }
    func json(_ state: Void) -> JSONValue { .null }
    func brokenInvariants(of state: Void) -> [BrokenInvariant] { [] }
    func freeze(_ state: Void) -> FrozenState { FrozenState(bytes: []) }
    func thaw(_ frozen: FrozenState) {}
}
