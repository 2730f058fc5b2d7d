import EventLog
import JSONText
import Rehydration

/// An aggregate or projection in Swift, as the engine folds it.
final class SwiftFold<State: Codable & Sendable>: ProjectionFold {
    private let rules: FoldRules<State>
    private let parser = JSONParser()
    /// References of no generic type: to take one of those out of a list, the runtime would be asked for the type, for every event.
    private let handlers: [AnyObject]
    /// By the numbers that types have in a history: the handler's place, or one of the two below.
    private var places: [Int] = []
    private var history: ObjectIdentifier?

    private typealias Handler = @Sendable (inout State, EventFacts) throws -> Void

    private final class Held: Sendable {
        let handler: Handler
        init(_ handler: @escaping Handler) { self.handler = handler }
    }

    @inline(__always)
    private func handler(_ place: Int) -> Handler { unsafeDowncast(handlers[place], to: Held.self).handler }

    private static var unhandled: Int { -1 }
    private static var ignored: Int { -2 }

    private let newestSchemas: [ExactString: Int]

    init(_ rules: FoldRules<State>, _ newestSchemas: [ExactString: Int]) {
        self.rules = rules
        self.newestSchemas = newestSchemas
        var handlers: [AnyObject] = []
        var known: [ExactString: Int] = [:]
        for (type, rule) in rules.rules {
            switch rule {
            case .ignored: known[type] = Self.ignored
            case .handled(let handler):
                known[type] = handlers.count
                handlers.append(Held(handler))
            }
        }
        self.handlers = handlers
        self.known = known
    }

    /// By type.
    private let known: [ExactString: Int]

    var name: String { rules.name }
    var isModel: Bool { true }

    func reads(_ stream: ExactString) -> Bool { rules.globs.contains { $0.matches(stream.bytes) } }
    func initialState(of stream: ExactString) -> State { rules.initial }

    func apply(_ event: Event, to state: inout State) throws -> Handling {
        let place = known[event.type] ?? Self.unhandled
        guard place >= 0 else { return answer(of: place) }
        try parser.parse(event.data) { payload in
            do { try handler(place)(&state, EventFacts(event, payload: payload, parser: parser)) } catch {
                throw handlerError(error, event.type)
            }
        }
        return .handled
    }

    func apply(_ feed: EventFeed, to state: inout State) throws {
        while true {
            let batch = try feed.nextBatch()
            if batch.isEmpty {
                guard try feed.next() else { return }
                for event in try feed.events() { feed.note(try apply(event, to: &state)) }
                continue
            }
            if history != batch[0].history {
                history = batch[0].history
                places = batch[0].typeNames.map { known[$0] ?? Self.unhandled }
            }
            var place = Self.unhandled
            for number in 0..<batch.count {
                place = places[batch[number].typeNumber]
                guard place >= 0 else { continue }
                do { try handler(place)(&state, EventFacts(batch[number], parser: parser)) } catch {
                    feed.stop(at: number, of: batch)
                    throw handlerError(error, batch[number].type)
                }
            }
            feed.note(answer(of: place))
        }
    }

    private func answer(of place: Int) -> Handling { place >= 0 ? .handled : place == Self.ignored ? .ignored : .unhandled }

    private func handlerError(_ error: any Error, _ type: ExactString) -> any Error {
        if error is CancellationError { return error }
        return HandlerError(handler: "\(name).on.\(type)", path: nil, line: nil, message: swiftMessage(of: error))
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
