import EventLog
import JSONText
import Rehydration
import TestSupport
import Testing

@Suite("History of a path")
struct PathHistoryTests {
    static let paths = [".", ".balance", ".owner", ".movements", ".movements[0]", ".movements[2]", ".nothing", ".owner.x"]

    @Test("is what differs at the path between states that follow one another, with events that fail among them")
    func naive() throws {
        for seed in UInt64(0)..<12 {
            var random = SplitMix64(seed: seed)
            let life = Bank.life(events: 1 + random.below(120), using: &random).map { happening in
                random.oneIn(4) ? .other(type: random.pick(["Refused", "Crashed", "Noted", "Unknown"]), data: "{}") : happening
            }
            let history = try History(lines: Bank.lines("account-1", life))
            let stream = try #require(history.stream(named: "account-1"))
            for model in [[BankModel()], []] as [[BankModel]] {
                let rehydrator = try Rehydrator(history: history, models: model)
                for text in Self.paths {
                    let path = try JSONPath(parsing: text)
                    var found: [String] = []
                    let end = try rehydrator.answer(PathHistory(stream: "account-1", path: path), on: stream) { found.append(line(of: $0)) }
                    let expected = try expected(path, rehydrator, stream)
                    if found != expected.lines || end.wasThere != expected.wasThere {
                        Issue.record("seed \(seed), \(text): \(found), expected \(expected)")
                        return
                    }
                }
            }
        }
    }

    @Test("stops when told, with what was found so far")
    func stop() throws {
        let life = (0..<20_000).map { $0 == 0 ? Bank.Happening.opened(owner: "a") : .deposited(1) }
        let history = try History(lines: Bank.lines("account-1", life))
        let rehydrator = try Rehydrator(history: history, models: [BankModel()])
        var reports = 0
        rehydrator.progress = FoldProgress { done, of in
            #expect(of == 20_000 && done > 0)
            reports += 1
            if reports == 2 { throw CancellationError() }
        }
        var count = 0
        let stream = try #require(history.stream(named: "account-1"))
        #expect(throws: CancellationError.self) {
            _ = try rehydrator.answer(PathHistory(stream: "account-1", path: try JSONPath(parsing: ".balance")), on: stream) { _ in count += 1 }
        }
        #expect(count > 0 && count < 20_000)
    }

    private func line(of change: PathChange) -> String {
        "\(change.version) \(change.type) \(change.time?.text.description ?? "-") \(change.before?.line ?? "-") \(change.after?.line ?? "-")"
    }

    private func expected(
        _ path: JSONPath, _ rehydrator: Rehydrator, _ stream: History.Stream
    ) throws -> (lines: [String], wasThere: Bool) {
        var lines: [String] = []
        var last = try rehydrator.state(of: stream, at: -1).state[path]
        var wasThere = last != nil
        for (index, recorded) in try rehydrator.history.events(of: stream.name).enumerated() {
            let now = try rehydrator.state(of: stream, at: index).state[path]
            defer { last = now }
            wasThere = wasThere || now != nil
            guard now != last else { continue }
            let event = recorded.event
            lines.append("\(event.version) \(event.type) \(event.time!.text) \(last?.line ?? "-") \(now?.line ?? "-")")
        }
        return (lines, wasThere)
    }
}
