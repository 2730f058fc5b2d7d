import EventLog
import JSONText
import Rehydration

/// A model in Swift: a balance, one upcaster, an invariant, and a handler that always fails.
struct AccountModel: Model {
    let name = "accounts"
    func makeReader() throws -> any ModelReader { AccountReader() }
}

private final class AccountReader: ModelReader {
    let name = "accounts"
    let upcasters = [UpcasterStep(type: "Deposited", from: 1, to: 2, newType: "MoneyDeposited")]

    func fold(for stream: ExactString) throws -> (any Fold)? { stream.hasPrefix("account-") ? AccountFold() : nil }

    func upcast(_ event: Event, by step: UpcasterStep) throws -> [Event] {
        guard let cents = try JSONParser().value(of: event.data).object?["cents"]?.number?.int64 else {
            throw HandlerError(handler: "upcast \(step)", path: "bank.lua", line: 7, message: "no cents")
        }
        var event = event
        event.type = step.newType
        event.schema = step.to
        event.data = Array("{\"amount\":\(cents / 100)}".utf8)
        return [event]
    }

    func expression(_ source: String) throws -> any Expression {
        throw ExpressionError(source: source, column: 1, message: "no expressions here")
    }
}

private struct AccountFold: Fold {
    let name = "account"
    let isModel = true

    func initialState(of stream: ExactString) -> Int64 { 0 }

    func apply(_ event: Event, to state: inout Int64) throws -> Handling {
        let amount = try JSONParser().value(of: event.data).object?["amount"]?.number?.int64 ?? 0
        switch event.type {
        case "MoneyDeposited": state += amount
        case "MoneyWithdrawn": state -= amount
        case "Boom": throw HandlerError(handler: "account.on.Boom", path: "bank.lua", line: 12, message: "attempt to index nil")
        default: return .unhandled
        }
        return .handled
    }

    func json(_ state: Int64) -> JSONValue { ["balance": .number(JSONNumber(state)), "tags": ["a", "b"]] }
    func brokenInvariants(of state: Int64) -> [BrokenInvariant] { state < 0 ? [BrokenInvariant("balance is never negative")] : [] }
    func freeze(_ state: Int64) -> FrozenState { FrozenState(bytes: Array(String(state).utf8)) }
    func thaw(_ frozen: FrozenState) -> Int64 { Int64(String(decoding: frozen.bytes, as: UTF8.self)) ?? 0 }
}
