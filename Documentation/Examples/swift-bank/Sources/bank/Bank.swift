import HindcastKit

// What a team has already: its states and events.

struct Account: Codable, Sendable {
    var owner: String?
    var balance: Int64 = 0
}

struct AccountOpened: Codable, Sendable { var owner: String }
struct Deposited: Codable, Sendable { var cents: Int64 }
struct MoneyDeposited: Codable, Sendable { var amount: Int64 }

/// `+=` would trap where the sum leaves 64 bits, and end the program: thrown, it is an error of that event.
struct TooMuchMoney: Error {}

func add(_ amount: Int64, to account: inout Account) throws {
    let (sum, hasOverflow) = account.balance.addingReportingOverflow(amount)
    guard !hasOverflow else { throw TooMuchMoney() }
    account.balance = sum
}

/// The same for what is taken away: -amount itself may not be there.
func take(_ amount: Int64, from account: inout Account) throws {
    let (rest, hasOverflow) = account.balance.subtractingReportingOverflow(amount)
    guard !hasOverflow else { throw TooMuchMoney() }
    account.balance = rest
}

// What it adds: the same explorer and commands, with that code.

@main struct Bank {
    static func main() {
        Hindcast.main(models: SwiftModel("bank",
            Aggregate("account", initial: Account())
                .on("AccountOpened") { (account: inout Account, opened: AccountOpened) in account.owner = opened.owner }
                .on("MoneyDeposited") { (account: inout Account, money: MoneyDeposited) in try add(money.amount, to: &account) }
                .on("MoneyWithdrawn") { account, event in try take(event.integer("amount"), from: &account) }
                .on("TransferSettled") { account, event in try add(event.integer("amount"), to: &account) }
                .ignore("NoteAdded", "StatementSent")
                .invariant("balance is never negative") { $0.balance >= 0 },
            Upcaster("AccountOpened", from: 1, to: 2) { (old: [String: String]) in AccountOpened(owner: old["name"] ?? "") },
            Upcaster("Deposited", from: 1, to: 2, as: "MoneyDeposited") { (old: Deposited) in MoneyDeposited(amount: old.cents / 100) }
        ))
    }
}
