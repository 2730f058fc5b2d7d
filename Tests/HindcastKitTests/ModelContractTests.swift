import EventLog
import HindcastKit
import JSONText
import LuaModels
import Rehydration
import TestSupport
import Testing

/// What every host of models must do, whatever its language: the same accounts, written in Lua and in Swift.
struct ContractModel: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let model: any Model

    static let all = [
        ContractModel(testDescription: "Lua", model: try! LuaModel(name: "bank", source: lua)),
        ContractModel(testDescription: "Swift", model: RegisteredModel(swift)),
    ]

    private static let lua = """
        local account = aggregate("account", { initial = { balance = 0, tags = array{}, rate = 1.5 } })
        function account.on.Opened(state, event) state.owner = event.data.owner end
        function account.on.Deposited(state, event) state.balance = state.balance + event.data.amount end
        function account.on.Withdrawn(state, event) state.balance = state.balance - event.data.amount end
        function account.on.Tagged(state, event) state.tags[#state.tags + 1] = event.data.tag end
        function account.on.Refused(state, event) state.balance = 999999 error("not today") end
        function account.on.Spoilt(state, event) state.rate = 0/0 end
        function account.on.Mended(state, event) state.rate = 1.5 end
        ignore("Noted")
        account.invariant("balance is never negative", function(state) return state.balance >= 0 end)
        upcast("Paid", { from = 1, to = 2, as = "Deposited" }, function(data) return { amount = data.cents // 100 } end)
        upcast("Split", { from = 1, to = 2, as = "Deposited" }, function(data)
          return { emit("Deposited", { amount = data.first }), emit("Withdrawn", { amount = data.second }) }
        end)
        upcast("Dropped", { from = 1, to = 2 }, function(data) return drop() end)
        upcast("Crooked", { from = 1, to = 2 }, function(data) return { amount = data.amount + 1 } end)
        local totals = projection("totals", { initial = { count = 0 } })
        function totals.on.Deposited(state, event) state.count = state.count + 1 end
        """

    private struct Account: Codable, Sendable {
        var owner: String?
        var balance: Int64 = 0
        var tags: [String] = []
        var rate = 1.5
    }

    private struct Totals: Codable, Sendable { var count = 0 }
    private struct Money: Codable, Sendable { var amount: Int64 }
    private struct Cents: Codable, Sendable { var cents: Int64 }
    private struct Parts: Codable, Sendable { var first: Int64; var second: Int64 }
    private struct Anything: Codable, Sendable { init(from decoder: any Decoder) throws {} }
    private struct NotToday: Error, CustomStringConvertible { let description = "not today" }

    private static let swift = SwiftModel(
        "bank", version: "1",
        Aggregate("account", initial: Account())
            .on("Opened") { account, event in account.owner = try event.string("owner") }
            .on("Deposited") { (account: inout Account, money: Money) in account.balance += money.amount }
            .on("Withdrawn") { account, event in account.balance -= try event.integer("amount") }
            .on("Tagged") { account, event in account.tags.append(try event.string("tag")) }
            .on("Refused") { account, event in account.balance = 999_999; throw NotToday() }
            .on("Spoilt") { account, event in account.rate = .nan }
            .on("Mended") { account, event in account.rate = 1.5 }
            .ignore("Noted")
            .invariant("balance is never negative") { $0.balance >= 0 },
        Upcaster("Paid", from: 1, to: 2, as: "Deposited") { (old: Cents) in Money(amount: old.cents / 100) },
        Upcaster("Split", from: 1, to: 2, as: "Deposited", several: { (old: Parts, _) in
            [try NewEvent("Deposited", Money(amount: old.first)), try NewEvent("Withdrawn", Money(amount: old.second))]
        }),
        Upcaster("Dropped", from: 1, to: 2, several: { (_: Anything, _) in [] }),
        Upcaster("Crooked", from: 1, to: 2) { (old: Money) in Money(amount: old.amount + 1) },
        Projection("totals", initial: Totals())
            .on("Deposited") { totals, event in totals.count += 1 })
}

@Suite struct ModelContractTests {
    private func history(_ events: [(type: String, data: String)], stream: String = "account-1") throws -> History {
        try History(lines: events.enumerated().map { index, event in
            #"{"stream":"\#(stream)","version":\#(index),"type":"\#(event.type)","data":\#(event.data)}"#
        })
    }

    private func states(_ contract: ContractModel, _ events: [(type: String, data: String)]) throws -> [RehydratedState] {
        let history = try history(events)
        let rehydrator = try Rehydrator(history: history, models: [contract.model])
        let stream = try #require(history.stream(named: "account-1"))
        return try (-1..<events.count).map { try rehydrator.state(of: stream, at: $0) }
    }

    @Test(arguments: ContractModel.all)
    func `handlers fold, and the state is shown with its keys in order`(contract: ContractModel) throws {
        let states = try states(contract, [
            ("Opened", #"{"owner":"alice"}"#), ("Deposited", #"{"amount":9007199254740993}"#), ("Tagged", #"{"tag":"é\u0000"}"#),
        ])
        #expect(states[0].state.line == #"{"balance":0,"rate":1.5,"tags":[]}"#)
        #expect(states[3].state.line == #"{"balance":9007199254740993,"owner":"alice","rate":1.5,"tags":["é\u0000"]}"#)
        #expect(states[3].model == "account")
        #expect(states[3].isModel)
    }

    @Test(arguments: ContractModel.all)
    func `a handler that fails leaves the state as it was and is named`(contract: ContractModel) throws {
        let states = try states(contract, [("Deposited", #"{"amount":5}"#), ("Refused", "{}"), ("Deposited", #"{"amount":null}"#), ("Deposited", #"{"amount":1}"#)])
        #expect(states.map { $0.state.object?["balance"] } == [0, 5, 5, 5, 6])
        let last = try #require(states.last)
        let refused = try #require(last.errors.first)
        #expect(refused.error.handler == "account.on.Refused")
        #expect(refused.error.message.contains("not today"))
        #expect(refused.version == 1)
    }

    @Test(arguments: ContractModel.all)
    func `L30 upcasters rename, split and drop, and nothing of the envelope changes`(contract: ContractModel) throws {
        let events = [("Paid", #"{"cents":1250}"#), ("Split", #"{"first":10,"second":3}"#), ("Dropped", "{}"), ("Crooked", #"{"amount":1}"#)]
        let history = try history(events)
        let rehydrator = try Rehydrator(history: history, models: [contract.model])
        let finals = try history.events().map { try rehydrator.upcast($0.event).final }
        #expect(finals.map { $0.map { "\($0.type) \($0.schema.map { "\($0)" } ?? "-") \(String(decoding: $0.data, as: UTF8.self))" } } == [
            [#"Deposited 2 {"amount":12}"#], [#"Deposited 2 {"amount":10}"#, #"Withdrawn - {"amount":3}"#], [], [#"Crooked 2 {"amount":2}"#],
        ])
        #expect(finals.flatMap { $0 }.map(\.version) == [0, 1, 1, 3])
        let stream = try #require(history.stream(named: "account-1"))
        #expect(try rehydrator.state(of: stream, at: 3).state.object?["balance"] == 19)
    }

    @Test(arguments: ContractModel.all)
    func `marks: unhandled, ignored, broken, refused, and a state that JSON cannot say`(contract: ContractModel) throws {
        let history = try history([
            ("Noted", "{}"), ("Unknown", "{}"), ("Withdrawn", #"{"amount":1}"#), ("Refused", "{}"), ("Deposited", #"{"amount":5}"#), ("Spoilt", "{}"),
            ("Deposited", #"{"amount":5}"#), ("Mended", "{}"), ("Spoilt", "{}"),
        ])
        let rehydrator = try Rehydrator(history: history, models: [contract.model])
        let marks = try rehydrator.marks(of: try #require(history.stream(named: "account-1")), in: 0..<9)
        #expect(marks.map(\.handling) == [.ignored, .unhandled] + Array(repeating: .handled, count: 7))
        #expect(marks.map { !$0.broke.isEmpty } == [false, false, true] + Array(repeating: false, count: 6))
        #expect(marks.map { $0.problem != nil } == [false, false, false, true, false, true, false, false, true])
        #expect(marks[5].problem?.message.contains("rate") == true)
        let state = try rehydrator.state(of: try #require(history.stream(named: "account-1")), at: 6)
        #expect(state.state == .null)
        #expect(state.errors.last?.error.message.contains("rate") == true)
        #expect(try rehydrator.state(of: try #require(history.stream(named: "account-1")), at: 7).state.object?["balance"] == 9)
    }

    @Test(arguments: ContractModel.all)
    func `a projection reads the log in its order`(contract: ContractModel) throws {
        let history = try History(lines: (0..<6).map { #"{"stream":"account-\#($0 % 2)","version":\#($0 / 2),"type":"Deposited","data":{"amount":1}}"# })
        let rehydrator = try Rehydrator(history: history, models: [contract.model])
        #expect(rehydrator.projections == ["totals"])
        #expect(try rehydrator.state(ofProjection: "totals", at: 3)?.state.line == #"{"count":4}"#)
        #expect(try rehydrator.state(ofProjection: "totals", at: 0)?.state.line == #"{"count":1}"#)
        #expect(try rehydrator.state(ofProjection: "nothing", at: 0) == nil)
    }

    @Test(arguments: ContractModel.all)
    func `what is frozen thaws to the same state, and equal states freeze to equal bytes`(contract: ContractModel) throws {
        let reader = try contract.model.makeReader()
        let fold = try #require(try reader.fold(for: "account-1"))
        func check(_ fold: some Fold) throws {
            func fresh() throws -> FrozenState {
                var state = try fold.initialState(of: "account-1")
                for (type, data) in [("Opened", #"{"owner":"\ud83d\ude00"}"#), ("Tagged", #"{"tag":""}"#), ("Deposited", #"{"amount":-7}"#)] {
                    _ = try fold.apply(Event(position: 0, stream: "account-1", version: 0, type: ExactString(type), data: Array(data.utf8)), to: &state)
                }
                return try fold.freeze(state)
            }
            let frozen = try fresh()
            #expect(try fresh() == frozen)
            #expect(try fold.freeze(fold.thaw(frozen)) == frozen)
            #expect(try fold.json(fold.thaw(frozen)).line == #"{"balance":-7,"owner":"😀","rate":1.5,"tags":[""]}"#)
        }
        try check(fold)
    }

    @Test func `both hosts give the same states for the same events`() throws {
        for seed in UInt64(0)..<12 {
            var random = SplitMix64(seed: seed)
            let events = (0..<60).map { _ -> (type: String, data: String) in
                switch random.below(8) {
                case 0: ("Opened", #"{"owner":"\#(random.pick(["a", "ü", "\\n"]))"}"#)
                case 1, 2: ("Deposited", #"{"amount":\#(random.below(1000))}"#)
                case 3: ("Withdrawn", #"{"amount":\#(random.below(1000))}"#)
                case 4: ("Tagged", #"{"tag":"\#(random.below(9))"}"#)
                case 5: ("Refused", "{}")
                case 6: ("Split", #"{"first":\#(random.below(9)),"second":1}"#)
                default: ("Paid", #"{"cents":\#(random.below(90000))}"#)
                }
            }
            let lines = try ContractModel.all.map { try states($0, events).map(\.state.line) }
            #expect(lines[0] == lines[1], "seed \(seed)")
        }
    }
}
