import HindcastKit

/// The same rules as Benchmarks/models/bank.lua has.
struct Account: Codable, Sendable {
    struct Address: Codable, Sendable {
        var street: String
        var city: String
    }

    var status = "none"
    var balance: Int64 = 0
    var owner: String?
    var address: Address?
}

let bank = SwiftModel("bank",
    Aggregate("account", initial: Account())
        .on("AccountOpened") { account, event in
            account.owner = try event.string("owner")
            account.status = "open"
        }
        .on("MoneyDeposited") { account, event in account.balance += try event.integer("amount") }
        .on("MoneyWithdrawn") { account, event in account.balance -= try event.integer("amount") }
        .on("AddressChanged") { account, event in
            account.address = Account.Address(street: try event.string("street"), city: try event.string("city"))
        })
