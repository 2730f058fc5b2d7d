import EventLog
import JSONText
import LuaModels
import Rehydration
import TestSupport
import Testing

/// A path that the host walks itself sees what the state's JSON has there.
@Suite struct WatchTests {
    private static let source = """
        local thing = aggregate("thing", { initial = { n = 0, list = array{}, map = {}, mixed = {}, deep = { a = { b = 1 } } } })
        function thing.on.Set(state, event) state.map[event.data.key] = event.data.value end
        function thing.on.Drop(state, event) state.map[event.data.key] = nil end
        function thing.on.Push(state, event) state.list[#state.list + 1] = event.data.value end
        function thing.on.Pop(state, event) table.remove(state.list) end
        function thing.on.Number(state, event) state.n = event.data.value end
        function thing.on.Integer(state, event) state.mixed[event.data.index] = event.data.value end
        function thing.on.Clear(state, event) state.mixed = {} state.deep = event.data.value end
        function thing.on.Deep(state, event) state.deep = { a = { b = event.data.value } } end
        function thing.on.Fail(state, event) state.n = -1 state.map = {} error("no") end
        function thing.on.Split(state, event) state.n = event.data.n end
        function thing.on.Spoil(state, event) state.n = 0/0 end
        upcast("Split", { from = 1, to = 2 }, function(data) return { emit("Split", { n = 1 }), emit("Split", { n = data.n }) } end)
        """

    private static let paths = [
        ".", ".n", ".list", ".list[0]", ".list[1]", ".map", ".map.a", ".map[\"0\"]", ".map[\"\"]", ".mixed", ".mixed[0]", ".mixed[\"1\"]",
        ".mixed[\"-3\"]", ".mixed[\"01\"]", ".deep.a.b", ".deep.a.b.k", ".deep.a.b[0]", ".n.x", ".nothing", ".list.n", ".list[\"1\"]",
    ]

    private func line(_ version: Int, _ random: inout SplitMix64) -> String {
        let value = random.pick([
            "null", "[]", "{}", "[[],{}]", "0", "1", "1.0", "-0.0", "0.0", "1.5", "1e400", "\"s\"", "\"t\"", "true", "false", #"{"k":[null]}"#,
            "12345678901234567890", "\"\(String(repeating: "long", count: 20))\"",
        ])
        let (type, data) = switch random.below(12) {
        case 0, 1: ("Set", #"{"key":"\#(random.pick(["a", "b", "", "0"]))","value":\#(value)}"#)
        case 2: ("Drop", #"{"key":"\#(random.pick(["a", "0"]))"}"#)
        case 3: ("Push", #"{"value":\#(value)}"#)
        case 4: ("Pop", "{}")
        case 5: ("Number", #"{"value":\#(value)}"#)
        case 6, 7: ("Integer", #"{"index":\#(random.pick(["1", "2", "-3", "\"x\""])),"value":\#(value)}"#)
        case 8: ("Clear", #"{"value":\#(value)}"#)
        case 9: ("Deep", #"{"value":\#(value)}"#)
        case 10: ("Split", #"{"n":\#(random.below(3))}"#)
        default: (random.pick(["Fail", "Unknown"]), "{}")
        }
        return #"{"stream":"thing-1","version":\#(version),"type":"\#(type)","data":\#(data)}"#
    }

    @Test func `every change and no other`() throws {
        for seed in UInt64(0)..<20 {
            var random = SplitMix64(seed: seed)
            let history = try History(lines: (0..<(20 + random.below(100))).map { line($0, &random) })
            let stream = try #require(history.stream(named: "thing-1"))
            let rehydrator = try Rehydrator(history: history, models: [LuaModel(name: "model.lua", source: Self.source)])
            let states = try (-1..<history.count).map { try rehydrator.state(of: stream, at: $0).state }
            for text in Self.paths {
                let path = try JSONPath(parsing: text)
                var found: [String] = []
                let end = try rehydrator.answer(PathHistory(stream: "thing-1", path: path), on: stream) {
                    found.append("\($0.version) \($0.before?.line ?? "-") \($0.after?.line ?? "-")")
                }
                var expected: [String] = []
                for index in 1..<states.count where states[index][path] != states[index - 1][path] {
                    expected.append("\(index - 1) \(states[index - 1][path]?.line ?? "-") \(states[index][path]?.line ?? "-")")
                }
                let wasThere = states.contains { $0[path] != nil }
                guard found == expected, end.wasThere == wasThere else {
                    Issue.record("seed \(seed), \(text): \(found), expected \(expected)")
                    return
                }
            }
        }
    }

    @Test func `what JSON cannot say counts as nothing, and is told`() throws {
        let types = ["Number", "Spoil", "Spoil", "Number"]
        let history = try History(lines: types.enumerated().map {
            #"{"stream":"thing-1","version":\#($0.offset),"type":"\#($0.element)","data":{"value":5}}"#
        })
        let stream = try #require(history.stream(named: "thing-1"))
        let rehydrator = try Rehydrator(history: history, models: [LuaModel(name: "model.lua", source: Self.source)])
        var found: [String] = []
        let end = try rehydrator.answer(PathHistory(stream: "thing-1", path: try JSONPath(parsing: ".n")), on: stream) {
            found.append("\($0.version) \($0.before?.line ?? "-") \($0.after?.line ?? "-")")
        }
        #expect(found == ["0 0 5", "1 5 -", "3 - 5"])
        #expect(end.problem?.message == "value: not a number (nan), which JSON does not have")
        #expect(end.wasThere)
    }
}
