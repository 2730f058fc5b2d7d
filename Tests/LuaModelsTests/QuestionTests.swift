import EventLog
import JSONText
import LuaModels
import Rehydration
import Synchronization
import TestSupport
import Testing

/// Each question over many streams beside its simple definition, on one core and on several.
@Suite struct QuestionTests {
    private static let source = """
        local thing = aggregate("thing", { streams = "thing-*", initial = { list = array{}, map = {}, n = 0 } })
        function thing.on.Push(state, event) state.list[#state.list + 1] = event.data.value end
        function thing.on.Pop(state, event) table.remove(state.list) end
        function thing.on.Put(state, event) state.map[event.data.key] = event.data.value end
        function thing.on.Sum(state, event) state.n = state.n + event.data.n end
        function thing.on.Fail(state, event) state.list = {} state.n = 5000 error("no") end
        function thing.on.Replace(state, event) return { list = array{}, map = state.map, n = -1 } end
        ignore("Noise")
        thing.invariant("n is small", function(state) return state.n < 120 end)
        thing.invariant("first is no object", function(state) return state.list[1] == nil or state.list[1] == null or state.list[1].k == nil end)
        upcast("OldSum", { from = 1, to = 2, as = "Sum" }, function(data)
          if data.n == 13 then error("unlucky") end
          if data.n == 7 then return drop() end
          return { emit("Sum", { n = data.n }), emit("Noise"), emit("Sum", { n = -data.n }) }
        end)
        """

    private static let expressions = [
        "state.n > 100", "state.n % 2 == 1", "before and #state.list > #before.list", "data.value", "event.type == 'Push'",
        "state.list[1].k == 1", "event.version == 3 or state.map.a", "data.n == 13", "nil", "true",
    ]

    private func line(_ stream: String, _ version: Int, _ random: inout SplitMix64) -> String {
        let value = random.pick(["null", "[]", "{}", "1.5", "\"s\"", "12345678901234567890", #"{"k":1}"#])
        let (type, data) = switch random.below(11) {
        case 0, 1, 2: ("Push", #"{"value":\#(value)}"#)
        case 3: ("Pop", "{}")
        case 4: ("Put", #"{"key":"\#(random.pick(["a", "b", "é"]))","value":\#(value)}"#)
        case 5, 6: ("Sum", #"{"n":\#(random.below(60))}"#)
        case 7: ("OldSum", #"{"n":\#(random.below(15))}"#)
        case 8: (random.pick(["Replace", "Noise", "Noise"]), "{}")
        case 9: (random.oneIn(2) ? "Fail" : "Unknown\(random.below(2))", "{}")
        default: ("Sum", #"{"n":null}"#)
        }
        let time = "2026-03-05T14:\(10 + random.below(40)):00Z"
        return #"{"stream":"\#(stream)","version":\#(version),"type":"\#(type)","schema":\#(type == "Sum" ? 2 : 1),"time":"\#(time)","data":\#(data)}"#
    }

    /// Streams of the model and of nobody, mixed in the log; in some the versions go back.
    private func history(_ random: inout SplitMix64) throws -> History {
        var versions: [String: Int] = [:]
        var lines: [String] = []
        for _ in 0..<(40 + random.below(250)) {
            let stream = "\(random.oneIn(6) ? "other" : "thing")-\(random.below(7))"
            lines.append(line(stream, versions[stream, default: 0], &random))
            versions[stream, default: 0] += 1
        }
        if random.oneIn(2), lines.count > 60 { lines.swapAt(10, 50) }
        return try History(lines: lines)
    }

    /// One event as the simple way sees it.
    private struct Step {
        let recorded: Event
        /// State before and after each of the events that upcasters made of it; of one that was refused, as it was.
        let parts: [(before: FrozenState, after: FrozenState, event: Event)]
        let handlings: [Handling]
        let refusal: HandlerError?
        let broken: [BrokenInvariant]
        let json: JSONValue
    }

    /// Every event by the fold itself, a copy kept for those that fail.
    private func fromTheStart<F: Fold>(_ fold: F, _ chain: UpcasterChain, _ stream: History.Stream, _ history: History) throws -> [Step] {
        var state = try fold.initialState(of: stream.name)
        return try history.events(of: stream.name).map { recorded in
            let before = try fold.freeze(state)
            var parts: [(FrozenState, FrozenState, Event)] = []
            var handlings: [Handling] = []
            var refusal: HandlerError?
            do {
                for event in try chain.upcast(recorded.event).final {
                    let earlier = try fold.freeze(state)
                    handlings.append(try fold.apply(event, to: &state))
                    parts.append((earlier, try fold.freeze(state), event))
                }
            } catch let error as HandlerError {
                refusal = error
                handlings = []
                state = try fold.thaw(before)
                parts = ((try? chain.upcast(recorded.event).final) ?? [recorded.event]).map { (before, before, $0) }
            }
            return Step(
                recorded: recorded.event, parts: parts, handlings: handlings, refusal: refusal,
                broken: refusal == nil ? try fold.brokenInvariants(of: state) : [], json: try fold.json(state))
        }
    }

    /// The streams that the model claims.
    private static func things(_ history: History) -> StreamExtent { StreamExtent(of: history) { $0.hasPrefix("thing-") } }

    private func seeds(_ count: UInt64, _ body: (UInt64, History) throws -> Void) throws {
        for seed in 0..<count {
            var random = SplitMix64(seed: seed)
            try body(seed, try history(&random))
        }
    }

    @Test func `find is what asking the expression of every state gives`() throws {
        let model = try LuaModel(name: "model.lua", source: Self.source)
        let reader = try LuaReader(model)
        let chain = try UpcasterChain([reader])
        try seeds(25) { seed, history in
            for (number, text) in Self.expressions.enumerated() {
                let expression = try reader.luaExpression(text)
                var first: [(position: Int, text: String)] = []
                var every: [(position: Int, text: String)] = []
                var failed: [Int] = []
                for stream in history.streams where stream.name.hasPrefix("thing-") {
                    let fold = try #require(try reader.luaFold(for: stream.name))
                    var wasTrue = false
                    var found = 0
                    for step in try fromTheStart(fold, chain, stream, history) {
                        var isFound = false
                        // A state between two events that upcasters made of one is none that the history has.
                        let looksAtStates = text.contains("state") || text.contains("before")
                        for part in looksAtStates ? Array(step.parts.suffix(1)) : step.parts {
                            var truth = false
                            do { truth = try expression.isTrue(state: part.after, before: part.before, event: part.event) } catch is HandlerError {
                                failed.append(step.recorded.position)
                            }
                            if truth, !wasTrue { isFound = true }
                            wasTrue = truth
                        }
                        guard isFound else { continue }
                        let event = step.recorded
                        every.append((event.position, "\(event.stream) \(event.version) \(event.time?.text.description ?? "-") \(event.type)"))
                        found += 1
                        if found == 1 { first.append(every[every.count - 1]) }
                    }
                }
                for isEvery in [false, true] {
                    let question = try FindQuestion(text, every: isEvery, language: LuaExpressions())
                    var answers: [FindQuestion.Answer] = []
                    for jobs in [1, 3] {
                        var inOrder: [FindQuestion.Found] = []
                        var asFound: [FindQuestion.Found] = []
                        let answer = try question.ask(
                            history, [model], Self.things(history), Asking(jobs: jobs), asFound: { asFound += $0 }, inOrder: { inOrder += $0 })
                        #expect(answer.found == inOrder)
                        #expect(Set(answer.found) == Set(asFound))
                        answers.append(answer)
                    }
                    let expected = (isEvery ? every : first).sorted { $0.position < $1.position }
                    let found = answers[0].found.map { "\($0.position): \($0.stream) \($0.version) \($0.time?.text.description ?? "-") \($0.type)" }
                    #expect(found == expected.map { "\($0.position): \($0.text)" }, "seed \(seed), expression \(number), every \(isEvery)")
                    #expect(answers[0] == answers[1], "seed \(seed), expression \(number), every \(isEvery)")
                    if isEvery {
                        #expect(answers[0].failures.count == failed.count, "seed \(seed), expression \(number)")
                        #expect(answers[0].failures.first?.position == failed.min(), "seed \(seed), expression \(number)")
                    }
                }
            }
        }
    }

    @Test func `check finds what looking at every event finds`() throws {
        let model = try LuaModel(name: "model.lua", source: Self.source)
        let reader = try LuaReader(model)
        let chain = try UpcasterChain([reader])
        try seeds(40) { seed, history in
            var expected: [(position: Int, kind: String, name: String)] = []
            var unhandled: [ExactString: (count: Int, position: Int)] = [:]
            for stream in history.streams where stream.name.hasPrefix("thing-") {
                let fold = try #require(try reader.luaFold(for: stream.name))
                var broken: Set<String> = []
                for step in try fromTheStart(fold, chain, stream, history) {
                    let position = step.recorded.position
                    if let refusal = step.refusal { expected.append((position, "fold-error", refusal.handler)) }
                    for (part, handling) in zip(step.parts, step.handlings) where handling == .unhandled {
                        let known = unhandled[part.event.type] ?? (0, position)
                        unhandled[part.event.type] = (known.count + 1, min(known.position, position))
                    }
                    for invariant in step.broken where broken.insert(invariant.name).inserted {
                        expected.append((position, "invariant", invariant.name))
                    }
                }
            }
            var answers: [CheckQuestion.Answer] = []
            for jobs in [1, 3] { answers.append(try CheckQuestion().ask(history, [model], Self.things(history), Asking(jobs: jobs))) }
            #expect(answers[0] == answers[1], "seed \(seed)")
            let ofEvents = answers[0].findings.filter { $0.kind == "invariant" || $0.kind == "fold-error" }
            func words(_ position: Int, _ kind: String, _ name: String) -> String { "\(position) \(kind) \(name)" }
            #expect(
                ofEvents.map { words($0.position, $0.kind, $0.name) }
                    == expected.sorted { ($0.position, $0.kind) < ($1.position, $1.kind) }.map { words($0.position, $0.kind, $0.name) }, "seed \(seed)")
            var counts: [ExactString: (count: Int, position: Int)] = [:]
            for finding in answers[0].findings {
                if case .unhandled(_, let count) = finding.cause { counts[ExactString(finding.name)] = (count, finding.position) }
            }
            #expect(counts.mapValues { [$0.count, $0.position] } == unhandled.mapValues { [$0.count, $0.position] }, "seed \(seed)")
            #expect(!answers[0].findings.contains { $0.kind == "upcaster-gap" })
        }
    }

    @Test func `compare tells of the first event after which the shown states differ`() throws {
        let changed = Self.source.replacing("state.n + event.data.n", with: "state.n + event.data.n + (event.data.n == 41 and 1 or 0)")
            .replacing("n = -1 }", with: "n = -1, map = nil or {} }").replacing("data.n == 13", with: "data.n == 12")
        #expect(changed != Self.source)
        let models = [try LuaModel(name: "a.lua", source: Self.source), try LuaModel(name: "b.lua", source: changed)]
        let readers = try models.map { try LuaReader($0) }
        var differing = 0
        try seeds(40) { seed, history in
            var expected: [(position: Int, paths: [String])] = []
            for stream in history.streams where stream.name.hasPrefix("thing-") {
                let steps = try readers.map { reader in
                    try fromTheStart(try #require(try reader.luaFold(for: stream.name)), try UpcasterChain([reader]), stream, history)
                }
                for (left, right) in zip(steps[0], steps[1]) {
                    let changes = JSONValue.changes(from: left.json, to: right.json)
                    guard !changes.isEmpty else { continue }
                    expected.append((left.recorded.position, changes.map(\.path.description)))
                    break
                }
            }
            differing += expected.count
            var answers: [CompareQuestion.Answer] = []
            for jobs in [1, 3] {
                answers.append(try CompareQuestion(before: models[0], after: models[1]).ask(history, Self.things(history), Asking(jobs: jobs)))
            }
            #expect(answers[0] == answers[1], "seed \(seed)")
            #expect(
                answers[0].differences.map { "\($0.position) \($0.paths.map(\.description))" }
                    == expected.sorted { $0.position < $1.position }.map { "\($0.position) \($0.paths)" }, "seed \(seed)")
            #expect(try CompareQuestion(before: models[0], after: models[0]).ask(history, StreamExtent(of: history)).differences == [])
        }
        #expect(differing > 40)
    }

    @Test func `states are those that each stream alone has at that moment`() throws {
        let model = try LuaModel(name: "model.lua", source: Self.source)
        try seeds(25) { seed, history in
            let rehydrator = try Rehydrator(history: history, models: [model])
            for text in ["start", "end", "40%", "#17", "5", "14:31", "-9m"] {
                let point = try #require(PointInTime(parsing: text))
                guard let moment = try? point.resolve(onLog: history, zone: .utc) else { continue }
                let counts = moment.counts(in: history)
                let extent = StreamExtent(of: history, until: moment)
                var answers: [StatesQuestion.Answer<RehydratedState>] = []
                for jobs in [1, 3] { answers.append(try StatesQuestion().ask(history, [model], extent, Asking(jobs: jobs))) }
                #expect(answers[0] == answers[1], "seed \(seed), \(text)")
                #expect(answers[0].states.map(\.stream) == history.streams.map(\.name))
                for (number, state) in zip(history.streamNumbersByName, answers[0].states) {
                    let stream = history.stream(numbered: Int(number))
                    let count = moment.count(of: stream, in: history)
                    #expect(counts[Int(number)] == count, "seed \(seed), \(text), \(stream.name)")
                    let alone = try rehydrator.state(of: stream, at: count - 1)
                    #expect(state.index == alone.index && state.version == alone.version && state.time == alone.time, "seed \(seed), \(text)")
                    #expect(state.state == alone.state && state.model == alone.model && state.broken == alone.broken, "seed \(seed), \(text)")
                    #expect(Array(state.errors) == Array(alone.errors), "seed \(seed), \(text), \(stream.name)")
                }
            }
        }
    }

    @Test func `with few states at hand at once the log is passed over again, and the answer is the same`() throws {
        let model = try LuaModel(name: "model.lua", source: Self.source)
        try seeds(10) { seed, history in
            let question = try FindQuestion("state.n % 2 == 1", every: true, language: LuaExpressions())
            var few = Asking(jobs: 2)
            few.mostStates = 1
            var inOrder: [FindQuestion.Found] = []
            let narrow = try question.ask(history, [model], StreamExtent(of: history), few, inOrder: { inOrder += $0 })
            #expect(narrow == (try question.ask(history, [model], StreamExtent(of: history))), "seed \(seed)")
            #expect(narrow.found == inOrder, "seed \(seed)")
            let states = try StatesQuestion().ask(history, [model], StreamExtent(of: history), few)
            #expect(states == (try StatesQuestion().ask(history, [model], StreamExtent(of: history))), "seed \(seed)")
        }
    }

    @Test func `a stopped question keeps what it found and says that it is partial`() throws {
        let history = try History(lines: (0..<60_000).map { number in
            #"{"stream":"thing-\#(number % 50)","version":\#(number / 50),"type":"Sum","data":{"n":1},"pad":"\#(String(repeating: "x", count: 60))"}"#
        })
        let model = try LuaModel(name: "model.lua", source: Self.source)
        let stopped = Atomic(false)
        var heard = 0
        let question = try FindQuestion("state.n == 3", language: LuaExpressions())
        let whole = try question.ask(history, [model], StreamExtent(of: history), Asking(jobs: 2))
        #expect(whole.found.count == 50 && !whole.isPartial)
        let answer = try question.ask(
            history, [model], StreamExtent(of: history),
            Asking(jobs: 2, isStopped: { stopped.load(ordering: .relaxed) }, progressed: { _ in stopped.store(true, ordering: .relaxed) }),
            asFound: { heard += $0.count })
        #expect(answer.found.count == heard)
        let check = try CheckQuestion().ask(history, [model], StreamExtent(of: history), Asking(jobs: 2, isStopped: { true }))
        #expect(check.isPartial)
        struct Enough: Error {}
        #expect(throws: Enough.self) {
            _ = try question.ask(history, [model], StreamExtent(of: history), Asking(jobs: 2), asFound: { _ in throw Enough() })
        }
    }

    @Test func `expressions over streams of no model see the last value of each field`() throws {
        let history = try History(lines: [
            #"{"stream":"a-1","version":0,"type":"A","data":{"x":1,"deep":{"y":[1,2]}}}"#, #"{"stream":"a-1","version":1,"type":"B","data":{"deep":{"z":null}}}"#,
            #"{"stream":"a-1","version":2,"type":"C","data":7}"#,
        ])
        func found(_ text: String) throws -> [Int64] {
            try FindQuestion(text, every: true, language: LuaExpressions()).ask(history, [], StreamExtent(of: history)).found.map(\.version)
        }
        #expect(try found("state.x == 1") == [0])
        #expect(try found("state.deep.z == null and #state.deep.y == 2") == [1])
        #expect(try found("state.C == 7 and before.C == nil") == [2])
        #expect(try found("data == 7") == [2])
        #expect(throws: ExpressionError.self) { try found("state.x ==") }
        #expect(throws: ExpressionError.self) { try found("_ENV.state") }
    }

    @Test func `a state that cannot be shown is told at the event that made it`() throws {
        let source = """
            local thing = aggregate("thing", { initial = { n = 0 } })
            function thing.on.Good(state) state.m = 1 end
            function thing.on.Bad(state) state.n = 0/0 end
            """
        let history = try History(lines: ["Good", "Bad", "Good"].enumerated().map {
            #"{"stream":"thing-1","version":\#($0.offset),"type":"\#($0.element)","data":{}}"#
        })
        let answer = try CheckQuestion().ask(history, [LuaModel(name: "model.lua", source: source)], StreamExtent(of: history))
        #expect(answer.findings.map(\.version) == [1])
        #expect(answer.findings.map(\.kind) == ["fold-error"])
    }

    @Test(arguments: ["0/0", "math.huge", "print", "state", "event", "{ [true] = 1 }"])
    func `L18 L19 a state that cannot be shown is named once, at the event that made it, though others follow or mend it`(value: String) throws {
        let source = """
            local thing = aggregate("thing", { initial = { n = 0 } })
            function thing.on.Good(state) state.m = (state.m or 0) + 1 end
            function thing.on.Bad(state, event) state.n = \(value) end
            function thing.on.Fail(state) error("no") end
            function thing.on.Mend(state) state.n = 0 end
            thing.invariant("m is small", function(state) return (state.m or 0) < 4 end)
            thing.on.Worse = function(state, event) state.n = \(value) end
            upcast("Old", { from = 1, to = 2, as = "Worse" }, function(data) return { data } end)
            """
        let types = ["Good", "Bad", "Good", "Fail", "Mend", "Good", "Good", "Bad", "Mend", "Mend", "Old", "Good"]
        let lines = types.enumerated().map { #"{"stream":"thing-1","version":\#($0.offset),"type":"\#($0.element)","data":{}}"# }
        let history = try History(lines: lines + [#"{"stream":"thing-2","version":0,"type":"Good","data":{}}"#])
        let model = try LuaModel(name: "model.lua", source: source)
        let findings = try CheckQuestion().ask(history, [model], StreamExtent(of: history)).findings
        #expect(findings.map(\.version) == [1, 3, 6, 7, 10])
        #expect(findings.map(\.kind) == ["fold-error", "fold-error", "invariant", "fold-error", "fold-error"])

        let expected: [Int: [Int64]] = [1: [1], 2: [1], 3: [1, 3], 4: [3], 6: [3], 7: [3, 7], 8: [3], 10: [3, 10], 11: [3, 10]]
        for order in [Array(expected.keys.sorted()), Array(expected.keys.sorted().reversed()), [11, 2, 7, 3, 10, 1]] {
            let rehydrator = try Rehydrator(history: history, models: [model], budget: 4000)
            let stream = try #require(history.stream(named: "thing-1"))
            for index in order {
                let state = try rehydrator.state(of: stream, at: index)
                #expect(state.errors.map(\.version) == expected[index], "at \(index), in the order \(order)")
                #expect((state.state == .null) == (state.errors.last.map { $0.version != 3 || index == 3 } ?? false))
            }
            let marks = try rehydrator.marks(of: stream, in: 0..<types.count)
            #expect(marks.indices.filter { marks[$0].problem != nil } == [1, 3, 7, 10])
        }
        let states = try StatesQuestion().ask(history, [model], StreamExtent(of: history))
        #expect(states.states.map { $0.errors.map(\.version) } == [[3, 10], []])
    }

    @Test func `in a large state, what cannot be shown is named at its event too`() throws {
        let source = """
            local thing = aggregate("thing", { initial = function() local t = {} for i = 1, 2000 do t[i] = i end return { t = t, n = 0 } end })
            function thing.on.Good(state) state.n = state.n + 1 end
            function thing.on.Bad(state) state.bad = 0/0 end
            """
        for place in [0, 1, 31, 40, 77, 99] {
            let history = try History(lines: (0..<100).map {
                #"{"stream":"thing-1","version":\#($0),"type":"\#($0 == place ? "Bad" : "Good")","data":{}}"#
            })
            let findings = try CheckQuestion().ask(history, [LuaModel(name: "model.lua", source: source)], StreamExtent(of: history)).findings
            #expect(findings.map(\.version) == [Int64(place)])
        }
    }
}
