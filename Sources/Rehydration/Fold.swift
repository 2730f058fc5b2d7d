package import EventLog
package import JSONText

/// What an aggregate or a projection is: an initial state, and a way to apply an event to it.
///
/// The host keeps its own representation of state (a Lua table, a Swift struct); it becomes JSON only where somebody looks.
package protocol Fold<State> {
    associatedtype State

    /// The aggregate's name, as `state` prints it under `model`.
    var name: String { get }

    /// False only for the built-in merge, which shows values but knows no meaning.
    var isModel: Bool { get }

    func initialState(of stream: ExactString) throws -> State

    /// Applies one event in place.
    /// - Throws: `HandlerError`. The state may then be half changed: whoever folds restores it from a frozen one.
    ///   `CancellationError` where the fold was stopped: that is no fault of the event's.
    func apply(_ event: Event, to state: inout State) throws -> Handling

    /// The same for an event where it lies.
    func apply(_ view: EventView, to state: inout State) throws -> Handling

    /// Applies all events of a feed, one after another: the host's own tight loop. Where it throws, the feed says at which event.
    /// - Throws: as `apply`; `SourceError` where an event cannot be read.
    func apply(_ feed: EventFeed, to state: inout State) throws

    /// The same, and has `watch` look at the state after each event.
    func apply(_ feed: EventFeed, to state: inout State, watching watch: PathWatch) throws

    /// Tells `watch` what lies at its path now.
    func look(at state: State, _ watch: PathWatch) throws

    /// Likewise, and tells of each event how it was taken and which invariants do not hold after it.
    func apply(_ feed: EventFeed, to state: inout State, under audit: any Audit) throws

    /// The fold's own way to ask an expression after each event; nil where it has none for that one.
    func watch(_ expression: any Expression) -> (any Watch<State>)?

    /// A `StateSameness` for states of this fold and of another; nil where only their JSON tells.
    func sameness(with other: any Fold) -> Any?

    /// The state as JSON in canonical order (keys by bytes, unless the host's state has an order of its own).
    func json(_ state: State) throws -> JSONValue

    /// The same, sharing with another state's what is equal.
    func json(_ state: State, like other: WrittenJSON?) throws -> WrittenJSON

    /// Whether `json` could show the state, at less cost.
    /// - Returns: about how many values it holds, or nil where every state of this fold can be shown.
    /// - Throws: `HandlerError` that names the path to what JSON cannot say; `CancellationError` if stopped.
    func check(_ state: State) throws -> Int?

    /// The invariants that do not hold, in the order of their declaration. One that throws cannot be said to hold, and says why.
    /// - Throws: `CancellationError` if stopped.
    func brokenInvariants(of state: State) throws -> [BrokenInvariant]

    /// A copy that shares nothing with the state, for checkpoints; `thaw` gives it back exactly.
    func freeze(_ state: State) throws -> FrozenState
    func thaw(_ frozen: FrozenState) throws -> State
}

extension Fold {
    package func apply(_ feed: EventFeed, to state: inout State) throws {
        while try feed.next() {
            for event in try feed.events() { feed.note(try apply(event, to: &state)) }
        }
    }

    package func apply(_ view: EventView, to state: inout State) throws -> Handling { try apply(view.event, to: &state) }
    package func sameness(with other: any Fold) -> Any? { nil }
    package func watch(_ expression: any Expression) -> (any Watch<State>)? { nil }
    package func check(_ state: State) throws -> Int? { nil }

    package func json(_ state: State, like other: WrittenJSON?) throws -> WrittenJSON { WrittenJSON(try json(state)) }
}

/// A fold over the whole log or some of its streams, in log order: a read model.
package protocol ProjectionFold<State>: Fold {
    /// Whether it sees the events of a stream.
    /// - Throws: `HandlerError` where the model asks a function of its own and that fails.
    func reads(_ stream: ExactString) throws -> Bool
}

/// Whether the aggregate knew the event.
package enum Handling: Hashable, Sendable {
    case handled
    /// Declared as meaningless here.
    case ignored
    /// No handler for this type.
    case unhandled
}

/// A state at rest: bytes that only the fold that made them reads.
package struct FrozenState: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }
}

/// An invariant that does not hold in a state.
package struct BrokenInvariant: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    /// Why it could not be told, where checking it failed.
    package let error: HandlerError?

    package init(_ name: String, error: HandlerError? = nil) {
        self.name = name
        self.error = error
    }

    package var description: String {
        guard let error else { return name }
        let place = error.path.map { path in "\(path)\(error.line.map { ":\($0)" } ?? ""): " } ?? ""
        return "\(name): cannot be checked: \(place)\(error.message)"
    }
}
