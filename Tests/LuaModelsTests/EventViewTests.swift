import JSONText
import LuaModels
import Rehydration
import Testing

@Suite struct EventViewTests {
    @Test func `data that is no object is the value itself`() throws {
        #expect(try state("state.x = event.data", "[1,[2]]") == #"{"x":[1,[2]]}"#)
        #expect(try state("state.x = event.data", "\"text\"") == #"{"x":"text"}"#)
        #expect(try state("state.x = event.data == null", "null") == #"{"x":true}"#)
        #expect(try state("state.x = #event.data; for i, v in ipairs(event.data) do state[i] = v end", "[5,6]") == #"{"1":5,"2":6,"x":2}"#)
    }

    @Test func `an object's members can be walked and counted`() throws {
        #expect(try state("state.n = #event.data; for k, v in pairs(event.data) do state[k] = v end", #"{"b":1,"a":{"x":[]},"b":2}"#)
            == #"{"a":{"x":[]},"b":1,"n":3}"#)
    }

    @Test func `escaped keys and values are decoded`() throws {
        #expect(try state("state.x = event.data['ä'] .. event.data.key", #"{"\u00e4":"\ud83d\ude00","k\u0065y":"\n"}"#) == #"{"x":"😀\n"}"#)
    }

    @Test func `a missing data field is nil and an unknown event field is an error`() throws {
        #expect(try state("state.x = event.data.nope == nil and event.data[1] == nil") == #"{"x":true}"#)
        #expect(try failure("state.x = event.amount").message.contains("an event has no field 'amount'"))
    }

    @Test func `L23 an event is a fact`() throws {
        #expect(try failure("event.type = 'x'").message == "events are facts: event.type cannot be set")
        #expect(try failure("event.data.amount = 1").message == "events are facts: event.data.amount cannot be set")
        let happening = event("Did", #"{"list":[1,2],"o":{"a":1}}"#)
        let reader = try reader(handler: "local l = event.data.list; l[1] = 9; event.data.o.a = 5; state.l, state.again, state.o = l, event.data.list, event.data.o")
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        _ = try fold.apply(happening, to: &state)
        #expect(try fold.json(state).line == #"{"again":[1,2],"l":[9,2],"o":{"a":1}}"#)
    }

    @Test func `an event kept beyond its call cannot be read`() throws {
        let reader = try reader("""
            local thing, kept, data = aggregate("thing"), nil, nil
            function thing.on.Did(state, event) kept, data = event, event.data end
            thing.invariant("event", function() return kept.type == "Did" end)
            thing.invariant("data", function() return data.x == nil end)
            """)
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        _ = try fold.apply(event(), to: &state)
        #expect(try fold.brokenInvariants(of: state).map(\.name) == ["event", "data"])
    }

    @Test func `meta is read like data`() throws {
        let reader = try reader(handler: "state.who = event.meta.user; state.n = event.data.n")
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        _ = try fold.apply(event("Did", #"{"n":1}"#, meta: #"{"user":"alice"}"#), to: &state)
        #expect(try fold.json(state).line == #"{"n":1,"who":"alice"}"#)
        #expect(try failure("state.x = event.meta.user").message.contains("attempt to index a nil value (field 'meta')"))
    }

    @Test func `null has a name in errors`() throws {
        #expect(try failure("state.x = event.data.a.b", #"{"a":null}"#).message == "attempt to index a null value (field 'a')")
        #expect(try failure("state.x = event.data.a + 1", #"{"a":null}"#).message.contains("perform arithmetic on a null value"))
    }
}
