import EventLog
import JSONText
import LuaModels
import Rehydration
import Testing

@Suite struct ExpressionTests {
    private func value(_ source: String, _ data: String = #"{"balance":-70,"list":[1]}"#, decimals: Bool = false) throws -> String {
        let reader = try reader("""
            local t = aggregate("thing"\(decimals ? ", { numbers = 'decimal' }" : ""))
            function t.on.Did(state, event) for k, v in pairs(event.data) do state[k] = v end end
            function helper() end
            """)
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        let before = try fold.freeze(state)
        let happening = event("Did", data, meta: #"{"user":"alice"}"#)
        _ = try fold.apply(happening, to: &state)
        let frozen = try fold.freeze(state)
        let expression = try reader.luaExpression(source)
        let value = try expression.value(state: frozen, before: before, event: happening)
        if !source.contains("before") {
            let truth = try expression.isTrue(state: state, before: nil, event: happening)
            #expect(truth == (value != false && value != .null))
        }
        #expect(try fold.freeze(state) == frozen)
        return value.line
    }

    @Test(arguments: [
        ("state.balance < 0", "true"), ("state.balance", "-70"), ("before.balance == nil", "true"), ("data.balance * 2", "-140"), ("event.type .. '!'", "\"Did!\""),
        ("meta.user", "\"alice\""), ("data", #"{"balance":-70,"list":[1]}"#), ("{ n = #state.list }", #"{"n":1}"#), ("nil", "null"), ("state.nope", "null"),
        ("math.abs(state.balance) > 60 and 'big' or 'small'", "\"big\""), ("helper == nil and table.insert == nil", "true"), ("state.balance -- why", "-70"),
        ("'function'", "\"function\""), ("  1  ", "1"), ("{ 1, 2 }", "[1,2]"),
    ])
    func `an expression has a value`(source: String, expected: String) throws {
        #expect(try value(source) == expected)
    }

    @Test func `numbers are those of the stream's aggregate`() throws {
        #expect(try value("data.x + decimal('0.2')", #"{"x":0.10}"#, decimals: true) == "0.30")
    }

    @Test(arguments: [
        ("state.balance <", 16, "unexpected symbol at the end of the expression"), ("(state.x", 9, "')' expected at the end of the expression"), ("state.x)", 8, "the end expected near ')'"), ("state.balance < < 0", 17, "unexpected symbol near '<'"), ("", 1, "unexpected symbol"), ("1 2", 3, "near '2'"), ("foo = 1", 5, "near '='"),
        ("1, 2", 2, "near ','"), ("1) or (2", 2, "near ')'"), ("(1", 3, "expected"), ("'abc", 1, "unfinished string"), ("return 1", 1, "near 'return'"), ("state:", 7, "name"),
        ("(function() end)()", 2, "defines no functions"), ("1 +\n* 2", 5, "near '*'"), ("a b", 3, "near 'b'"),
    ])
    func `an expression that does not compile says where`(source: String, column: Int, message: String) throws {
        let error = try #require(throws: ExpressionError.self) { _ = try reader("").luaExpression(source) }
        #expect(error.column == column, "\(error)")
        #expect(error.message.contains(message), "\(error)")
        #expect(!error.message.contains("expression:"))
        #expect(error.source == source)
    }

    @Test(arguments: [
        ("state.a.b.c", "attempt to index a nil value (field 'a')"), ("state.balance < 'x'", "attempt to compare"), ("while_", "null"), ("tostring", "a function"),
        ("event", "value: an event"), ("('x'):rep(1e9)", "more than 10000000 steps"),
    ])
    func `an expression that fails says why`(source: String, message: String) throws {
        if message == "null" { return #expect(try value(source) == "null") }
        let error = try #require(throws: HandlerError.self) { _ = try value(source) }
        #expect(error.message.contains(message), "\(error)")
        #expect(error.line == nil)
    }

    @Test func `without an event or a state they are nil`() throws {
        let reader = try reader("")
        #expect(try reader.expression("state == nil and before == nil and event == nil and data == nil and meta == nil").value(state: nil, before: nil, event: nil) == true)
    }
}
