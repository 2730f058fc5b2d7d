import HindcastKit

// What a team has already: its states and events.

struct Account: Codable, Sendable {
    var owner: String?
    var balance: Int64 = 0
}

struct AccountOpened: Codable, Sendable { var owner: String }
struct Deposited: Codable, Sendable { var cents: Int64 }
struct MoneyDeposited: Codable, Sendable { var amount: Int64 }

// What it adds: the same explorer and commands, with that code.

@main struct Bank {
    static func main() {
        Hindcast.main(models: SwiftModel("bank",
            Aggregate("account", initial: Account())
                .on("AccountOpened") { (account: inout Account, opened: AccountOpened) in account.owner = opened.owner }
                .on("MoneyDeposited") { (account: inout Account, money: MoneyDeposited) in account.balance += money.amount }
                .on("MoneyWithdrawn") { account, event in account.balance -= try event.integer("amount") }
                .on("TransferSettled") { account, event in account.balance += try event.integer("amount") }
                .ignore("NoteAdded", "StatementSent")
                .invariant("balance is never negative") { $0.balance >= 0 },
            Upcaster("AccountOpened", from: 1, to: 2) { (old: [String: String]) in AccountOpened(owner: old["name"] ?? "") },
            Upcaster("Deposited", from: 1, to: 2, as: "MoneyDeposited") { (old: Deposited) in MoneyDeposited(amount: old.cents / 100) }
        ))
    }
}
