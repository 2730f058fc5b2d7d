import EventLog
import Explorer
import JSONText
import LuaModels
import Rehydration
import TestSupport
import Testing

@testable import HindcastKit

@Suite("Jobs over altered histories beside the explorer")
struct WhatIfJobTests {
    @Test("a command is refused with its reason, or its events and the changed state are listed")
    func decisions() throws {
        let context = try JobContext.sample("bank")
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

    @Test("an altered stream: what is listed is the engine's answer, and the file folds to the altered state")
    func whatIf() throws {
        let context = try JobContext.sample("bank")
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
        let context = try JobContext.sample("bank")
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
        let written = JobContext(try History(files: [SourcePath(path)]), models: context.models)
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
        let content = try #require(text(ofFile: "\(SampleBank.root)/sample-streams/bank/events.jsonl"))
        let fixture = Fixture(["store/events.jsonl": content, "export.jsonl": content])
        let history = try History(files: [SourcePath(fixture.path("store/events.jsonl"))])
        let context = JobContext(history)
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
}
