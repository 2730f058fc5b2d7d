import HindcastKit
import LuaModels
import Rehydration
import Testing

@Suite struct DecideTests {
    @Test func `accepted, with the events and the state after them`() {
        let outcome = ask("decide", "--at", "36", "--command", "Withdraw", "--input", #"{"amount":120}"#, "--json")
        #expect(outcome.out == """
            {"accepted":true,"events":[{"stream":"account-1042","version":37,"type":"MoneyWithdrawn","data":{"amount":120}}],\
            "state":{"address":{"city":"Liège","street":"Rue de l’Église 12"},"available":330,"balance":-70,"currency":"EUR",\
            "incoming":{"tr-4171":400},"owner":"alice","pending":400,"status":"open"},"broken":["balance is never negative"]}

            """)
        #expect(outcome.err == "hindcast: at 36: version 36\n")
        #expect(outcome.status == .well)
        #expect(ask("decide", "--command", "Deposit", "--input", #"{"amount":5}"#).lines.prefix(2) == [
            "accepted: 1 event", #"+ 60 MoneyDeposited  {"amount":5}"#,
        ])
    }

    @Test func `refused with the model's reason; exit 1`() {
        let outcome = ask("decide", "--command", "Withdraw", "--input", #"{"amount":5000}"#, "--json")
        #expect(outcome.out == "{\"accepted\":false,\"reason\":\"insufficient funds\"}\n")
        #expect(outcome.err == "")
        #expect(outcome.status == .no)
        #expect(ask("decide", "--at", "start", "--command", "Close", "--input", "{}").out == "refused: the account is not open\n")
    }

    @Test func trouble() {
        expectTrouble(ask("decide", "--command", "Withdrw", "--input", "{}"), "account does not decide \"Withdrw\"; it decides Withdraw, ")
        expectTrouble(ask("decide", "--command", "Withdraw", "--input", "{"), "--input, column 2: ", "it must be JSON")
        expectTrouble(ask("decide", "--command", "Withdraw", "--input", "{}"), "model.lua:66: account.decide.Withdraw: attempt to compare")
        expectTrouble(ask("decide", "--command", "Withdraw", "--input", "{}", "--at", "noon"), "is no point in time")
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        let file = fixture.path("bank.jsonl")
        expectTrouble(hindcast("decide", file, "--stream", "order-9", "--command", "A", "--input", "{}"), "no model claims order-9")
        let plain = hindcast("decide", file, "--stream", "account-1", "--command", "A", "--input", "{}", models: [AccountModel()])
        expectTrouble(plain, "account, which claims account-1, decides no commands")
    }

    private struct Account: Codable, Sendable { var balance: Int64 = 0 }
    private struct Money: Codable, Sendable { var amount: Int64 }
    private struct Crash: Error {}

    private static let swift = SwiftModel(
        "bank",
        Aggregate("account", initial: Account())
            .on("MoneyDeposited") { (account: inout Account, money: Money) in account.balance += money.amount }
            .on("MoneyWithdrawn") { (account: inout Account, money: Money) in account.balance -= money.amount }
            .decide("Withdraw") { (account: Account, money: Money) in
                guard money.amount <= account.balance else { throw Refusal("insufficient funds") }
                return [try NewEvent("MoneyWithdrawn", money)]
            }
            .decide("Pay") { (_: Account, money: Money) in [try NewEvent("MoneyDeposited", money), try NewEvent("Other", schema: 7, money)] }
            .decide("Crash") { (_: Account, _: Money) in throw Crash() },
        Upcaster("Deposited", from: 1, to: 2, as: "MoneyDeposited") { (old: [String: Int64]) in Money(amount: (old["cents"] ?? 0) / 100) })

    @Test func `a model in Swift decides too`() {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        func decide(_ command: String, _ input: String) -> Outcome {
            hindcast(
                "decide", fixture.path("bank.jsonl"), "--stream", "account-1", "--at", "0", "--json", "--command", command, "--input", input,
                models: [RegisteredModel(Self.swift)])
        }
        #expect(decide("Withdraw", #"{"amount":60}"#).out == "{\"accepted\":false,\"reason\":\"insufficient funds\"}\n")
        #expect(decide("Withdraw", #"{"amount":20}"#).out == """
            {"accepted":true,"events":[{"stream":"account-1","version":1,"type":"MoneyWithdrawn","data":{"amount":20}}],"state":{"balance":30}}

            """)
        // The newest schema where none is named.
        #expect(decide("Pay", #"{"amount":1}"#).out.contains(#""type":"MoneyDeposited","schema":2,"data":{"amount":1}},{"#))
        #expect(decide("Pay", #"{"amount":1}"#).out.contains(#""version":2,"type":"Other","schema":7,"#))
        expectTrouble(decide("Crash", #"{"amount":1}"#), "account.decide.Crash: Crash()")
        expectTrouble(decide("Withdraw", #"{"amonut":1}"#), "account.decide.Withdraw: ", "amount")
        expectTrouble(decide("withdraw", "{}"), "it decides Withdraw, ")
    }
}
