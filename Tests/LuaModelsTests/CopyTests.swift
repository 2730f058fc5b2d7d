import EventLog
import JSONText
import LuaModels
import Rehydration
import Testing

@Suite struct CopyTests {
    @Test(arguments: [
        ("local d = copy(event.data) d.currency = 'EUR' d.list[1] = 5 state.d = d", #"{"d":{"amount":1,"currency":"EUR","deep":{"x":[]},"list":[5]}}"#),
        ("local d = copy(event.data.deep) d.x[1] = 2 state.d = d", #"{"d":{"x":[2]}}"#),
        ("state.a = { n = 1 } state.b = copy(state.a) state.b.n = 2", #"{"a":{"n":1},"b":{"n":2}}"#),
        ("local t = { 1 } local c = copy({ t, t }) c[1][1] = 2 state.c = c", #"{"c":[[2],[2]]}"#),
        ("state.c = { copy(5), copy('x'), copy(null), copy(decimal('0.10')), copy(true) }", #"{"c":[5,"x",null,0.10,true]}"#),
        ("state.c = copy(array{})", #"{"c":[]}"#),
    ])
    func `a copy can be written, and nothing else sees it`(body: String, expected: String) throws {
        #expect(try state(body, #"{"amount":1,"list":[],"deep":{"x":[]}}"#) == expected)
    }

    @Test(arguments: [
        ("copy(event)", "copy of an event"), ("copy({ print })", "copy[1]: a function"), ("local t = {} t.t = t copy(t)", "copy.t: a table that holds itself"), ("copy()", "value expected"),
        ("event.data.amount = 2", "events are facts"),
    ])
    func `what cannot be copied is an error`(body: String, expected: String) throws {
        let message = try failure(body).message
        #expect(message.contains(expected), "\(message)")
    }

    @Test func `L23 an upcaster may copy the data and write to it`() throws {
        let reader = try reader("""
            upcast("Paid", { from = 1, to = 2 }, function(d) d = copy(d) d.currency = "EUR" return d end)
            """)
        let made = try UpcasterChain([reader]).upcast(event("Paid", #"{"amount":12}"#, schema: 1)).final
        #expect(made.map { String(decoding: $0.data, as: UTF8.self) } == [#"{"amount":12,"currency":"EUR"}"#])
    }
}
