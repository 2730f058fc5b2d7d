import EventLog
import JSONText
import Rehydration
import TestSupport
import Testing

@Suite("Time travel")
struct TimeTravelTests {
    /// A life with events that the model refuses, ignores or does not know.
    private func life(events count: Int, troubled: Bool, using random: inout SplitMix64) -> [Bank.Happening] {
        Bank.life(events: count, using: &random).map { happening in
            guard troubled, random.oneIn(4) else { return happening }
            return .other(type: random.pick(["Refused", "Refused", "Crashed", "Noted", "Unknown"]), data: "{}")
        }
    }

    private func history(_ lives: [[Bank.Happening]], using random: inout SplitMix64) throws -> History {
        var waiting = lives.enumerated().map { Bank.lines("account-\($0.offset)", $0.element) }
        var lines: [String] = []
        while let index = waiting.indices.filter({ !waiting[$0].isEmpty }).randomElement(using: &random) { lines.append(waiting[index].removeFirst()) }
        return try History(lines: lines)
    }

    private func stream(_ name: ExactString, of history: History) throws -> History.Stream { try #require(history.stream(named: name)) }

    @Test("by any way, and with room for any number of checkpoints, the state is the one that folding from the start gives", arguments: [0, 16, 3000, 1 << 20])
    func anyWay(budget: Int) throws {
        for seed in UInt64(0)..<16 {
            var random = SplitMix64(seed: seed)
            let counts = [1 + random.below(150), 1 + random.below(30)]
            let history = try history(counts.map { life(events: $0, troubled: seed % 2 == 1, using: &random) }, using: &random)
            let rehydrator = try Rehydrator(history: history, models: [BankModel()], budget: budget)
            let streams = try (0..<2).map { try stream(ExactString("account-\($0)"), of: history) }
            let naive = try streams.map { try NaiveFold(try history.events(of: $0.name).map(\.event)) }
            var index = -1
            for _ in 0..<16 {
                let which = random.oneIn(4) ? 1 : 0
                let last = counts[which] - 1
                switch random.below(5) {
                case 0: index += 1
                case 1: index -= 1
                case 2: index = last
                default: index = random.below(last + 2) - 1
                }
                index = max(-1, min(index, last))
                let state = try rehydrator.state(of: streams[which], at: index)
                let expected = naive[which]
                let matches = state.state == expected.state(at: index).json && state.index == index
                    && state.version == Int64(index) && state.errors.map { Int($0.version) } == expected.refused.filter { $0 <= index }
                    && state.broken == AccountFold().brokenInvariants(of: expected.state(at: index))
                    && state.changes == (index < 0 ? [] : JSONValue.changes(from: expected.state(at: index - 1).json, to: expected.state(at: index).json))
                guard matches else {
                    Issue.record("seed \(seed), budget \(budget), account-\(which) at \(index): \(state), expected \(expected.state(at: index))")
                    return
                }
            }
        }
    }

    @Test("marks of any run of events are those that folding from the start gives", arguments: [0, 1 << 20])
    func marks(budget: Int) throws {
        for seed in UInt64(0)..<16 {
            var random = SplitMix64(seed: seed)
            let count = 1 + random.below(120)
            let history = try history([life(events: count, troubled: seed % 3 != 0, using: &random)], using: &random)
            let rehydrator = try Rehydrator(history: history, models: [BankModel()], budget: budget)
            let stream = try stream("account-0", of: history)
            let naive = try NaiveFold(try history.events(of: "account-0").map(\.event))
            for _ in 0..<10 {
                let start = random.below(count + 1)
                let range = start..<(start + random.below(count - start + 1))
                #expect(try rehydrator.marks(of: stream, in: range) == Array(naive.marks[range]), "seed \(seed), \(range)")
                if random.oneIn(2) { _ = try rehydrator.state(of: stream, at: random.below(count)) }
            }
        }
    }

    @Test("what it was folded from is told: the start, a checkpoint, or the state at hand")
    func origins() throws {
        let history = try History(lines: Bank.lines("account-0", [.opened(owner: "a")] + Array(repeating: .deposited(1), count: 199)))
        let stream = try stream("account-0", of: history)
        let rehydrator = try Rehydrator(history: history, models: [BankModel()])
        func way(to index: Int) throws -> String {
            let state = try rehydrator.state(of: stream, at: index)
            return "\(state.folded) from \(state.origin)"
        }
        #expect(try way(to: -1) == "0 from start")
        #expect(try way(to: 70) == "71 from start")
        #expect(try way(to: 71) == "1 from checkpoint(70)")
        #expect(try way(to: 69) == "5 from checkpoint(64)")
        #expect(try way(to: 40) == "8 from checkpoint(32)")
        #expect(try way(to: 10) == "11 from start")
        #expect(try way(to: 199) == "135 from checkpoint(64)")
        #expect(try way(to: 198) == "6 from checkpoint(192)")
        #expect(try way(to: -1) == "0 from start")
    }

    @Test("before the first event there is the initial state, without version, time or changes")
    func beforeTheFirst() throws {
        let history = try History(lines: Bank.lines("account-0", [.opened(owner: "a")]))
        let state = try Rehydrator(history: history, models: [BankModel()]).state(of: try stream("account-0", of: history), at: -1)
        #expect(state.state == Account().json)
        #expect([state.version, Int64(state.index)] == [-1, -1])
        #expect(state.time == nil)
        #expect(state.changes == [])
    }

    @Test("a handler that fails leaves the state as before, is named, and what follows goes on")
    func failingHandler() throws {
        let history = try History(lines: Bank.lines("account-0", [
            .opened(owner: "a"), .deposited(50), .other(type: "Refused", data: "{}"), .withdrawn(20), .other(type: "Crashed", data: "{}"), .deposited(1),
        ]))
        let rehydrator = try Rehydrator(history: history, models: [BankModel()])
        let stream = try stream("account-0", of: history)
        func balance(at index: Int) throws -> JSONValue? { try rehydrator.state(of: stream, at: index).state.object?["balance"] }
        #expect(try (-1...5).map(balance) == [0, 0, 50, 50, 30, 30, 31])

        let refused = try rehydrator.state(of: stream, at: 2)
        #expect(refused.changes == [])
        #expect(refused.errors.map { "\($0.type) v\($0.version) #\($0.position)" } == ["Refused v2 #2"])
        #expect(refused.errors.map(\.error) == [AccountFold.refusal])
        let last = try rehydrator.state(of: stream, at: 5)
        #expect(last.errors.map(\.version) == [2, 4])
        #expect(last.errors.last?.error == HandlerError(handler: "account", path: nil, line: nil, message: "some other error"))
        #expect(try rehydrator.state(of: stream, at: 1).errors == [])
    }

    @Test("an aggregate without an initial state says so at every event, and is not folded")
    func noInitialState() throws {
        let history = try History(lines: Bank.lines("broken", [.opened(owner: "a"), .deposited(50)]))
        let rehydrator = try Rehydrator(history: history, models: [BankModel()])
        for index in -1...1 {
            let state = try rehydrator.state(of: try stream("broken", of: history), at: index)
            #expect(state.state == .null)
            #expect(state.errors.map(\.version) == [-1])
            #expect(state.errors.first?.error == AccountFold.refusal)
        }
    }

    @Test("an invariant is told as broken by the event that breaks it, and again after it held")
    func invariants() throws {
        let history = try History(lines: Bank.lines("account-0", [.opened(owner: "a"), .withdrawn(10), .withdrawn(200), .deposited(210), .withdrawn(1)]))
        let rehydrator = try Rehydrator(history: history, models: [BankModel()])
        let stream = try stream("account-0", of: history)
        let negative = "balance is never negative"
        let large = "no large movement"
        #expect(try rehydrator.marks(of: stream, in: 0..<5).map(\.broke) == [[], [negative], [large], [], [negative]])
        #expect(try (0..<5).map { try rehydrator.state(of: stream, at: $0).broken.map(\.name) } == [[], [negative], [negative, large], [large], [negative]])
    }

    @Test("repeated versions and gaps are folded once each, in order")
    func oddVersions() throws {
        let lines = [(5, 1), (7, 10), (7, 100), (9, 1000)].map { Bank.line("account-0", $0.0, .deposited($0.1)) }
        let history = try History(lines: lines)
        let rehydrator = try Rehydrator(history: history, models: [BankModel()])
        let states = try (0..<4).map { try rehydrator.state(of: try stream("account-0", of: history), at: $0) }
        #expect(states.map { $0.state.object?["balance"] } == [1, 11, 111, 1111])
        #expect(states.map(\.version) == [5, 7, 7, 9])
    }

    @Test("many streams in turn do not mix, though few are kept at hand")
    func manyStreams() throws {
        let names = (0..<40).map { "account-\($0)" }
        let history = try History(lines: names.enumerated().flatMap { Bank.lines($0.element, [.opened(owner: $0.element), .deposited($0.offset)]) })
        let rehydrator = try Rehydrator(history: history, models: [BankModel()])
        for _ in 0..<2 {
            for (amount, name) in names.enumerated() {
                let state = try rehydrator.state(of: try stream(ExactString(name), of: history), at: 1)
                #expect(state.state.object?["owner"] == .string(ExactString(name)))
                #expect(state.state.object?["balance"] == .number(JSONNumber(amount)))
            }
        }
    }

    @Test("a stream that no model claims is shown by the merge, which says that it is no model")
    func noModel() throws {
        let history = try History(lines: Bank.lines("others-1", [.opened(owner: "a"), .deposited(5)]))
        let stream = try stream("others-1", of: history)
        for models in [[], [BankModel()]] as [[BankModel]] {
            let state = try Rehydrator(history: history, models: models).state(of: stream, at: 1)
            #expect(state.model == "merge")
            #expect(!state.isModel)
            #expect(state.state == ["owner": "a", "amount": 5])
        }
        let accounts = try History(lines: Bank.lines("account-1", [.opened(owner: "a")]))
        let claimed = try Rehydrator(history: accounts, models: [BankModel()]).state(of: try #require(accounts.stream(named: "account-1")), at: 0)
        #expect(claimed.model == "account")
        #expect(claimed.isModel)
    }

    @Test("I10 a file cut short is an error there, and what stands before it can still be had")
    func truncated() throws {
        try withTemporaryFolder { folder in
            let lines = Bank.lines("account-0", [.opened(owner: "a"), .deposited(1), .deposited(2), .deposited(4)])
            let path = try folder.write("log.jsonl", lines.map { $0 + "\n" }.joined())
            let history = try History(files: [path])
            let stream = try stream("account-0", of: history)
            let rehydrator = try Rehydrator(history: history, models: [BankModel()])
            try folder.truncate(path, to: lines[0].utf8.count + lines[1].utf8.count + 2)
            #expect(throws: SourceError.self) { try rehydrator.state(of: stream, at: 3) }
            #expect(throws: SourceError.self) { try rehydrator.marks(of: stream, in: 0..<4) }
            #expect(try rehydrator.state(of: stream, at: 1).state.object?["balance"] == 1)
        }
    }
}
