import EventLog
import JSONText
import Rehydration

/// An aggregate or projection in Swift, as the engine folds it.
final class SwiftFold<State: Codable & Sendable>: ProjectionFold {
    private let rules: FoldRules<State>
    private let parser = JSONParser()
    private var byNumber: [FoldRules<State>.Rule?] = []
    private var history: ObjectIdentifier?

    private let newestSchemas: [ExactString: Int]

    init(_ rules: FoldRules<State>, _ newestSchemas: [ExactString: Int]) {
        self.rules = rules
        self.newestSchemas = newestSchemas
    }

    var name: String { rules.name }
    var isModel: Bool { true }

    func reads(_ stream: ExactString) -> Bool { rules.globs.contains { $0.matches(stream.bytes) } }
    func initialState(of stream: ExactString) -> State { rules.initial }

    func apply(_ event: Event, to state: inout State) throws -> Handling {
        switch rules.rules[event.type] {
        case nil: return .unhandled
        case .ignored?: return .ignored
        case .handled(let handler)?:
            return try parser.parse(event.data) { try apply(handler, EventFacts(event, payload: $0), to: &state) }
        }
    }

    func apply(_ feed: EventFeed, to state: inout State) throws {
        while try feed.next() {
            guard let view = feed.recorded, let data = view.record?.raw(.data) else {
                for event in try feed.events() { feed.note(try apply(event, to: &state)) }
                continue
            }
            switch rule(of: view) {
            case nil: feed.note(.unhandled)
            case .ignored?: feed.note(.ignored)
            case .handled(let handler)?:
                feed.note(try parser.parse(data) { try apply(handler, EventFacts(view, payload: $0), to: &state) })
            }
        }
    }

    /// Looked up once for each type of a history.
    private func rule(of view: EventView) -> FoldRules<State>.Rule? {
        if view.typeNumber >= byNumber.count || history != view.history {
            history = view.history
            byNumber = view.typeNames.map { rules.rules[$0] }
        }
        return byNumber[view.typeNumber]
    }

    @inline(__always)
    private func apply(
        _ handler: (inout State, EventFacts) throws -> Void, _ event: EventFacts, to state: inout State
    ) throws -> Handling {
        do {
            try handler(&state, event)
            return .handled
        } catch let error as CancellationError {
            throw error
        } catch {
            throw HandlerError(handler: "\(name).on.\(event.type)", path: nil, line: nil, message: swiftMessage(of: error))
        }
    }

    func json(_ state: State) throws -> JSONValue {
        do { return try JSONEncoding.encode(state) } catch {
            throw HandlerError(handler: "state of \(name)", path: nil, line: nil, message: swiftMessage(of: error))
        }
    }

    func check(_ state: State) throws -> Int? {
        _ = try json(state)
        return 32
    }

    func brokenInvariants(of state: State) throws -> [BrokenInvariant] {
        try rules.invariants.compactMap { invariant in
            do {
                return try invariant.holds(state) ? nil : BrokenInvariant(invariant.name)
            } catch let error as CancellationError {
                throw error
            } catch {
                let handler = "\(name).invariant \"\(invariant.name)\""
                return BrokenInvariant(
                    invariant.name, error: HandlerError(handler: handler, path: nil, line: nil, message: swiftMessage(of: error)))
            }
        }
    }

    func freeze(_ state: State) throws -> FrozenState {
        var writer = JSONWriter()
        writer.append(try json(state))
        return FrozenState(bytes: writer.bytes)
    }

    func thaw(_ frozen: FrozenState) throws -> State {
        do { return try parser.parse(frozen.bytes) { try JSONDecoding.decode(State.self, from: $0) } } catch {
            throw HandlerError(handler: "state of \(name)", path: nil, line: nil, message: swiftMessage(of: error))
        }
    }
}

extension SwiftFold: Decider {
    var commands: [ExactString] { rules.decisions.keys.sorted() }

    func decide(command: ExactString, input: [UInt8], state: State) throws -> Decision {
        guard let decision = rules.decisions[command] else {
            throw HandlerError(handler: "\(name).decide.\(command)", path: nil, line: nil, message: "no such command")
        }
        do {
            let events = try parser.parse(input) { try decision(state, $0) }
            return .accepted(events.map { DecidedEvent(type: $0.type, schema: $0.schema ?? newestSchemas[$0.type], data: $0.data) })
        } catch let error as CancellationError {
            throw error
        } catch let refusal as Refusal {
            return .refused(reason: refusal.reason)
        } catch {
            throw HandlerError(handler: "\(name).decide.\(command)", path: nil, line: nil, message: swiftMessage(of: error))
        }
    }
}

/// An error of somebody else's code in one line; the path first where one is known.
func swiftMessage(of error: any Error) -> String {
    func at(_ path: [any CodingKey], _ text: String) -> String {
        let place = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }.joined()
        return place.isEmpty ? text : "\(place): \(text)"
    }
    switch error {
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context), DecodingError.keyNotFound(_, let context),
        DecodingError.dataCorrupted(let context):
        return at(context.codingPath, context.debugDescription)
    case EncodingError.invalidValue(_, let context): return at(context.codingPath, context.debugDescription)
    default: return "\(error)"
    }
}
