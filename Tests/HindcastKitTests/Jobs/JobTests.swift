import EventLog
import Explorer
import JSONText
import LuaModels
import Rehydration
import TestSupport
import Testing

@testable import HindcastKit

@Suite("Jobs over the log beside the explorer")
struct JobTests {
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
            let context = JobContext(history)
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
        let context = try JobContext.sample("bank")
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
        let context = try JobContext.sample("bank")
        let stream: ExactString = "account-1042"
        let works: [Job.Work] = [
            .arrange(StreamArrangement()), .findStream(NameRule("zzz"), from: 0, step: 1, nil), .scan(.log, TimelineFilter(text: "zzz"), from: 0),
            .histogram(.stream(stream), nil, nil), .statistics(.log, nil), .problems,
            .run(from: Spot(stream: stream, index: -1), step: 1, paths: [JSONPath([.key("nowhere")])], conditions: [], inLog: false), .history(stream: stream, path: JSONPath([.key("balance")])),
            .find("state.balance > 100000000", stream: nil), .diff(from: Spot(stream: stream, index: 3), to: Spot(stream: stream, index: 40)),
            .survey(stream: stream), .series(stream: stream, path: JSONPath([.key("balance")]), samples: 400), .event(id: "no such id"),
        ]
        for work in works {
            #expect(news(work, context, isStopped: { true }).last == .ended(.stopped), "\(work)")
            #expect(news(work, context).last == .ended(.whole), "\(work)")
        }
    }

    @Test("histogram and statistics count every event once")
    func counts() throws {
        let context = try JobContext.sample("bank")
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

    @Test("an event is found by its id, wherever it is")
    func eventByID() throws {
        let context = try JobContext.sample("bank")
        let reader = HistoryReader(context.history)
        for position in stride(from: 0, to: context.history.count, by: 31) {
            guard let id = try reader.event(at: position).event.id else { continue }
            #expect(news(.event(id: id), context).first == .spot(try #require(context.history.spot(at: position))))
        }
    }

    @Test("the counts of a moment are those of each stream")
    func countsThen() throws {
        let context = try JobContext.sample("bank")
        let history = context.history
        let moment = try #require(PointInTime(parsing: "50%")).resolve(onLog: history, zone: .utc)
        let expected = history.streams.map { moment.count(of: $0, in: history) }
        #expect(news(.counts(moment), context).first == .counts(expected, at: moment))
    }
}
