import EventLog
import JSONText
import LuaModels
import Rehydration
import Testing

@Suite struct UpcastTests {
    private func upcast(_ body: String, _ data: String = #"{"cents":1250}"#) throws -> [Event] {
        let reader = try reader("upcast('Old', { from = 1, to = 2, as = 'New' }, function(data, event)\n\(body)\nend)")
        #expect(reader.upcasters == [UpcasterStep(type: "Old", from: 1, to: 2, newType: "New")])
        return try reader.upcast(event("Old", data, schema: 1), by: reader.upcasters[0])
    }

    private func texts(_ events: [Event]) -> [String] { events.map { String(decoding: $0.data, as: UTF8.self) } }

    @Test func `new data is of the new type and schema, the envelope stays`() throws {
        let events = try upcast("return { amount = data.cents // 100, from = event.stream }")
        var expected = event("New", #"{"amount":12,"from":"thing-1"}"#, schema: 2)
        expected.schema = 2
        #expect(events == [expected])
    }

    @Test(arguments: ["return data", "return event.data"])
    func `data given back is as it was written`(body: String) throws {
        #expect(texts(try upcast(body, #"{ "b": 1.50, "a": 1e400 }"#)) == [#"{ "b": 1.50, "a": 1e400 }"#])
    }

    @Test func `numbers stay exact`() throws {
        #expect(texts(try upcast("return { a = data.a, b = data.b }", #"{"a":12345678901234567890,"b":0.10}"#)) == [#"{"a":12345678901234567890,"b":0.1}"#])
    }

    @Test func `one event may become several, or none`() throws {
        let events = try upcast("return { emit('New', { a = 1 }), emit('Other', data), emit('Third', {}, 7) }")
        #expect(events.map(\.type) == ["New", "Other", "Third"])
        #expect(events.map(\.schema) == [2, nil, 7])
        #expect(texts(events) == [#"{"a":1}"#, #"{"cents":1250}"#, "{}"])
        #expect(try upcast("return emit('A'), emit('B')").map(\.type) == ["A", "B"])
        #expect(try upcast("return drop()").isEmpty)
        #expect(texts(try upcast("return array{}")) == ["[]"])
        #expect(texts(try upcast("return {}")) == ["{}"])
        #expect(texts(try upcast("return array{ 1 }")) == ["[1]"])
    }

    @Test(arguments: [
        ("return nil", "returned nil"), ("", "returned nothing"), ("return event", "data: an event"), ("return { x = print }", "data.x: a function"),
        ("return { emit('A'), 5 }", "that emit did not make"), ("return emit(5)", "write emit("), ("return { data }, emit('A')", "data and events at once"),
        ("reject('no')", "rejected outside of a decision: no"), ("local e = emit('A'); e.type = 'B' return e", "cannot be changed"),
    ])
    func `L30 what an upcaster must not do names it`(body: String, message: String) throws {
        let error = try #require(throws: HandlerError.self) { try upcast(body) }
        #expect(error.handler == "upcast Old 1→2")
        #expect(error.message.contains(message), "\(error.message)")
    }

    @Test func `L30 a schema only goes up`() throws {
        #expect(try loadFailure("upcast('X', { from = 2, to = 1 }, function() end)").message.contains("can only go up"))
    }
}

@Suite struct DecideTests {
    private let source = """
        local account = aggregate("account", { initial = { balance = 10 } })
        function account.decide.Withdraw(state, command)
          state.balance = -1
          if command.amount > 10 then reject("insufficient funds") end
          return emit("Withdrawn", { amount = command.amount })
        end
        function account.decide.Nothing() end
        function account.decide.Two(state) return { emit("A"), emit("B", null, 3) } end
        function account.decide.Wrong() return { amount = 1 } end
        function account.decide.Broken(state, command) return state.x.y end
        """

    private func decide(_ command: ExactString, _ input: String = "{}") throws -> Decision {
        let reader = try reader(source)
        let fold = try #require(try reader.luaFold(for: "account-1"))
        let state = try fold.initialState(of: "account-1")
        defer { #expect((try? fold.json(state).line) == #"{"balance":10}"#) }
        return try fold.decide(command: command, input: Array(input.utf8), state: state)
    }

    @Test func `a command is accepted or refused, and writes nothing`() throws {
        #expect(try decide("Withdraw", #"{"amount":5}"#) == .accepted([.init(type: "Withdrawn", schema: nil, data: Array(#"{"amount":5}"#.utf8))]))
        #expect(try decide("Withdraw", #"{"amount":50}"#) == .refused(reason: "insufficient funds"))
        #expect(try decide("Nothing") == .accepted([]))
        #expect(try decide("Two") == .accepted([.init(type: "A", schema: nil, data: Array("{}".utf8)), .init(type: "B", schema: 3, data: Array("null".utf8))]))
    }

    @Test func `a decision that goes wrong is an error`() throws {
        #expect(throws: HandlerError.self) { try decide("Unknown") }
        #expect(throws: HandlerError.self) { try decide("Wrong") }
        #expect(throws: HandlerError.self) { try decide("Withdraw", "{") }
        let error = try #require(throws: HandlerError.self) { try decide("Broken") }
        #expect(error.handler == "account.decide.Broken" && error.line == 10)
        let fold = try #require(try reader(source).luaFold(for: "account-1"))
        #expect(fold.decides("Withdraw") && !fold.decides("Deposit"))
    }
}
