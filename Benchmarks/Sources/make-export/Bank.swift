/// What happens to the accounts of a bank: opened, then deposits, withdrawals and new addresses. Amounts are whole cents, balances never go below zero.
struct Bank {
    /// A text that nothing else in an export contains, for text search.
    static let rareText: StaticString = "zephyr-7319-quartz"

    /// One event of an account, as much as its payload needs.
    enum Event {
        case opened
        case deposited(amount: Int)
        case withdrawn(amount: Int)
        case addressChanged

        var type: StaticString {
            switch self {
            case .opened: "AccountOpened"
            case .deposited: "MoneyDeposited"
            case .withdrawn: "MoneyWithdrawn"
            case .addressChanged: "AddressChanged"
            }
        }
    }

    private var versions: [UInt32]
    private var balances: [Int]

    init(streams: Int) {
        versions = [UInt32](repeating: 0, count: streams)
        balances = [Int](repeating: 0, count: streams)
    }

    /// The next event of an account, and its version there.
    mutating func next(stream: Int, random: inout Random) -> (version: Int, event: Event) {
        let version = Int(versions[stream])
        versions[stream] += 1
        guard version > 0 else { return (version, .opened) }
        let choice = random.below(100)
        if choice < 4 { return (version, .addressChanged) }
        if choice < 50 && balances[stream] > 100 {
            let amount = 100 + random.below(min(balances[stream] - 100, 60_000) + 1)
            balances[stream] -= amount
            return (version, .withdrawn(amount: amount))
        }
        let amount = 100 + random.below(60_000)
        balances[stream] += amount
        return (version, .deposited(amount: amount))
    }
}
