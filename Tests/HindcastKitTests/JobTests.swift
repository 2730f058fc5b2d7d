import EventLog
import Explorer
import Glibc
import JSONText
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
        guard case .ended(.failed(let text))? = news(.scan(.log, filter, from: 0), context).last else { Issue.record("no mistake told"); return }
        #expect(!text.contains("\n"))
    }

    @Test("every job that takes long stops when it is told to")
    func stops() throws {
        let context = try bank()
        let stream: ExactString = "account-1042"
        let works: [Job.Work] = [
            .arrange(StreamArrangement()), .findStream(SmartText("zzz"), from: 0, step: 1, nil), .scan(.log, TimelineFilter(text: "zzz"), from: 0),
            .histogram(.stream(stream), nil, nil), .statistics(.log, nil), .problems,
            .run(stream: stream, from: -1, step: 1, paths: [JSONPath([.key("nowhere")])], conditions: []), .history(stream: stream, path: JSONPath([.key("balance")])),
            .find("state.balance > 100000000", stream: nil), .diff(stream: stream, from: 3, to: 40),
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
            for case .spot(let spot) in news(.run(stream: stream.name, from: from, step: step, paths: [path], conditions: []), context) { return spot.index }
            return nil
        }
        for from in stride(from: -1, to: stream.positions.count, by: 7) {
            #expect(spot(from, 1) == changing.first { $0 > from })
            #expect(spot(from, -1) == changing.last { $0 < from })
        }
        let negative = values.indices.filter { (values[$0]?.number?.int64 ?? 0) < 0 && ($0 == 0 || (values[$0 - 1]?.number?.int64 ?? 0) >= 0) }
        for case .spot(let spot) in news(.run(stream: stream.name, from: -1, step: 1, paths: [], conditions: ["state.balance < 0"]), context) {
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
        #expect(rows(.diff(stream: stream.name, from: 3, to: 37)).map { $0.cells[0] } == diff.map(\.path.description))
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

    /// Keys that leave the program alone: no command line, nothing taken out.
    private static let keys = Array("jkhlgG[]{} bzr/n&N0tvLmu'U1234sS+-*wHcCa?q").map(Key.character)
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
