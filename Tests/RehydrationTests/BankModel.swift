import EventLog
import JSONText
import Rehydration
import TestSupport

/// The sample domain as a Swift team would write it: an aggregate whose state is a struct.
struct Account: Hashable, Sendable {
    var owner = ""
    var balance = 0
    var movements: [Int] = []

    var json: JSONValue {
        .object(JSONObject(members: [
            .init(key: "owner", value: .string(ExactString(owner))), .init(key: "balance", value: .number(JSONNumber(balance))),
            .init(key: "movements", value: .array(movements.map { .number(JSONNumber($0)) })),
        ]))
    }
}

struct AccountFold: Fold {
    private let parser = JSONParser()

    var name: String { "account" }
    var isModel: Bool { true }

    static let refusal = HandlerError(handler: "account.on.Refused", path: nil, line: nil, message: "refused")

    func initialState(of stream: ExactString) throws -> Account {
        if stream == "broken" { throw Self.refusal }
        return Account()
    }

    func apply(_ event: Event, to state: inout Account) throws -> Handling {
        let data = try parser.value(of: event.data)
        let amount = Int(data.object?["amount"]?.number?.int64 ?? 0)
        switch event.type {
        case "AccountOpened": state.owner = data.object?["owner"]?.string?.description ?? ""
        case "MoneyDeposited":
            state.balance += amount
            state.movements = (state.movements + [amount]).suffix(3)
        case "MoneyWithdrawn":
            state.balance -= amount
            state.movements = (state.movements + [-amount]).suffix(3)
        case "Noted": return .ignored
        case "Refused":
            // Half of a change, and then the handler fails.
            state.balance += 1_000_000
            state.movements.append(0)
            throw Self.refusal
        case "Crashed":
            state = Account()
            throw SomeOtherError()
        default: return .unhandled
        }
        return .handled
    }

    struct SomeOtherError: Error, CustomStringConvertible { var description: String { "some other error" } }

    func json(_ state: Account) -> JSONValue { state.json }

    func brokenInvariants(of state: Account) -> [BrokenInvariant] {
        (state.balance < 0 ? [BrokenInvariant("balance is never negative")] : [])
            + (state.movements.last.map { abs($0) > 150 } == true ? [BrokenInvariant("no large movement")] : [])
    }

    func freeze(_ state: Account) -> FrozenState { FrozenState(bytes: Array(state.json.line.utf8)) }

    func thaw(_ frozen: FrozenState) throws -> Account {
        let json = try parser.value(of: frozen.bytes)
        return Account(
            owner: json.object?["owner"]?.string?.description ?? "", balance: Int(json.object?["balance"]?.number?.int64 ?? 0),
            movements: json.object?["movements"]?.array?.map { Int($0.number?.int64 ?? 0) } ?? [])
    }
}

/// A model that claims every stream but those of `others-`, with upcasters given as functions.
struct BankModel: Model {
    typealias Upcast = @Sendable (Event) throws -> [Event]

    var name = "bank"
    var steps: [(step: UpcasterStep, upcast: Upcast)] = []

    func makeReader() -> any ModelReader { Reader(model: self) }

    final class Reader: ModelReader {
        private let model: BankModel
        init(model: BankModel) { self.model = model }

        var name: String { model.name }
        var upcasters: [UpcasterStep] { model.steps.map(\.step) }
        func fold(for stream: ExactString) -> (any Fold)? { stream.hasPrefix("others-") ? nil : AccountFold() }

        func upcast(_ event: Event, by step: UpcasterStep) throws -> [Event] {
            guard let found = model.steps.first(where: { $0.step == step }) else { throw AccountFold.refusal }
            return try found.upcast(event)
        }

        func expression(_ source: String) throws -> any Expression {
            throw ExpressionError(source: source, column: 1, message: "this model has no expressions")
        }
    }
}

extension Event {
    func becoming(_ type: ExactString, schema: Int, data: String? = nil) -> Event {
        var event = self
        event.type = type
        event.schema = schema
        if let data { event.data = Array(data.utf8) }
        return event
    }
}

/// The simple way: fold from the start, leaving out what the handler refuses.
struct NaiveFold {
    private(set) var states: [Account] = []
    private(set) var marks: [EventMarks] = []
    private(set) var refused: [Int] = []

    init(_ events: [Event], upcast: (Event) -> [Event] = { [$0] }) throws {
        let fold = AccountFold()
        var state = try fold.initialState(of: "any")
        for (index, event) in events.enumerated() {
            var next = state
            var mark = EventMarks()
            do {
                let answers = try upcast(event).map { try fold.apply($0, to: &next) }
                mark.handling = answers.last { $0 != .ignored } ?? .ignored
            } catch {
                next = state
                refused.append(index)
                mark.problem = error as? HandlerError ?? HandlerError(handler: "account", path: nil, line: nil, message: "\(error)")
            }
            let held = fold.brokenInvariants(of: state)
            mark.broke = fold.brokenInvariants(of: next).filter { !held.contains($0) }.map(\.name)
            state = next
            states.append(state)
            marks.append(mark)
        }
    }

    /// The state after the event of that index; −1: before the first.
    func state(at index: Int) -> Account { index < 0 ? Account() : states[index] }
}
