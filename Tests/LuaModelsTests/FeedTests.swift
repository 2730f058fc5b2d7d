import EventLog
import JSONText
import LuaModels
import Rehydration
import TestSupport
import Testing

/// Handlers that are given events where they lie in the log see what they see of whole events.
@Suite struct FeedTests {
    private static let source = """
        local thing = aggregate("thing", { streams = "*", initial = { n = 0 } })
        local function look(state, event)
          state.n = state.n + 1
          state.seen = { event.type, event.stream, event.version, event.position, event.schema or "-", event.id or "-", event.time or "-",
            event.correlation or "-", event.causation or "-" }
          local data, meta = event.data, event.meta
          if type(data) == "event" then
            state.first, state.amount, state.list, state.none = data.note, data.amount, data.list, data.missing == nil and data[1] == nil
            state.size, state.amount2 = #data, data.amount
            state.all = {}
            for key, value in pairs(data) do state.all[key] = value end
            state.last = data.note
          else
            state.value = data
          end
          if type(meta) == "event" then state.user = meta.user else state.meta = meta end
        end
        thing.on.Did, thing.on.Paid, thing.on["é"] = look, look, look
        """

    private static func line(_ version: Int, _ random: inout SplitMix64) -> String {
        let data = random.pick([
            "{}", "[]", "[1,[2]]", "7", "null", #""te\u0078t""#, #"{"amount":1,"note":"a\n","list":[1,{"x":[]}]}"#, #"{"note":"n","amount":12345678901234567890}"#,
            #"{"amoun\u0074":1.5,"amount":2,"list":{}}"#, #"{"list":[[],{}],"note":null,"amount":1e400}"#, JSONValue.random(using: &random).line,
        ])
        let meta = random.pick(["", #","meta":{"user":"u","correlation":"c\u0031","causation":7}"#, #","meta":[1]"#, #","meta":{"correlation":{"$oid":"5f"}}"#])
        let rest = random.pick(["", #","id":"i\"1""#, #","id":5"#, #","schema":3"#, #","schema":"2""#, #","time":"2026-03-05T14:32:00Z""#, #","time":1772721120"#])
        let type = random.pick(["Did", "Paid", "é", "Unknown"])
        let head = #""stream":"thing-\#(version % 2)","version":\#(version),"type":"\#(type)""#
        return random.oneIn(2) ? "{\(head)\(rest),\"data\":\(data)\(meta)}" : "{\(head),\"data\":\(data)\(meta)\(rest)}"
    }

    @Test func `an event is the same whether it lies in the log or stands for itself`() throws {
        for seed in UInt64(0)..<25 {
            var random = SplitMix64(seed: seed)
            let history = try History(lines: (0..<80).map { Self.line($0, &random) }, format: EnvelopeFormat.named("hindcast"))
            let model = try LuaModel(name: "model.lua", source: Self.source)
            let rehydrator = try Rehydrator(history: history, models: [model])
            let reader = try LuaReader(model)
            for stream in history.streams {
                let fold = try #require(try reader.luaFold(for: stream.name))
                var state = try fold.initialState(of: stream.name)
                for (index, recorded) in try history.events(of: stream.name).enumerated() {
                    let before = try fold.freeze(state)
                    var problem: String?
                    do { _ = try fold.apply(recorded.event, to: &state) } catch let error as HandlerError {
                        problem = error.message
                        state = try fold.thaw(before)
                    }
                    // Odd and even: by one event, and by a run of them.
                    guard index % 7 == 0 || index % 7 == 1 else { continue }
                    let rehydrated = try rehydrator.state(of: stream, at: index)
                    let expected = try fold.json(state).line
                    if rehydrated.state.line != expected { Issue.record("seed \(seed), \(stream.name) at \(index): \(rehydrated.state.line), not \(expected)"); return }
                    if let problem { #expect(rehydrated.errors.last?.error.message == problem, "seed \(seed), \(stream.name) at \(index)") }
                }
            }
        }
    }

    private func runs(_ body: String, count: Int = 100, limits: LuaLimits = LuaLimits()) throws -> RehydratedState {
        let history = try History(lines: (0..<count).map { #"{"stream":"thing-1","version":\#($0),"type":"Did","data":{"n":\#($0)}}"# })
        let model = try LuaModel(
            name: "model.lua", source: "local thing = aggregate('thing', { initial = { n = 0 } })\nfunction thing.on.Did(state, event)\n\(body)\nend", limits: limits)
        return try Rehydrator(history: history, models: [model]).state(of: #require(history.stream(named: "thing-1")), at: count - 1)
    }

    @Test func `an event that fails in a run is named, and none of its neighbours`() throws {
        let state = try runs("state.n = state.n + 1 if event.data.n % 10 == 3 then state.n = 1000000 error('no') end")
        #expect(state.state.object?["n"] == 90)
        #expect(state.errors.map(\.version) == (0..<10).map { $0 * 10 + 3 })
        #expect(state.errors.allSatisfy { $0.error.handler == "thing.on.Did" && $0.error.line == 3 && $0.error.message == "no" })
    }

    @Test func `L01 L02 in a run each event has steps of its own, and a limit that was hit and hidden still counts`() throws {
        let limits = LuaLimits(steps: 100_000)
        let busy = "local x = 0 for i = 1, 20000 do x = x + i end state.n = state.n + 1"
        #expect(try runs(busy, limits: limits).errors.isEmpty)
        let hidden = "if event.data.n % 10 == 5 then pcall(function() while true do end end) end state.n = state.n + 1"
        let state = try runs(hidden, limits: limits)
        #expect(state.errors.map(\.version) == (0..<10).map { $0 * 10 + 5 })
        #expect(state.errors.allSatisfy { $0.error.message == "more than 100000 steps" })
        #expect(state.state.object?["n"] == 90)
    }

    @Test func `a state that is replaced goes on in the same run`() throws {
        #expect(try runs("return { n = state.n + event.data.n }").state.line == #"{"n":4950}"#)
        #expect(try runs("return event.data.n").state.line == "99")
    }
}
