import EventLog
import Explorer
import Glibc
import JSONText
import LuaModels
import Rehydration
import Screen
import TestSupport
import Testing

@testable import HindcastKit

@Suite("Jobs beside the explorer")
struct JobTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    /// What a job told, its ending last.
    private func news(_ work: Job.Work, _ context: JobContext, isStopped: @escaping @Sendable () -> Bool = { false }) -> [JobNews] {
        var told: [JobNews] = []
        let monitor = JobMonitor(isStopped: isStopped, tell: { told.append($0) }, progress: { _, _ in })
        let ending = JobRunner.run(work, context, monitor)
        return told + [.ended(ending)]
    }

    private func rows(_ news: [JobNews]) -> [Int] {
        news.flatMap { news -> [Int] in if case .rows(let rows) = news { rows.map(Int.init) } else { [] } }
    }

    private func context(_ history: History, models: [any Model] = []) -> JobContext {
        JobContext(history: history, models: models, jobs: 2) { try Rehydrator(history: history, models: models) }
    }

    private func bank() throws -> JobContext {
        let request = SourceRequest(paths: [SourcePath("\(Self.root)/sample-streams/bank")], trustsFoundModels: true, usesCache: false)
        let opened = try OpenedSource.open(request)
        return JobContext(history: opened.history, models: opened.models, jobs: 2) { try opened.rehydrator() }
    }

    @Test("a text is found wherever asking event by event finds it: any case, escapes, whole log and stream, files in any order")
    func texts() throws {
        for seed in UInt64(1)...12 {
            var random = SplitMix64(seed: seed)
            func pick(_ choices: [String]) -> String { choices[Int(random.next() % UInt64(choices.count))] }
            var files: [String: String] = [:]
            for file in 0..<2 {
                var text = ""
                for _ in 0..<60 {
                    let word = pick(["Quartz", "quartz", "QUARTZ", "quart", "qu\\u0061rtz", "é", "É", "\\u00e9", "x"])
                    text += #"{"stream":"s-\#(random.next() % 4)","type":"\#(pick(["Made", "Quartzite", "Left"]))","data":{"\#(pick(["text", "Quartz"]))":"\#(word)"}}"# + "\n"
                }
                files["\(file).jsonl"] = text
            }
            let fixture = Fixture(files)
            let history = try History(files: files.keys.sorted().map { SourcePath(fixture.path($0)) })
            let context = context(history)
            let reader = HistoryReader(history)
            for wanted in ["quartz", "Quartz", "é", "É", "zzz", "\""] {
                let search = TextSearch(wanted, .none, ignoresCase: SmartText(wanted).ignoresCase)
                for scope in [EventScope.log, .stream("s-1")] {
                    let positions: [Int] = scope == .log ? Array(0..<history.count) : Array(history.stream(named: "s-1")!.positions)
                    let expected = try positions.enumerated().filter { search.matches(try reader.event(at: $1)) }.map(\.offset)
                    #expect(rows(news(.scan(scope, TimelineFilter(text: wanted), from: 0), context)) == expected, "seed \(seed), \(wanted) in \(scope)")
                    let from = expected.count > 2 ? expected[1] + 1 : 0
                    #expect(rows(news(.scan(scope, TimelineFilter(text: wanted), from: from), context)) == expected.filter { $0 >= from }, "seed \(seed), \(wanted)")
                }
            }
        }
    }

    @Test("filters by type, expression and correlation hold together")
    func filters() throws {
        let context = try bank()
        let history = context.history
        var filter = TimelineFilter()
        filter.types = ["MoneyWithdrawn", "MoneyDeposited"]
        let withdrawn = rows(news(.scan(.log, filter, from: 0), context))
        #expect(withdrawn == (0..<history.count).filter { filter.types.contains(history.type(at: $0)) })
        filter.hiddenTypes = ["MoneyDeposited"]
        filter.condition = "data.amount > 300"
        let large = rows(news(.scan(.log, filter, from: 0), context))
        #expect(!large.isEmpty && large.allSatisfy { history.type(at: $0) == "MoneyWithdrawn" } && large.count < withdrawn.count)
        filter.condition = "data.amount >"
        guard case .ended(.refused(let text))? = news(.scan(.log, filter, from: 0), context).last else { Issue.record("no mistake told"); return }
        #expect(!text.contains("\n"))
        // What it fails on does not match, and is counted.
        filter = TimelineFilter()
        filter.condition = "data.nothing.more > 1"
        let failing = news(.scan(.log, filter, from: 0), context)
        let said = failing.compactMap { if case .said(let text) = $0 { text } else { nil } }
        #expect(rows(failing).isEmpty && failing.last == .ended(.whole))
        #expect(said.count == 1 && said[0].hasPrefix(":where failed on \(history.count) events, taken as no match; the first is #0: "), "\(said)")
    }

    @Test("every job that takes long stops when it is told to")
    func stops() throws {
        let context = try bank()
        let stream: ExactString = "account-1042"
        let works: [Job.Work] = [
            .arrange(StreamArrangement()), .findStream(SmartText("zzz"), from: 0, step: 1, nil), .scan(.log, TimelineFilter(text: "zzz"), from: 0),
            .histogram(.stream(stream), nil, nil), .statistics(.log, nil), .problems,
            .run(from: Spot(stream: stream, index: -1), step: 1, paths: [JSONPath([.key("nowhere")])], conditions: [], inLog: false), .history(stream: stream, path: JSONPath([.key("balance")])),
            .find("state.balance > 100000000", stream: nil), .diff(from: Spot(stream: stream, index: 3), to: Spot(stream: stream, index: 40)),
            .series(stream: stream, path: JSONPath([.key("balance")]), samples: 400), .event(id: "no such id"),
        ]
        for work in works {
            #expect(news(work, context, isStopped: { true }).last == .ended(.stopped), "\(work)")
            #expect(news(work, context).last == .ended(.whole), "\(work)")
        }
    }

    @Test("histogram and statistics count every event once")
    func counts() throws {
        let context = try bank()
        let history = context.history
        for scope in [EventScope.log, .stream("account-1042")] {
            let count = scope == .log ? history.count : history.stream(named: "account-1042")!.positions.count
            guard case .histogram(let bars)? = news(.histogram(scope, nil, nil), context).first else { Issue.record("no histogram"); return }
            #expect(bars.bars.reduce(bars.others) { $0 + $1.count } == count)
            #expect(bars.bars.count <= Histogram.mostBars + 1)
            for (index, bar) in bars.bars.enumerated() where bar.count > 0 {
                let time = try #require(history.time(at: bar.first)).microseconds
                #expect((time - bars.start) / bars.width == Int64(index))
            }
            guard case .results(let rows)? = news(.statistics(scope, nil), context).first else { Issue.record("no statistics"); return }
            #expect(rows.reduce(0) { $0 + (Int($1.cells[1]) ?? 0) } == count)
        }
    }

    @Test("running on and back, the history of a value, and its series agree with the states one by one")
    func states() throws {
        let context = try bank()
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

    @Test("find over all streams and in one, and the difference of two states, are those of the engine")
    func questions() throws {
        let context = try bank()
        func rows(_ work: Job.Work) -> [ResultRow] {
            news(work, context).flatMap { news -> [ResultRow] in if case .results(let rows) = news { rows } else { [] } }
        }
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

    @Test("an event is found by its id, wherever it is")
    func eventByID() throws {
        let context = try bank()
        let reader = HistoryReader(context.history)
        for position in stride(from: 0, to: context.history.count, by: 31) {
            guard let id = try reader.event(at: position).event.id else { continue }
            #expect(news(.event(id: id), context).first == .spot(try #require(context.history.spot(at: position))))
        }
    }

    private func results(_ work: Job.Work, _ context: JobContext) -> [ResultRow] {
        news(work, context).flatMap { news -> [ResultRow] in if case .results(let rows) = news { rows } else { [] } }
    }

    private func title(_ work: Job.Work, _ context: JobContext) -> String? {
        news(work, context).reduce(nil) { title, news in if case .titled(let text, _) = news { text } else { title } }
    }

    @Test("check and compare list what the engines answer, and say how much that is")
    func sweeps() throws {
        let context = try bank()
        let history = context.history
        let check = try CheckQuestion().ask(history, context.models, StreamExtent(of: history))
        let listed = results(.check, context)
        #expect(!listed.isEmpty && listed.map(\.group) == check.findings.map(\.kind))
        #expect(listed.map(\.spot) == check.findings.map { history.spot(at: $0.position) })
        #expect(title(.check, context)?.hasPrefix("\(history.streamCount) streams checked: ") ?? false)
        let model = try #require(text(ofFile: "\(Self.root)/sample-streams/bank/model.lua"))
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

    @Test("a trace is the causation tree")
    func trace() throws {
        let request = SourceRequest(paths: [SourcePath("\(Self.root)/sample-streams/workflow")], trustsFoundModels: true, usesCache: false)
        let opened = try OpenedSource.open(request)
        let context = JobContext(history: opened.history, models: opened.models, jobs: 2) { try opened.rehydrator() }
        let tree = try CausationTree(opened.history)
        for position in stride(from: 0, to: opened.history.count, by: 37) {
            var expected: [Spot?] = []
            try tree.forEach(around: try HistoryReader(opened.history).event(at: position).event) { expected.append(opened.history.spot(at: $0.event.position)) }
            let rows = results(.trace(position: position), context)
            #expect(rows.map(\.spot) == expected)
            #expect(rows.filter { $0.cells[4].hasSuffix(" ←") }.map(\.spot) == [opened.history.spot(at: position)])
        }
    }

    @Test("a command is refused with its reason, or its events and the changed state are listed")
    func decisions() throws {
        let context = try bank()
        let stream: ExactString = "account-1042"
        func decide(_ name: ExactString, _ input: String) -> Job.Work { .decide(stream: stream, index: 36, command: name, input: Array(input.utf8)) }
        let rehydrator = try context.makeRehydrator()
        let on = try #require(context.history.stream(named: stream))
        guard case .accepted(let events, let state, let broken) = try rehydrator.answer(CommandTrial(command: "Withdraw", input: Array(#"{"amount":120}"#.utf8)), on: on, at: 36)
        else { Issue.record("refused"); return }
        let rows = results(decide("Withdraw", #"{"amount":120}"#), context)
        #expect(rows.count { $0.group == "events" } == events.count)
        let changes = JSONValue.changes(from: try rehydrator.state(of: on, at: 36).state, to: state)
        #expect(rows.filter { $0.group == "changes of the state" }.map { $0.cells } == changes.map { [$0.path.description, $0.before?.line ?? "-", $0.after?.line ?? "-"] })
        #expect(rows.count { $0.mark == .alarm } == broken.count && !broken.isEmpty)
        #expect(news(decide("Withdraw", #"{"amount":1200000000}"#), context) == [.ended(.failed("Withdraw refused: insufficient funds"))])
        for bad in [decide("Withdraw", "{"), decide("Withdrew", "{}")] {
            guard case .ended(.failed(let text))? = news(bad, context).last else { Issue.record("no mistake told"); return }
            #expect(!text.contains("\n"))
        }
    }

    @Test("a projection is the engine's at every place, and steps from one of its events to the next")
    func projections() throws {
        let context = try bank()
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

    @Test("the counts of a moment are those of each stream")
    func countsThen() throws {
        let context = try bank()
        let history = context.history
        let moment = try #require(PointInTime(parsing: "50%")).resolve(onLog: history, zone: .utc)
        let expected = history.streams.map { moment.count(of: $0, in: history) }
        #expect(news(.counts(moment), context).first == .counts(expected, at: moment))
    }

    @Test("an altered stream: what is listed is the engine's answer, and the file folds to the altered state")
    func whatIf() throws {
        let context = try bank()
        let stream = try #require(context.history.stream(named: "account-1042"))
        var overlay = HistoryOverlay(stream: stream.name)
        try overlay.make(.skip(.recorded(37)), events: stream.positions.count)
        try overlay.make(.set(.recorded(34), JSONPath([.key("amount")]), .number(JSONNumber(10))), events: stream.positions.count)
        let event = EventToAppend(type: "MoneyDeposited", data: Array(#"{"amount":5,"channel":"atm"}"#.utf8))
        try overlay.make(.insert([event], .before(36)), events: stream.positions.count)
        let rehydrator = try context.makeRehydrator()
        let answer = try rehydrator.answer(WhatIf(overlay, at: stream.positions.count - 1), on: stream)
        let rows = results(.whatIf(overlay), context)
        #expect(rows.filter { $0.group == "altered events" }.map(\.mark) == [.changed, .added, .removed])
        #expect(rows.filter { $0.group == "differs at the end" }.map { $0.cells } == answer.changes.map { [$0.path.description, $0.before?.line ?? "-", $0.after?.line ?? "-"] })
        #expect(rows.count { $0.mark == .alarm } == answer.faults.count)
        let fixture = Fixture()
        let path = fixture.path("altered.jsonl")
        #expect(news(.writeAltered(overlay, path: path), context).first == .said("\(stream.positions.count) events of the altered account-1042 written to \(path)"))
        let written = try History(files: [SourcePath(path)])
        let folded = try Rehydrator(history: written, models: context.models)
        let copy = try #require(written.stream(named: stream.name))
        #expect(try folded.state(of: copy, at: copy.positions.count - 1).state == answer.altered.state)
        // What is there is left alone.
        guard case .ended(.failed)? = news(.writeAltered(overlay, path: path), context).last else { Issue.record("written over"); return }
        #expect(throws: OverlayError.self) { try overlay.make(.skip(.recorded(1_000_000)), events: stream.positions.count) }
    }

    @Test("an altered stream answers history, run, find and decide as the file that is written of it")
    func altered() throws {
        let context = try bank()
        let stream = try #require(context.history.stream(named: "account-1042"))
        let count = stream.positions.count
        var overlay = HistoryOverlay(stream: stream.name)
        let events = [200, 3].map { EventToAppend(type: "MoneyWithdrawn", data: Array(#"{"amount":\#($0),"channel":"atm"}"#.utf8)) }
        try overlay.make(.skip(.recorded(37)), events: count)
        try overlay.make(.insert(events, .behind(.recorded(20))), events: count)
        try overlay.make(.shift(.recorded(30), by: 4), events: count)
        try overlay.make(.insert(events, .before(count)), events: count)
        let fixture = Fixture()
        let path = fixture.path("altered.jsonl")
        _ = news(.writeAltered(overlay, path: path), context)
        let written = self.context(try History(files: [SourcePath(path)]), models: context.models)
        let plan = try overlay.plan(events: count)
        func cells(_ work: Job.Work, _ context: JobContext, _ columns: [Int]) -> [[String]] { results(work, context).map { row in columns.map { row.cells[$0] } } }
        func number(_ spot: Spot?) -> Int? { spot.map { plan.foldedCount(through: OverlayPlace(recorded: $0.index, beyond: $0.beyond)) - 1 } }
        let balance = JSONPath([.key("balance")])
        let changes = Job.Work.history(stream: stream.name, path: balance)
        let alteredChanges = Job.Work.history(stream: stream.name, path: balance, overlay: overlay)
        #expect(cells(alteredChanges, context, [0, 2, 3, 4]) == cells(changes, written, [0, 2, 3, 4]))
        #expect(results(alteredChanges, context).map { number($0.spot) } == results(changes, written).map { $0.spot?.index })
        for condition in ["state.balance < 0", "event.data.amount == 3"] {
            let found = results(.find(condition, stream: stream.name, overlays: [overlay]), context)
            let expected = results(.find(condition, stream: stream.name), written)
            #expect(!expected.isEmpty && found.map { number($0.spot) } == expected.map { $0.spot?.index }, "\(condition)")
            let all = results(.find(condition, stream: nil, overlays: [overlay]), context)
            let others = results(.find(condition, stream: nil), context).filter { $0.spot?.stream != stream.name }
            #expect(all.map(\.spot) == [found[0].spot] + others.map(\.spot))
        }
        func spot(_ work: Job.Work, _ context: JobContext) -> Spot? {
            for case .spot(let spot) in news(work, context) { return spot }
            return nil
        }
        for entry in plan.entries.indices where !plan.entries[entry].isSkipped {
            let place = plan.place(ofEntry: entry)
            let from = plan.foldedCount(throughEntry: entry) - 1
            for step in [1, -1] {
                for (paths, conditions) in [([balance], []), ([], ["state.balance < 0"])] as [([JSONPath], [String])] {
                    let found = spot(.run(
                        from: Spot(stream: stream.name, index: place.recorded, beyond: place.beyond), step: step, paths: paths, conditions: conditions,
                        inLog: false, overlay: overlay), context)
                    let expected = spot(.run(from: Spot(stream: stream.name, index: from), step: step, paths: paths, conditions: conditions, inLog: false), written)
                    #expect(number(found) == expected?.index, "\(place), \(step), \(conditions)")
                }
            }
        }
        for number in stride(from: -1, to: plan.folded.count, by: 5) {
            let place = number < 0 ? OverlayPlace(recorded: -1) : plan.place(ofEntry: Int(plan.folded[number]))
            for input in [#"{"amount":20}"#, #"{"amount":100000}"#] {
                let work = Job.Work.decide(
                    stream: stream.name, index: place.recorded, command: "Withdraw", input: Array(input.utf8), overlay: overlay, beyond: place.beyond)
                let same = Job.Work.decide(stream: stream.name, index: number, command: "Withdraw", input: Array(input.utf8))
                #expect(news(work, context) == news(same, written), "\(place)")
            }
        }
    }

    @Test("a what-if's events are appended to a store once, where the stream still stands, and to nothing else")
    func append() throws {
        let content = try #require(text(ofFile: "\(Self.root)/sample-streams/bank/events.jsonl"))
        let fixture = Fixture(["store/events.jsonl": content, "export.jsonl": content])
        let history = try History(files: [SourcePath(fixture.path("store/events.jsonl"))])
        let context = context(history)
        #expect(history.storePath == fixture.path("store"))
        #expect(try History(files: [SourcePath(fixture.path("export.jsonl"))]).storePath == nil)
        let stream = try #require(history.stream(named: "account-1042"))
        let events = [1, 2].map { EventToAppend(type: "NoteAdded", data: Array(#"{"text":"\#($0)"}"#.utf8)) }
        var overlay = HistoryOverlay(stream: stream.name)
        try overlay.make(.insert(events, .before(stream.positions.count)), events: stream.positions.count)
        let last = history.version(at: stream.positions[stream.positions.count - 1])
        func request(_ store: String) -> AppendRequest { AppendRequest(overlay: overlay, after: last, events: events, store: fixture.path(store)) }
        for other in ["export.jsonl", "."] {
            guard case .ended(.failed(let words))? = news(.append(request(other)), context).last else { Issue.record("appended to \(other)"); continue }
            #expect(words.contains("is no store") && !words.contains("\n"), "\(words)")
        }
        #expect(text(ofFile: fixture.path("export.jsonl")) == content)
        let told = news(.append(request("store")), context)
        #expect(told == [.appended(request("store"), "2 events appended to \(fixture.path("store")), up to version \(last + 2)"), .ended(.whole)])
        guard case .grown(let grown) = try history.growth(jobs: 1) else { Issue.record("nothing was added"); return }
        #expect(grown.count == history.count + 2 && grown.stream(named: stream.name)?.positions.count == stream.positions.count + 2)
        // The stream went on meanwhile.
        guard case .ended(.failed(let words))? = news(.append(request("store")), context).last else { Issue.record("appended twice"); return }
        #expect(words == "refused: account-1042 was expected to be at version \(last), but it is at version \(last + 2); nothing was written")
    }

    @Test("P07 P01 a session is kept in a file of the owner's alone, whose name tells nothing; not for what comes through a pipe")
    func sessions() throws {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        let source = SourcePath(fixture.path("bank.jsonl"))
        let store = SessionStore(UserFolders(environment: { ["XDG_STATE_HOME": fixture.path("state")][$0] }))
        #expect(store.record(of: [source]) == nil)
        let record = SessionRecord(try JSONParser().value(of: Array(#"{"focus":3,"zoomed":true,"types":["T"]}"#.utf8)))
        store.keep(record, of: [source])
        #expect(store.record(of: [SourcePath(fixture.path("./bank.jsonl"))]) == record)
        let folder = fixture.path("state/hindcast/sessions")
        let names = try entries(of: folder)
        #expect(names.count == 1 && !names[0].contains("bank"))
        var facts = stat()
        #expect(stat("\(folder)/\(names[0])", &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        store.keep(record, of: ["-"])
        SessionStore(UserFolders(environment: { ["XDG_STATE_HOME": fixture.path("state")][$0] }), isOn: false).keep(record, of: [source])
        #expect(try entries(of: folder).count == 1)
        // A file that others can write to is not believed.
        chmod("\(folder)/\(names[0])", 0o666)
        #expect(store.record(of: [source]) == nil)
    }

    private func entries(of path: String) throws -> [String] {
        let folder = try #require(opendir(path))
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}

@Suite("The explorer at work")
struct SessionWalkTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    @Test("what-if in the whole program: skipped in one stream, shown there and in no other, and the file is as it was")
    func whatIf() throws {
        let path = SourcePath("\(Self.root)/sample-streams/bank")
        let request = ExploreRequest(source: SourceRequest(paths: [path], trustsFoundModels: true, usesCache: false))
        func frame(_ keys: String) throws -> [String] {
            try ScreenPicture.frame(request, keys: try KeyScript.parse(keys), size: Size(columns: 120, rows: 34), registered: []).lines
        }
        let altered = try frame("/1042<enter><enter>:37<enter>x")
        #expect(altered[0].contains("what-if: 1 skipped"), "\(altered[0])")
        #expect(altered.contains { $0.contains("from actual to what-if:") } && altered.contains { $0.contains("actual only: balance is never negative") }, "\(altered)")
        let other = try frame("/1042<enter><enter>:37<enter>x<c-l>1j<enter>")
        #expect(!other[0].contains("what-if") && !other.contains { $0.contains("from actual to what-if:") }, "\(other)")
    }

    @Test("decided, kept, asked and appended in the whole program: the new event is there, without --follow")
    func append() throws {
        let content = try #require(text(ofFile: "\(Self.root)/sample-streams/bank/events.jsonl"))
        let model = try #require(text(ofFile: "\(Self.root)/sample-streams/bank/model.lua"))
        let fixture = Fixture(["my-bank/events.jsonl": content, "my-bank/model.lua": model])
        let store = fixture.path("my-bank")
        let request = ExploreRequest(source: SourceRequest(paths: [SourcePath(store)], trustsFoundModels: true, usesCache: false))
        func frame(_ keys: String) throws -> [String] {
            try ScreenPicture.frame(request, keys: try KeyScript.parse(keys), size: Size(columns: 140, rows: 34), registered: []).lines
        }
        let decided = #"/1042<enter><enter>:goto end<enter>:decide Withdraw {"amount":1,"channel":"atm"}<enter>"#
        let question = try frame(decided + "a:append<enter>")
        #expect(question.contains { $0.contains("Append 1 event to account-1042 in the store") }, "\(question)")
        _ = try frame(decided + "a:append<enter>n")
        #expect(text(ofFile: store + "/events.jsonl") == content)
        let appended = try frame(decided + "a:append<enter>y")
        #expect(!appended[0].contains("what-if") && appended.contains { $0.contains("▸60 ") }, "\(appended)")
        #expect(appended.last?.contains("1 event appended to") ?? false, "\(appended)")
        let now = try #require(text(ofFile: store + "/events.jsonl"))
        #expect(now.hasPrefix(content) && now.dropFirst(content.count).contains(#""version":60,"type":"MoneyWithdrawn""#), "\(now.dropFirst(content.count))")
    }

    /// Keys that leave the program alone: no command line, nothing taken out.
    private static let keys = Array("jkhlgG[]{} bzr/n&N0tvLmu'U1234sS+-*wHcCxJKX?q").map(Key.character)
        + [.enter, .enter, .escape, .escape, .escape, .tab, .backTab, .pageDown, .control("d"), .control("o"), .up, .down]

    @Test("a random walk over each sample, with everything that goes on behind it", arguments: ["bank", "orders", "workflow", "identity"])
    func walk(sample: String) throws {
        let seed = UInt64(sample.utf8.reduce(7) { $0 * 31 + Int($1) })
        var random = SplitMix64(seed: seed)
        var keys: [Key] = [.enter, .enter]
        for _ in 0..<80 {
            let key = Self.keys[Int(random.next() % UInt64(Self.keys.count))]
            // At the top q would end the walk.
            keys.append(key == "q" ? "?" : key)
        }
        let size = Size(columns: 40 + Int(random.next() % 120), rows: 10 + Int(random.next() % 40))
        let path = SourcePath("\(Self.root)/sample-streams/\(sample)")
        let request = ExploreRequest(source: SourceRequest(paths: [path], trustsFoundModels: true, usesCache: false))
        let frame = try ScreenPicture.frame(request, keys: keys, size: size, registered: [])
        #expect(frame.size == size, "seed \(seed)")
        for row in 0..<size.rows {
            #expect(frame.row(row).reduce(0) { $0 + $1.columns } == size.columns, "seed \(seed), row \(row)")
        }
        #expect(frame.lines[0].contains("events"), "seed \(seed): \(frame.lines[0])")
    }
}
