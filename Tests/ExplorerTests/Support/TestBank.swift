import EventLog
import JSONText
import Rehydration

/// A small account fold in Swift, so that the explorer's tests need no model host.
struct TestBank: Model {
    let name = "test-bank"
    func makeReader() -> any ModelReader { Reader() }

    final class Reader: ModelReader {
        let name = "test-bank"
        let upcasters = [UpcasterStep(type: "Deposited", from: 1, to: 2, newType: "MoneyDeposited")]

        func fold(for stream: ExactString) -> (any Fold)? { stream.hasPrefix("account-") ? AccountFold() : nil }

        func upcast(_ event: Event, by step: UpcasterStep) throws -> [Event] {
            var newer = event
            newer.type = step.newType
            newer.schema = step.to
            newer.data = Array(#"{"amount":\#(try AccountFold.amount(event, ".cents") / 100)}"#.utf8)
            return [newer]
        }

        func expression(_ source: String) throws -> any Expression {
            throw ExpressionError(source: source, column: 1, message: "this model has no expressions")
        }
    }
}

struct AccountFold: Fold {
    struct State { var balance: Int64 = 0; var owner: ExactString? = nil }

    let name = "account"
    let isModel = true

    func initialState(of stream: ExactString) -> State { State() }

    func apply(_ event: Event, to state: inout State) throws -> Handling {
        switch event.type {
        case "AccountOpened": state.owner = try JSONParser().value(of: event.data)[try JSONPath(parsing: ".owner")]?.string
        case "MoneyDeposited": state.balance += try Self.amount(event)
        case "MoneyWithdrawn": state.balance -= try Self.amount(event)
        case "Broken":
            state.balance = 999
            throw HandlerError(handler: "account.on.Broken", path: "model.lua", line: 7, message: "attempt to add a nil value")
        default: return .unhandled
        }
        return .handled
    }

    static func amount(_ event: Event, _ path: String = ".amount") throws -> Int64 {
        try JSONParser().value(of: event.data)[JSONPath(parsing: path)]?.number?.int64 ?? 0
    }

    func json(_ state: State) -> JSONValue {
        var object = JSONObject(members: [.init(key: "balance", value: .number(JSONNumber(state.balance)))])
        object["owner"] = state.owner.map(JSONValue.string)
        return .object(object)
    }

    func brokenInvariants(of state: State) -> [BrokenInvariant] {
        state.balance < 0 ? [BrokenInvariant("balance is never negative")] : []
    }

    func freeze(_ state: State) -> FrozenState {
        FrozenState(bytes: Array("\(state.balance) \(state.owner?.description ?? "")".utf8))
    }

    func thaw(_ frozen: FrozenState) -> State {
        let parts = String(decoding: frozen.bytes, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
        return State(balance: Int64(parts[0]) ?? 0, owner: parts[1].isEmpty ? nil : ExactString(String(parts[1])))
    }
}
