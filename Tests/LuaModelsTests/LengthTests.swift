import EventLog
import JSONText
import LuaModels
import Rehydration
import TestSupport
import Testing

/// `#`, and what goes by it.
@Suite struct LengthTests {
    @Test(arguments: [
        ("#t", "3"), ("#t[3]", "2"), ("#t.s", "3"), ("#'x y'", "3"), (##"#"#""##, "1"), ("#[[#]]", "1"), ("#[=[]]#]=]", "3"), ("#{1, 2, 3}", "3"), ("#(t)", "3"),
        ("# t --[[#]] + 1", "4"), ("# --[==[ ] #\n]==] t", "3"), ("-#t", "-3"), ("2^#t", "8.0"), ("#t.s:sub(2)", "2"), ("#t.s:rep(2):upper()", "6"), ("#select(2, 1, 'abcd')", "4"),
        ("#t == 3 and 1 or 2", "1"), ("#t..#t", "\"33\""), ("t[#t][#t[3]]", "4"), ("#{#t, #{#t}}", "2"), ("#t.f{}", "1"), ("#t.f'x'", "1"), ("#t.f[[x]]", "1"),
        ("#t . s", "3"), ("#t\n[3]", "2"), ("#t - #t", "0"), ("#t// #t", "1"), ("#t < #t + 1", "true"), ("not (#t > 3)", "true"), ("#t~=3", "false"),
        ("(function() return #t end)()", "3"), ("rawlen(t)", "3"), ("select('#', 1, #t)", "2"), ("'#t'", "\"#t\""), ("#event.data.list", "2"), ("#event.data.text", "4"),
    ])
    func `a length stands wherever Lua lets it stand`(_ expression: String, _ expected: String) throws {
        let made = try state(
            "local t = {1, 2, {3, 4}, s = 'abc', f = function(x) return 'x' end} -- #t\nlocal _ENV <const> = _ENV\nstate.value = \(expression)",
            #"{"list":[1,null],"text":"four"}"#)
        #expect(made == "{\"value\":\(expected)}", "\(expression)")
    }

    @Test func `no name of the model's own hides it`() throws {
        #expect(try state("do local string, rawlen, _ENV = nil, nil, {} state.value = #{5, 6} end") == #"{"value":2}"#)
    }

    @Test func `what has no length is named, with its line`() throws {
        let field = try failure("local x = 1\nstate.value = #state.items")
        #expect(field.message == "attempt to get length of a nil value (field 'items')")
        #expect(field.line == 4)
        #expect(try failure("local items\nstate.value = #items").message == "attempt to get length of a nil value (variable 'items')")
        #expect(try failure("state.value = #state.n(1)").message.contains("attempt to call a nil value"))
        #expect(try failure("state.value = #5").message == "attempt to get length of a number value")
        #expect(try failure("state.value = #(nil)").message == "attempt to get length of a nil value")
        #expect(try failure("state.value = #state^2").message == "attempt to perform arithmetic on a table value (local 'state')")
    }

    @Test func `a table with holes has one length, however it came about`() throws {
        // By Lua's own counting these are 4 and 1, or 1 and 4, as memory was asked for.
        let grown = "local t = {} for i = 1, 4 do t[i] = i end t[2] = nil t[3] = nil state.value = { #t, rawlen(t) }"
        let made = "local t = { 1, nil, nil, 4 } state.value = { #t, rawlen(t) }"
        let backwards = "local t = {} t[4] = 4 t[1] = 1 state.value = { #t, rawlen(t) }"
        let all = try [grown, made, backwards].map { try state($0) }
        #expect(Set(all).count == 1, "\(all)")
        #expect(try state("local t = { 1, nil, 3 } table.insert(t, 9) t.removed = table.remove(t) t.text = table.concat(t, ',') state.value = t")
            == #"{"value":{"1":1,"2":9,"removed":3,"text":"1,9"}}"#)
        #expect(try failure("table.insert({}, 3, 1)").message == "bad argument #2 to 'insert' (position out of bounds)")
        #expect(try failure("table.remove({ 1, 2 }, 5)").message == "bad argument #2 to 'remove' (position out of bounds)")
        #expect(try failure("table.insert({}, 1, 2, 3)").message == "wrong number of arguments to 'insert'")
        #expect(try state("local t = { 1, 2, 3 } table.insert(t, 2, 9) state.value = { table.remove(t, 1), table.remove(t), table.remove({}) == nil, table.unpack(t) }")
            == #"{"value":[1,3,true,9,2]}"#)
    }
}
