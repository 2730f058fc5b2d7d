internal import EventLog
internal import JSONText
internal import Rehydration

/// Something that a `SwiftModel` is made of: an `Aggregate`, a `Projection` or an `Upcaster`.
public protocol ModelPart: Sendable {
    /// Yours to pass on, not to call. O(1).
    var content: ModelContent { get }
}

/// What a part holds, for the program alone.
public struct ModelContent: Sendable {
    enum Kind: Sendable {
        case aggregate(any SwiftFolding)
        case projection(any SwiftFolding)
        case upcaster(Upcaster)
    }

    let kind: Kind
}

/// Your own aggregate: a state, and what each type of event does to it.
///
///     Aggregate("account", initial: Account())
///         .on("MoneyDeposited") { account, event in account.balance += try event.integer("amount") }
///         .on("AccountOpened") { (account: inout Account, opened: AccountOpened) in account.owner = opened.owner }
///         .invariant("balance is never negative") { $0.balance >= 0 }
///
/// The state is shown by encoding it, and kept as that JSON too: a state must decode to what it was encoded from.
/// A value: each method gives another one, O(rules so far). Where a type, an ignored type or a command is named twice, the last counts.
public struct Aggregate<State: Codable & Sendable>: ModelPart {
    let rules: FoldRules<State>

    /// Two aggregates of one name in a model are an error when the program starts; the first that claims a stream reads it.
    /// - Parameters:
    ///   - name: what commands and the screen call it.
    ///   - streams: patterns with `*` and `?`; without any, the streams `NAME-*`.
    ///   - initial: the state before a stream's first event.
    public init(_ name: String, streams: String..., initial: State) {
        rules = FoldRules(name: name, globs: (streams.isEmpty ? ["\(name)-*"] : streams).map { Glob($0) }, initial: initial)
    }

    private init(_ rules: FoldRules<State>) { self.rules = rules }

    /// For the program. O(1).
    public var content: ModelContent { ModelContent(kind: .aggregate(rules)) }

    /// What events of a type do to the state. Called once for each event that is folded, on any thread, and again when a state is
    /// gone back to: it must depend on nothing else than what it is given. What it takes is what a fold takes.
    ///
    /// One that throws is shown at its event, with what it threw; the state then stays as it was. A trap ends the program.
    public func on(_ type: String, _ handler: @escaping @Sendable (inout State, EventFacts) throws -> Void) -> Aggregate {
        Aggregate(rules.on(type, handler))
    }

    /// The same with the data decoded: some times slower than `EventFacts.integer` and its like, since a value of yours is made for
    /// each event. Data that does not decode is an error of that event, as if the handler had thrown it.
    public func on<Data: Decodable & Sendable>(_ type: String, _ handler: @escaping @Sendable (inout State, Data) throws -> Void) -> Aggregate {
        Aggregate(rules.on(type) { try handler(&$0, $1.decode(Data.self)) })
    }

    /// Types that are known and mean nothing here. Their data is not looked at.
    public func ignore(_ types: String...) -> Aggregate { Aggregate(rules.ignore(types)) }

    /// What must hold after every event. Called after each, so that it costs as a handler does; where it throws, it does not hold,
    /// and the error is shown.
    public func invariant(_ name: String, _ holds: @escaping @Sendable (State) throws -> Bool) -> Aggregate {
        Aggregate(rules.invariant(name, holds))
    }

    /// What a command leads to on a state: the events that would be appended. It refuses by throwing a `Refusal`. Nothing is written.
    ///
    /// Called once for each try. Input that does not decode, and whatever else it throws, is trouble (exit 2), not a refusal (exit 1).
    public func decide<Input: Decodable & Sendable>(
        _ command: String, _ decision: @escaping @Sendable (State, Input) throws -> [NewEvent]
    ) -> Aggregate {
        Aggregate(rules.decide(command) { try decision($0, JSONDecoding.decode(Input.self, from: $1)) })
    }
}

/// Thrown by a decision: the command is refused, and that is the answer.
public struct Refusal: Error, Hashable, Sendable {
    /// Shown and printed as it stands, control characters made visible.
    public let reason: String

    /// - Parameter reason: one line, for people.
    public init(_ reason: String) { self.reason = reason }
}

/// Your own read model over the whole log, or over the streams that fit its patterns, in log order. A value, as `Aggregate` is.
public struct Projection<State: Codable & Sendable>: ModelPart {
    let rules: FoldRules<State>

    /// - Parameters:
    ///   - name: what `project --name` calls it.
    ///   - streams: patterns with `*` and `?`; without any, all streams.
    ///   - initial: the state before the log's first event.
    public init(_ name: String, streams: String..., initial: State) {
        rules = FoldRules(name: name, globs: (streams.isEmpty ? ["*"] : streams).map { Glob($0) }, initial: initial)
    }

    private init(_ rules: FoldRules<State>) { self.rules = rules }

    /// For the program. O(1).
    public var content: ModelContent { ModelContent(kind: .projection(rules)) }

    /// What events of a type do to the state; as `Aggregate.on`.
    public func on(_ type: String, _ handler: @escaping @Sendable (inout State, EventFacts) throws -> Void) -> Projection {
        Projection(rules.on(type, handler))
    }

    /// The same with the data decoded, at that cost.
    public func on<Data: Decodable & Sendable>(_ type: String, _ handler: @escaping @Sendable (inout State, Data) throws -> Void) -> Projection {
        Projection(rules.on(type) { try handler(&$0, $1.decode(Data.self)) })
    }

    /// Types that are known and mean nothing here.
    public func ignore(_ types: String...) -> Projection { Projection(rules.ignore(types)) }
}

/// What an aggregate or projection was told, without its state's type.
protocol SwiftFolding: Sendable {
    var name: String { get }
    /// - Parameter newestSchemas: what a decision's events get that name no schema.
    func makeFold(newestSchemas: [ExactString: Int]) -> any ProjectionFold
}

/// The rules of one fold. A value: each call gives another one.
struct FoldRules<State: Codable & Sendable>: SwiftFolding {
    enum Rule: Sendable {
        case ignored
        case handled(@Sendable (inout State, EventFacts) throws -> Void)
    }

    let name: String
    let globs: [Glob]
    let initial: State
    private(set) var rules: [ExactString: Rule] = [:]
    private(set) var decisions: [ExactString: @Sendable (State, JSONView) throws -> [NewEvent]] = [:]
    private(set) var invariants: [(name: String, holds: @Sendable (State) throws -> Bool)] = []

    init(name: String, globs: [Glob], initial: State) {
        self.name = name
        self.globs = globs
        self.initial = initial
    }

    func on(_ type: String, _ handler: @escaping @Sendable (inout State, EventFacts) throws -> Void) -> FoldRules {
        var rules = self
        rules.rules[ExactString(type)] = .handled(handler)
        return rules
    }

    func ignore(_ types: [String]) -> FoldRules {
        var rules = self
        for type in types { rules.rules[ExactString(type)] = .ignored }
        return rules
    }

    func invariant(_ name: String, _ holds: @escaping @Sendable (State) throws -> Bool) -> FoldRules {
        var rules = self
        rules.invariants.append((name, holds))
        return rules
    }

    func decide(_ command: String, _ decision: @escaping @Sendable (State, JSONView) throws -> [NewEvent]) -> FoldRules {
        var rules = self
        rules.decisions[ExactString(command)] = decision
        return rules
    }

    func makeFold(newestSchemas: [ExactString: Int]) -> any ProjectionFold { SwiftFold(self, newestSchemas) }
}
