import EventLog
import Explorer
import JSONText
import Rehydration
import Synchronization
import Testing

@testable import HindcastKit

@Suite("Running to where something that is watched happens")
struct RunJobTests {
    private func run(
        _ context: JobContext, from spot: Spot, _ step: Int, _ conditions: [String], inLog: Bool, paths: [JSONPath] = [],
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) -> (spot: Spot?, ending: JobNews.Ending, remark: String?) {
        var found: Spot?
        var remark: String?
        let monitor = JobMonitor(
            isStopped: isStopped,
            tell: { news in
                if case .spot(let spot) = news { found = spot }
                if case .qualified(let text) = news { remark = text }
            }, progress: { _, _ in })
        let ending = JobRunner.run(.run(from: spot, step: step, paths: paths, conditions: conditions, inLog: inLog), context, monitor)
        return (found, ending, remark)
    }

    /// Every event at which it becomes true, told by the state after each event of each stream.
    private func becomesTrue(_ source: String, _ context: JobContext) throws -> [(spot: Spot, position: Int)] {
        let rehydrator = try context.makeRehydrator()
        var found: [(spot: Spot, position: Int)] = []
        for stream in context.history.streams {
            let expression = WatchedExpression(source)
            var wasTrue = false
            for (index, position) in stream.positions.enumerated() {
                let before = try rehydrator.state(of: stream, at: index - 1).state
                let state = try rehydrator.state(of: stream, at: index).state
                let recorded = try rehydrator.reader.event(at: position).event
                let event = try rehydrator.upcast(recorded).final.last ?? recorded
                let isTrue = try expression.answer(state: state, before: before, event: event) == "true"
                if isTrue, !wasTrue { found.append((Spot(stream: stream.name, index: index), position)) }
                wasTrue = isTrue
            }
        }
        return found.sorted { $0.position < $1.position }
    }

    @Test("on and back, on a stream and in the log, it stops where the states one by one say so", arguments: [
        "state.balance and state.balance < 0", "data.amount and data.amount > 300", "state.balance and before.balance and state.balance < before.balance - 200",
    ])
    func agrees(source: String) throws {
        let context = try JobContext.sample("bank")
        let all = try becomesTrue(source, context)
        #expect(all.count > 2)
        for stream in context.history.streams {
            let own = all.filter { $0.spot.stream == stream.name }
            let count = stream.positions.count
            for index in Set([-1, 0, 1, count / 3, count / 2, count - 2, count - 1] + own.prefix(3).map(\.spot.index)) where index < count && index >= -1 {
                let here = Spot(stream: stream.name, index: index)
                #expect(run(context, from: here, 1, [source], inLog: false).spot == own.first { $0.spot.index > index }?.spot, "on from \(here)")
                #expect(run(context, from: here, -1, [source], inLog: false).spot == own.last { $0.spot.index < index }?.spot, "back from \(here)")
            }
        }
        for position in stride(from: 0, to: context.history.count, by: 61) {
            let here = try #require(context.history.spot(at: position))
            #expect(run(context, from: here, 1, [source], inLog: true).spot == all.first { $0.position > position }?.spot, "on from #\(position)")
            #expect(run(context, from: here, -1, [source], inLog: true).spot == all.last { $0.position < position }?.spot, "back from #\(position)")
        }
    }

    @Test("of several expressions and paths the nearest counts")
    func several() throws {
        let context = try JobContext.sample("bank")
        let stream = try #require(context.history.stream(named: "account-1042"))
        let sources = ["state.balance < 0", "data.amount and data.amount > 300"]
        let all = try sources.flatMap { try becomesTrue($0, context) }
        let start = Spot(stream: stream.name, index: 20)
        let next = all.filter { $0.spot.stream == stream.name && $0.spot.index > 20 }.min { $0.spot.index < $1.spot.index }
        #expect(run(context, from: start, 1, sources, inLog: false).spot == next?.spot)
        let position = stream.positions[20]
        #expect(run(context, from: start, 1, sources, inLog: true).spot == all.filter { $0.position > position }.min { $0.position < $1.position }?.spot)
        #expect(run(context, from: start, -1, sources, inLog: true).spot == all.filter { $0.position < position }.max { $0.position < $1.position }?.spot)
        let path = try JSONPath(parsing: ".balance")
        let near = run(context, from: start, 1, ["state.balance < -1000000"], inLog: true, paths: [path])
        #expect(near.spot.map { $0.stream == stream.name && $0.index > 20 } == true)
    }

    @Test("an expression that fails everywhere is true nowhere, and it is said why; one that is never true finds nothing; both stop when told to")
    func endings() throws {
        let context = try JobContext.sample("bank")
        let start = Spot(stream: "account-1042", index: 3)
        for inLog in [false, true] {
            for step in [1, -1] {
                let failed = run(context, from: start, step, ["state.nothing.at == 1"], inLog: inLog)
                #expect(failed.spot == nil && failed.ending == .whole)
                let text = try #require(failed.remark)
                #expect(text.hasPrefix("failed on ") && text.contains("taken as false; the first is #") && !text.contains("\n"))
                let never = run(context, from: start, step, ["state.balance == 123456789"], inLog: inLog)
                #expect(never.spot == nil && never.ending == .whole && never.remark == nil)
                #expect(run(context, from: start, step, ["state.balance == 123456789"], inLog: inLog, isStopped: { true }).ending == .stopped)
            }
        }
    }

    @Test("on a stream only its own events are read")
    func reading() throws {
        let lines = (0..<4000).map { #"{"stream":"s-\#($0 % 40)","type":"Counted","data":{"n":\#($0)}}"# }
        let fixture = Fixture(["log.jsonl": lines.joined(separator: "\n") + "\n"])
        let history = try History(files: [SourcePath(fixture.path("log.jsonl"))])
        let asked = Atomic(0)
        let context = JobContext(history: history, models: [], jobs: 1) { try Rehydrator(history: history, models: []) }
        let monitor = JobMonitor(isStopped: { asked.add(1, ordering: .relaxed); return false }, tell: { _ in }, progress: { _, all in
            #expect(all <= 100, "events of other streams are gone through")
        })
        _ = JobRunner.run(.run(from: Spot(stream: "s-7", index: -1), step: 1, paths: [], conditions: ["state.n == 5"], inLog: false), context, monitor)
        #expect(asked.load(ordering: .relaxed) > 0)
    }
}
