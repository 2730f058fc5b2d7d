import EventLog
import Explorer
import JSONText
import LuaModels
import Rehydration
import TestSupport
import Testing

@testable import HindcastKit

@Suite("Jobs over states beside the explorer")
struct StateJobTests {
    @Test("running on and back, the history of a value, and its series agree with the states one by one")
    func states() throws {
        let context = try JobContext.sample("bank")
        let stream = try #require(context.history.stream(named: "account-1042"))
        let rehydrator = try context.makeRehydrator()
        let path = try JSONPath(parsing: ".balance")
        let values = try stream.positions.indices.map { try rehydrator.state(of: stream, at: $0).state[path] }
        let start = try rehydrator.state(of: stream, at: -1).state[path]
        let changing = values.indices.filter { values[$0] != ($0 == 0 ? start : values[$0 - 1]) }
        func spot(_ from: Int, _ step: Int) -> Int? {
            for case .spot(let spot) in news(.run(from: Spot(stream: stream.name, index: from), step: step, paths: [path], conditions: [], inLog: false), context) { return spot.index }
            return nil
        }
        for from in stride(from: -1, to: stream.positions.count, by: 7) {
            #expect(spot(from, 1) == changing.first { $0 > from })
            #expect(spot(from, -1) == changing.last { $0 < from })
        }
        let negative = values.indices.filter { (values[$0]?.number?.int64 ?? 0) < 0 && ($0 == 0 || (values[$0 - 1]?.number?.int64 ?? 0) >= 0) }
        for case .spot(let spot) in news(.run(from: Spot(stream: stream.name, index: -1), step: 1, paths: [], conditions: ["state.balance < 0"], inLog: false), context) {
            #expect(spot.index == negative.first)
        }
        let history = news(.history(stream: stream.name, path: path), context).flatMap { news -> [ResultRow] in
            if case .results(let rows) = news { rows } else { [] }
        }
        #expect(history.map { $0.spot?.index } == changing)
        for case .series(let series) in news(.series(stream: stream.name, path: path, samples: 400), context) {
            #expect(series.samples.map(\.value) == values.map { $0?.number?.double })
        }
        for case .series(let series) in news(.series(stream: stream.name, path: path, samples: 9), context) {
            #expect(series.samples.count == 9 && series.samples.last?.index == stream.positions.count - 1)
        }
    }

    @Test("the marks of a stream come in runs that together are those of every event")
    func survey() throws {
        let lines = (0..<20_000).map { #"{"stream":"s-1","version":\#($0),"type":"\#($0.isMultiple(of: 777) ? "Odd" : "Even")","data":{}}"# }
        let fixture = Fixture([
            "log.jsonl": lines.joined(separator: "\n") + "\n",
            "model.lua": "local s = aggregate('s', { streams = 's-*', initial = { n = 0 } })\nfunction s.on.Even(state) state.n = state.n + 1 end",
        ])
        let history = try History(files: [SourcePath(fixture.path("log.jsonl"))])
        let context = JobContext(history, models: [try LuaModel(path: fixture.path("model.lua"))])
        let told = news(.survey(stream: "s-1"), context)
        let runs = told.compactMap { news -> [EventMarks]? in if case .marks(let run) = news { run } else { nil } }
        #expect(runs.count > 1 && told.count == runs.count + 1 && told.last == .ended(.whole))
        let stream = try #require(history.stream(named: "s-1"))
        #expect(Array(runs.joined()) == (try context.makeRehydrator().marks(of: stream, in: 0..<lines.count)))
        #expect(runs.joined().enumerated().filter { $1.handling == .unhandled }.map(\.offset) == Array(stride(from: 0, to: lines.count, by: 777)))
    }

    @Test("find over all streams and in one, and the difference of two states, are those of the engine")
    func questions() throws {
        let context = try JobContext.sample("bank")
        func rows(_ work: Job.Work) -> [ResultRow] { results(work, context) }
        let negative = rows(.find("state.balance < 0", stream: nil))
        #expect(negative.contains { $0.spot == Spot(stream: "account-1042", index: 37) })
        let stream = try #require(context.history.stream(named: "account-1042"))
        let rehydrator = try context.makeRehydrator()
        let balances = try stream.positions.indices.map { try rehydrator.state(of: stream, at: $0).state[JSONPath([.key("balance")])]?.number?.int64 ?? 0 }
        let becomes = balances.indices.filter { balances[$0] < 0 && ($0 == 0 || balances[$0 - 1] >= 0) }
        #expect(rows(.find("state.balance < 0", stream: stream.name)).map { $0.spot?.index } == becomes)
        let diff = try rehydrator.diff(of: stream, from: 3, to: 37).changes
        #expect(rows(.diff(from: Spot(stream: stream.name, index: 3), to: Spot(stream: stream.name, index: 37))).map { $0.cells[0] } == diff.map(\.path.description))
        let other = try #require(context.history.streams.first { $0.name != stream.name })
        let across = try rehydrator.diff(of: stream, at: 3, and: other, at: 1).changes
        #expect(rows(.diff(from: Spot(stream: stream.name, index: 3), to: Spot(stream: other.name, index: 1))).map { $0.cells[0] } == across.map(\.path.description))
        let all = rows(.find("true", stream: nil))
        #expect(all.count == context.history.streamCount)
        #expect(rows(.find("true", stream: nil, match: "account-10*")) == all.filter { $0.spot!.stream.description.hasPrefix("account-10") })
        let failing = news(.find("data.amount > 50", stream: nil), context)
        #expect(failing.contains { if case .qualified(let text) = $0 { text.hasPrefix("failed on ") && text.contains("taken as false") } else { false } })
        #expect(failing.last == .ended(.whole))
        guard case .ended(.failed(let text))? = news(.find("state.balance <", stream: nil), context).last else { Issue.record("no mistake told"); return }
        #expect(!text.contains("\n"))
    }

    @Test("check and compare list what the engines answer, and say how much that is")
    func sweeps() throws {
        let context = try JobContext.sample("bank")
        let history = context.history
        let check = try CheckQuestion().ask(history, context.models, StreamExtent(of: history))
        let listed = results(.check, context)
        #expect(!listed.isEmpty && listed.map(\.group) == check.findings.map(\.kind))
        #expect(listed.map(\.spot) == check.findings.map { history.spot(at: $0.position) })
        #expect(title(.check, context)?.hasPrefix("\(history.streamCount) streams checked: ") ?? false)
        let model = try #require(text(ofFile: "\(SampleBank.root)/sample-streams/bank/model.lua"))
        let fixture = Fixture(["fixed.lua": model.replacing("state.balance + state.pending", with: "state.balance")])
        let path = fixture.path("fixed.lua")
        let compared = try CompareQuestion(before: context.models[0], after: LuaModel(path: path)).ask(history, StreamExtent(of: history))
        let rows = results(.compare(path: path), context)
        #expect(!rows.isEmpty && rows.map(\.spot) == compared.differences.map { history.spot(at: $0.position) })
        #expect(title(.compare(path: path), context)?.hasPrefix("\(rows.count) of \(history.streamCount) streams differ") ?? false)
        for bad in [fixture.path("none.lua"), fixture.folder] {
            guard case .ended(.failed(let text))? = news(.compare(path: bad), context).last else { Issue.record("no mistake told"); return }
            #expect(!text.contains("\n"))
        }
        #expect(news(.check, context, isStopped: { true }).last == .ended(.stopped))
    }

    @Test("a projection is the engine's at every place, and steps from one of its events to the next")
    func projections() throws {
        let context = try JobContext.sample("bank")
        let rehydrator = try context.makeRehydrator()
        let path = try #require(try rehydrator.path(ofProjection: "totals"))
        func at(_ position: Int, _ step: Int) -> (position: Int?, rows: [[String]]) {
            let told = news(.project(name: "totals", position: position, step: step), context)
            let place = told.reduce(nil as Int?) { place, news in if case .titled(_, let position) = news { position } else { place } }
            return (place, told.flatMap { news -> [[String]] in if case .results(let rows) = news { rows.map { [$0.cells[0], $0.cells[2]] } } else { [] } })
        }
        for index in stride(from: 0, to: path.count, by: 97) {
            let state = try #require(try rehydrator.state(ofProjection: "totals", at: index))
            let here = at(path[index], 0)
            #expect(here.position == path[index] && here.rows == state.state.leaves().map { [$0.path.description, $0.value.line] })
            #expect(at(path[index], 1).position == path[min(index + 1, path.count - 1)])
            #expect(at(path[index], -1).position == (index == 0 ? -1 : path[index - 1]))
        }
        guard case .ended(.failed(let text))? = news(.project(name: "total", position: 0, step: 0), context).last else { Issue.record("no mistake told"); return }
        #expect(text == "there is no projection \"total\"; near it: totals")
    }

    @Test("a trace is the causation tree")
    func trace() throws {
        let context = try JobContext.sample("workflow")
        let history = context.history
        let tree = CausationTree(history)
        for position in stride(from: 0, to: history.count, by: 37) {
            var expected: [Spot?] = []
            try tree.forEach(around: try HistoryReader(history).event(at: position).event) { expected.append(history.spot(at: $0.event.position)) }
            let rows = results(.trace(position: position), context)
            #expect(rows.map(\.spot) == expected)
            #expect(rows.filter { $0.cells[4].hasSuffix(" ←") }.map(\.spot) == [history.spot(at: position)])
        }
    }
}
