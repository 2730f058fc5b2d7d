import EventLog
import JSONText
import LuaModels
import Rehydration
import TestSupport
import Testing

/// Lua states of every shape, come by in every way.
@Suite struct LuaTimeTravelTests {
    private static let source = """
        local thing = aggregate("thing", { initial = { list = array{}, holes = {}, map = {}, n = 0, deep = { a = { b = array{} } } } })
        function thing.on.Push(state, event) state.list[#state.list + 1] = event.data.value end
        function thing.on.Pop(state, event) table.remove(state.list) end
        function thing.on.Put(state, event) state.map[event.data.key] = event.data.value end
        function thing.on.Drop(state, event) state.map[event.data.key] = nil end
        function thing.on.Sum(state, event) state.n = state.n + event.data.n state.exact = event.data.exact end
        function thing.on.Nest(state, event)
          local t = state.deep.a.b
          t[#t + 1] = { array{}, {}, null, { [#t + 1] = "sparse" }, event.data.value }
          state.deep.a = { b = t, shared = t[1] }
        end
        function thing.on.Alias(state, event) state.map[event.data.key] = state.deep.a state.alias = state.list end
        function thing.on.Count(state, event)
          local t = state.map[event.data.key]
          if type(t) == "table" then t.count = (t.count or 0) + 1 end
          if state.alias then state.alias[#state.alias + 1] = "through the alias" end
        end
        function thing.on.Hole(state, event)
          local t, n = state.holes, event.data.n
          if n < 4 then t[#t + 1] = n
          elseif n < 6 then table.insert(t, n)
          elseif n < 8 and #t > 0 then table.insert(t, 1, n)
          elseif n < 9 then state.removed = table.remove(t)
          elseif n < 14 then t[event.data.at] = nil
          else t[event.data.at] = n end
          state.length, state.list[event.data.at] = { #t, rawlen(t), #state.list }, n % 5 == 0 and n or nil
          state.joined = table.concat(t, ",")
        end
        function thing.on.Fail(state, event) state.list = {} state.map = 5 error("no") end
        function thing.on.Sort(state, event)
          local keys = {}
          for key in pairs(state.map) do keys[#keys + 1] = key end
          state.keys = table.concat(keys, ",")
        end
        ignore("Noise")
        upcast("OldSum", { from = 1, to = 2, as = "Sum" }, function(data)
          return { emit("Sum", { n = data.n }), emit("Noise"), emit("Sum", { n = 1, exact = data.exact }) }
        end)
        """

    private func line(_ version: Int, _ random: inout SplitMix64) -> String {
        let key = random.pick(["a", "b", "é", "", "0", "x y"])
        let value = random.pick(["null", "[]", "{}", "[[],{}]", "1.5", "1e400", "\"s\"", "12345678901234567890", #"{"k":[null,{"z":[]}]}"#])
        let (type, data) = switch random.below(18) {
        case 0, 1: ("Push", #"{"value":\#(value)}"#)
        case 2: ("Pop", "{}")
        case 3, 4: ("Put", #"{"key":"\#(key)","value":\#(value)}"#)
        case 5: ("Drop", #"{"key":"\#(key)"}"#)
        case 6: ("Sum", #"{"n":\#(random.below(100)),"exact":0.\#(random.below(1000))}"#)
        case 7: ("OldSum", #"{"n":\#(random.below(100)),"exact":[]}"#)
        case 8: ("Nest", #"{"value":\#(value)}"#)
        case 9: (random.pick(["Fail", "Noise", "Unknown"]), "{}")
        case 10, 11: ("Alias", #"{"key":"\#(key)"}"#)
        case 12: ("Count", #"{"key":"\#(key)"}"#)
        case 13...16: ("Hole", #"{"n":\#(random.below(16)),"at":\#(1 + random.below(12))}"#)
        default: ("Sort", "{}")
        }
        return #"{"stream":"thing-1","version":\#(version),"type":"\#(type)","data":\#(data)}"#
    }

    /// The simple way: every event by the fold itself, a copy kept for those that fail.
    private func fromTheStart(_ history: History) throws -> [String] {
        let reader = try LuaReader(LuaModel(name: "model.lua", source: Self.source))
        let chain = try UpcasterChain([reader])
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        var taken: [Event] = []
        return try history.events(of: "thing-1").map { recorded in
            // What failed is left out by folding all before it again: nothing is frozen here.
            taken.append(recorded.event)
            do { for event in try chain.upcast(recorded.event).final { _ = try fold.apply(event, to: &state) } } catch is HandlerError {
                taken.removeLast()
                state = try fold.initialState(of: "thing-1")
                for recorded in taken { for event in try chain.upcast(recorded).final { _ = try fold.apply(event, to: &state) } }
            }
            return try fold.json(state).line
        }
    }

    @Test(arguments: [0, 900, 1 << 20])
    func `by any way, the state of a Lua model is the one that folding from the start gives`(budget: Int) throws {
        for seed in UInt64(0)..<8 {
            var random = SplitMix64(seed: seed)
            let count = 20 + random.below(120)
            let history = try History(lines: (0..<count).map { line($0, &random) })
            let expected = try fromTheStart(history)
            let model = try LuaModel(name: "model.lua", source: Self.source)
            let rehydrator = try Rehydrator(history: history, models: [model], budget: budget)
            let stream = try #require(history.stream(named: "thing-1"))
            var index = 0
            for _ in 0..<60 {
                switch random.below(4) {
                case 0: index += 1
                case 1: index -= 1
                case 2: index = random.below(count)
                default: index = count - 1
                }
                index = max(0, min(index, count - 1))
                let state = try rehydrator.state(of: stream, at: index)
                guard state.state.line == expected[index] else {
                    Issue.record("seed \(seed), budget \(budget), at \(index): \(state.state.line), expected \(expected[index])")
                    return
                }
                if random.oneIn(5) { _ = try rehydrator.marks(of: stream, in: 0..<random.below(count)) }
            }
        }
    }

    @Test func `from snapshots and on several threads, the states are those that folding from the start gives`() throws {
        for seed in UInt64(0)..<4 {
            var random = SplitMix64(seed: 300 + seed)
            let count = 60 + random.below(80)
            let lines = (0..<count).map { line($0, &random) }
            try withTemporaryFolder { folder in
                let history = try History(files: [try folder.write("log.jsonl", lines.map { $0 + "\n" }.joined())])
                let expected = try fromTheStart(history)
                let model = try LuaModel(name: "model.lua", source: Self.source)
                let stream = try #require(history.stream(named: "thing-1"))
                let snapshots = try #require(SnapshotFolder(root: folder.path + "/cache", history: history, fingerprint: "1"))
                let builder = try Rehydrator(history: history, models: [model], snapshots: snapshots)
                _ = try builder.buildSnapshots(of: stream, every: 20, in: snapshots)
                let user = try Rehydrator(history: history, models: [model], budget: 0, snapshots: snapshots)
                for _ in 0..<20 {
                    let index = random.below(count)
                    let state = try user.state(of: stream, at: index)
                    #expect(state.state.line == expected[index], "seed \(seed), from snapshots at \(index)")
                }
                #expect(user.notices == [])
            }
            // The same events in five streams, shared among threads.
            let many = try History(lines: (0..<5).flatMap { which in lines.map { $0.replacing("thing-1\"", with: "thing-\(which)\"") } })
            let expected = try fromTheStart(many)
            for jobs in [1, 3] {
                let answer = try StatesQuestion().ask(
                    many, [LuaModel(name: "model.lua", source: Self.source)], StreamExtent(of: many), Asking(jobs: jobs))
                #expect(answer.states.map(\.state.line) == Array(repeating: expected[count - 1], count: 5), "seed \(seed), \(jobs) threads")
            }
        }
    }

    @Test func `sweeping over many streams gives the states that folding each gives`() throws {
        for seed in UInt64(0)..<6 {
            var random = SplitMix64(seed: 100 + seed)
            var versions = [Int](repeating: 0, count: 5)
            let lines = (0..<200).map { _ -> String in
                let which = random.below(5)
                defer { versions[which] += 1 }
                return line(versions[which], &random).replacing("thing-1\"", with: "thing-\(which)\"")
            }
            let history = try History(lines: lines)
            let model = try LuaModel(name: "model.lua", source: Self.source)
            let plain = try Rehydrator(history: history, models: [model])
            let sweep = StreamSweep(try Rehydrator(history: history, models: [model]))
            let reader = try LuaReader(model)
            let fold = try #require(try reader.luaFold(for: "thing-1"))
            var seen = 0
            try sweep.fold(Array(history.streams)) { outcome in
                seen += 1
                let state = try plain.state(of: outcome.stream, at: outcome.stream.positions.count - 1)
                #expect(try outcome.state.map { try fold.json(fold.thaw($0)) } == state.state, "seed \(seed), \(outcome.stream.name)")
                #expect(outcome.problems == state.errors.count, "seed \(seed), \(outcome.stream.name)")
            }
            #expect(seen == history.streamCount)
        }
    }

    @Test func `L29 a stopped run throws, marks no event, and goes on later`() throws {
        let history = try History(lines: (0..<50).map { #"{"stream":"thing-1","version":\#($0),"type":"Sum","data":{"n":1}}"# })
        let model = try LuaModel(name: "model.lua", source: Self.source)
        let rehydrator = try Rehydrator(history: history, models: [model])
        let stream = try #require(history.stream(named: "thing-1"))
        _ = try rehydrator.state(of: stream, at: 10)
        model.stopper.stop()
        #expect(throws: CancellationError.self) { try rehydrator.state(of: stream, at: 40) }
        #expect(throws: CancellationError.self) { try rehydrator.marks(of: stream, in: 0..<50) }
        model.stopper.reset()
        let state = try rehydrator.state(of: stream, at: 40)
        #expect(state.errors == [])
        #expect(state.state.object?["n"] == 41)
        #expect(try rehydrator.marks(of: stream, in: 0..<50).allSatisfy { $0 == EventMarks() })
    }

    @Test func `L29 progress is told, and whoever is told may stop`() throws {
        let history = try History(lines: (0..<20_000).map { #"{"stream":"thing-1","version":\#($0),"type":"Sum","data":{"n":1}}"# })
        let rehydrator = try Rehydrator(history: history, models: [LuaModel(name: "model.lua", source: Self.source)])
        let stream = try #require(history.stream(named: "thing-1"))
        var told: [Int] = []
        rehydrator.progress = FoldProgress { done, _ in
            told.append(done)
            if told.count == 2 { throw CancellationError() }
        }
        #expect(throws: CancellationError.self) { try rehydrator.state(of: stream, at: 19_999) }
        #expect(told == [4096, 8192])
        rehydrator.progress = FoldProgress()
        #expect(try rehydrator.state(of: stream, at: 19_999).state.object?["n"] == 20_000)
    }

    @Test func `L19 a state with a NaN or a function is marked at the event that made it, small or large`() throws {
        for size in [1, 5000] {
            let source = """
                local thing = aggregate("thing", { initial = function() local t = {} for i = 1, \(size) do t[i] = i end return { t = t } end })
                function thing.on.Good(state) state.n = 1 end
                function thing.on.Bad(state, event) state.n = event.data.f and print or 0/0 end
                """
            let history = try History(lines: ["Good", "Good", "Bad", "Good", "Good", "Bad", "Bad"].enumerated().map {
                #"{"stream":"thing-1","version":\#($0.offset),"type":"\#($0.element)","data":{"f":\#($0.offset > 4)}}"#
            })
            let rehydrator = try Rehydrator(history: history, models: [LuaModel(name: "model.lua", source: source)])
            let marks = try rehydrator.marks(of: try #require(history.stream(named: "thing-1")), in: 0..<7)
            let marked = marks.indices.filter { marks[$0].problem != nil }
            #expect(marked == [2, 5], "\(size): \(marked)")
            #expect(marks[5].problem?.message.contains("state.n") == true)
        }
    }
}

@Suite struct DeclarationTests {
    @Test func `schema_of is asked only where the source says nothing, and must give a number`() throws {
        let reader = try reader("schema_of(function(event) if event.data.bad then return 'x' end return event.data.v end)")
        #expect(reader.tellsSchemas)
        #expect(try reader.schema(of: event("A", #"{"v":3}"#)) == 3)
        #expect(try reader.schema(of: event("A", "{}")) == nil)
        let error = try #require(throws: HandlerError.self) { try reader.schema(of: event("A", #"{"bad":1}"#)) }
        #expect(error.handler == "schema_of")
        let chain = try UpcasterChain([reader])
        #expect(try chain.upcast(event("A", #"{"v":3}"#, schema: 9)).final.map(\.schema) == [9])
        #expect(try chain.upcast(event("A", #"{"v":3}"#)).final.map(\.schema) == [3])
        #expect(try loadFailure("schema_of(print)\nschema_of(print)").line == 2)
        #expect(try loadFailure("schema_of(5)").message.contains("schema_of(function"))
    }

    @Test func `what emit makes is of the newest schema`() throws {
        let reader = try reader("""
            upcast("Paid", { from = 1, to = 2 }, function(data) return data end)
            upcast("Paid", { from = 2, to = 4 }, function(data) return data end)
            upcast("Old", { from = 1, to = 2 }, function(data) return { emit("Old", {}), emit("Paid", {}), emit("Paid", {}, 1), emit("New", {}) } end)
            local a = aggregate("a")
            function a.decide.Pay() return { emit("Paid"), emit("Paid", {}, 1), emit("Else") } end
            """)
        #expect(try reader.upcast(event("Old", schema: 1), by: reader.upcasters[2]).map(\.schema) == [2, 4, 1, nil])
        let fold = try #require(try reader.luaFold(for: "a-1"))
        guard case .accepted(let events) = try fold.decide(command: "Pay", input: Array("{}".utf8), state: try fold.initialState(of: "a-1")) else {
            Issue.record("refused")
            return
        }
        #expect(events.map(\.schema) == [4, 1, nil])
    }

    @Test func `L30 an upcaster that gives its own schema again is named`() throws {
        let chain = try UpcasterChain([try reader("upcast('A', { from = 1, to = 2 }, function(data) return emit('A', data, 1) end)")])
        let error = try #require(throws: HandlerError.self) { try chain.upcast(event("A", schema: 1)) }
        #expect(error.handler == "upcast A 1→2")
        #expect(error.message.contains("schema 1 again"))
    }

    @Test func `projections read all streams, or those that they name`() throws {
        let reader = try reader("""
            projection("all")
            projection("some", { streams = { "a-*", "b" } })
            projection("asked", { streams = function(name) return #name == 3 end })
            """)
        let folds = reader.projections
        #expect(try folds.map { try $0.reads("a-1") } == [true, true, true])
        #expect(try folds.map { try $0.reads("b") } == [true, true, false])
        #expect(try folds.map { try $0.reads("c-10") } == [true, false, false])
    }
}
