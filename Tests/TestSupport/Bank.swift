/// The sample domain of all tests: accounts that are opened, and money that comes and goes. Lines of our own store's form.
package enum Bank {
    package enum Happening: Sendable {
        case opened(owner: String)
        case deposited(Int)
        case withdrawn(Int)
        /// An event that a model may not know, or whose data it may refuse.
        case other(type: String, data: String)

        package var type: String {
            switch self {
            case .opened: "AccountOpened"
            case .deposited: "MoneyDeposited"
            case .withdrawn: "MoneyWithdrawn"
            case .other(let type, _): type
            }
        }

        package var data: String {
            switch self {
            case .opened(let owner): #"{"owner":"\#(owner)"}"#
            case .deposited(let amount), .withdrawn(let amount): #"{"amount":\#(amount)}"#
            case .other(_, let data): data
            }
        }
    }

    /// One line, without its line feed. Its id follows from stream and version; its time is `minute` minutes after midnight.
    package static func line(
        _ stream: String, _ version: Int, _ happening: Happening, schema: Int = 1, minute: Int? = nil
    ) -> String {
        let minute = minute ?? version
        let time = "2026-03-05T\(padded(minute / 60 % 24)):\(padded(minute % 60)):00Z"
        return """
            {"stream":"\(stream)","version":\(version),"type":"\(happening.type)","schema":\(schema),\
            "id":"\(stream)/\(version)","time":"\(time)","data":\(happening.data),\
            "meta":{"correlation":"c-\(stream)","causation":"\(stream)/\(version - 1)"}}
            """
    }

    /// The lines of one account's whole life, versions from 0.
    package static func lines(_ stream: String, _ happenings: [Happening]) -> [String] {
        happenings.enumerated().map { line(stream, $0.offset, $0.element) }
    }

    /// What may befall an account: opened first, then money in and out. Balances may fall below zero.
    package static func life(events count: Int, using random: inout SplitMix64) -> [Happening] {
        (0..<count).map { index in
            if index == 0 { return .opened(owner: random.pick(["alice", "bob", "carol"])) }
            return random.oneIn(3) ? .withdrawn(random.below(200)) : .deposited(random.below(100))
        }
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
