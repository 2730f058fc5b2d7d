import JSONText
import LuaModels
import Rehydration
import Testing

@Suite struct SandboxTests {
    private let small = LuaLimits(steps: 1_000_000, memory: 32 << 20)

    @Test(arguments: [
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "local function f() pcall(f) f() end f()",
        "while true do pcall(error, 'x') end",
        "table.sort({3, 1, 2}, function() while true do end end)",
        "local s = ('x'):gsub('.', function() while true do end end)",
    ])
    func `L01 L02 an endless loop meets the step limit`(body: String) throws {
        let error = try failure(body, limits: small)
        #expect(error.message.contains("more than 1000000 steps") || error.message.contains("stack overflow"), "\(error.message)")
        #expect(error.handler == "thing.on.Did")
    }

    @Test func `L02 after the limit the next event works`() throws {
        let reader = try reader(handler: "if event.data.loop then while true do pcall(function() while true do end end) end end state.n = (state.n or 0) + 1", limits: small)
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        for _ in 0..<3 {
            #expect(throws: HandlerError.self) { try fold.apply(event("Did", #"{"loop":true}"#), to: &state) }
            #expect(try fold.apply(event(), to: &state) == .handled)
        }
        #expect(try fold.json(state).line == #"{"n":3}"#)
    }

    @Test(arguments: ["xpcall", "coroutine", "setmetatable", "getmetatable", "rawset", "load", "loadstring", "dofile", "loadfile", "require", "package",
                      "os", "io", "debug", "collectgarbage", "string.dump", "math.random", "math.randomseed", "_G", "warn"])
    func `L03 L04 L05 L12 L13 L14 P13 what is not on the list is not there`(name: String) throws {
        #expect(try state("state.x = \(name) == nil") == #"{"x":true}"#)
    }

    @Test(arguments: [
        "state.x = string.rep('', math.maxinteger)", "state.x = ('x'):rep(1e10 // 1 | 0)", "state.x = ('x'):rep(math.maxinteger, 'yy')",
        "table.move({}, 1, 1000000000, 2)", "table.concat({}, 'x', 1, math.maxinteger)", "table.unpack({}, 1, 1e8 // 1 | 0)",
    ])
    func `L07 loops inside C are charged for`(body: String) throws {
        let error = try failure(body, limits: small)
        #expect(["steps", "memory", "number has no integer", "invalid value"].contains { error.message.contains($0) }, "\(error.message)")
    }

    @Test(arguments: [
        "local s = 'x' while true do s = s .. s end", "local t = {} while true do t[#t + 1] = {} end",
        "local s = 'xxxxxxxxxxxxxxxx' while true do pcall(function() local t = s while true do t = t .. t end end) end",
    ])
    func `L08 L09 L11 memory is bounded and the host goes on`(body: String) throws {
        let reader = try reader(handler: "if event.data.go then \(body) end state.n = (state.n or 0) + 1", limits: LuaLimits(memory: 8 << 20))
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        let error = try #require(throws: HandlerError.self) { try fold.apply(event("Did", #"{"go":1}"#), to: &state) }
        #expect(error.message.contains("memory") || error.message.contains("steps"), "\(error.message)")
        #expect(reader.memoryInUse <= 8 << 20)
        #expect(try fold.apply(event(), to: &state) == .handled)
        #expect(reader.memoryInUse < 6 << 20)
    }

    @Test func `L10 any allocation may fail`() throws {
        let reader = try reader("""
            local thing = aggregate("thing", { initial = function() return { list = array{}, sum = decimal("0.10") } end })
            function thing.on.Did(state, event)
              state.list[#state.list + 1] = event.data
              state.list[#state.list] = { text = ("x"):rep(60) .. event.data.text, n = event.data.n, more = event.data.more }
              state.sum = state.sum + event.data.n
              for key, value in pairs(event.data) do state[key] = value end
            end
            function thing.decide.Try(state, input) return { emit("A", input), emit("B", { n = state.sum }) } end
            thing.invariant("ok", function(state) return #state.list < 1000000 end)
            upcast("Did", { from = 1, to = 2 }, function(data, event) return { text = event.type .. data.text } end)
            """)
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        let happening = event("Did", #"{"text":"a\u00e4\n","n":12345678901234567890,"more":[{"a":1},[]]}"#)
        var failures = 0
        // Until a pass needs no more than it may have.
        for count in 0..<5000 {
            var state = try fold.initialState(of: "thing-1")
            _ = try fold.apply(happening, to: &state)
            reader.failAllocations(after: count)
            defer { reader.failAllocations(after: -1) }
            do {
                state = try fold.initialState(of: "thing-1")
                _ = try fold.apply(happening, to: &state)
                let frozen = try fold.freeze(state)
                _ = try fold.thaw(frozen)
                _ = try fold.json(state)
                _ = try fold.brokenInvariants(of: state)
                _ = try reader.upcast(happening, by: reader.upcasters[0])
                _ = try fold.decide(command: "Try", input: Array(#"{"x":[1]}"#.utf8), state: state)
                _ = try reader.luaExpression("state.list[1].text .. 'x'").value(state: frozen, before: nil, event: happening)
                break
            } catch let error as HandlerError {
                failures += 1
                #expect(error.message.contains("memory"), "after \(count): \(error.message)")
            } catch let error as ExpressionError {
                failures += 1
                #expect(error.message.contains("memory"), "after \(count): \(error.message)")
            }
        }
        #expect(failures > 50)
        var state = try fold.initialState(of: "thing-1")
        #expect(try fold.apply(happening, to: &state) == .handled)
    }

    @Test func `L10 any allocation may fail while a model loads`() throws {
        let source = """
            local thing = aggregate("thing", { streams = { "a-*", "b-*" }, initial = { list = array{ 1, { x = decimal("0.1") } } } })
            for i = 1, 20 do thing.on["T" .. i] = function(state) state.n = i end end
            thing.invariant("ok", function() return true end)
            ignore("X", "Y")
            upcast("T1", { from = 1, to = 2, as = "T2" }, function(data) return data end)
            projection("all", { initial = {} })
            """
        var failures = 0
        for count in 0..<5000 {
            do {
                let reader = try LuaReader(LuaModel(name: "model.lua", source: source), allocations: count)
                #expect(try #require(try reader.luaFold(for: "a-1")).handledTypes.count == 20)
                break
            } catch let error as ModelError {
                failures += 1
                #expect(error.message.contains("memory"), "after \(count): \(error.message)")
            }
        }
        #expect(failures > 100 && failures < 5000)
    }

    @Test(arguments: ["string.format = 1", "math.pi = 3", "table.insert(math, 1)", "table.insert(string, 'x')", "decimal.div = 1", "event.type = 'x'", "event.data.amount = 1"])
    func `L15 L16 L23 what belongs to the host cannot be written`(body: String) throws {
        let message = try failure(body).message
        #expect(message.contains("cannot be set"), "\(message)")
    }

    @Test func `L16 a global cannot be set in a handler`() throws {
        let error = try failure("total = 1")
        #expect(error.message.contains("global 'total' cannot be set"))
        #expect(error.line == 3)
        #expect(try failure("_ENV.pairs = 1").message.contains("global 'pairs'"))
        #expect(try failure("rawget = nil").message.contains("global 'rawget'"))
    }

    @Test func `L16 one model is invisible to the next`() throws {
        let first = try reader("tostring = nil; function helper() return 1 end; shared = {}")
        #expect(try state("state.x = { tostring(1), helper == nil, shared == nil }") == #"{"x":["1",true,true]}"#)
        _ = first
    }

    @Test(arguments: [
        "local function f() return 1 + f() end f()", "local function f() pcall(f) error('deep') end f()",
        "local t = {} for i = 1, 300 do t = { t } end state.x = t", "local f = function(f) return ('x'):gsub('.', f) end local function g() f(g) end g()",
        "state.x = ('('):rep(300):match(('('):rep(300))",
    ])
    func `L17 deep recursion is an error`(body: String) throws {
        let error = try failure(body, limits: small)
        #expect(error.message.utf8.count <= 512)
    }

    @Test func `L17 deep nesting in source or event is an error`() throws {
        #expect(try loadFailure("x = " + String(repeating: "(", count: 300) + String(repeating: ")", count: 300)).message.contains("overflow"))
        let deep = String(repeating: "[", count: 250) + String(repeating: "]", count: 250)
        #expect(try failure("state.x = event.data", deep).message.contains("deeper than 200"))
    }

    @Test(arguments: [
        ("error(nil)", "(error object is nil)"), ("error({})", "(error object is a table)"), ("error()", "(error object is nil)"),
        ("error(print)", "(error object is a function)"), ("error('plain', 0)", "plain"), ("error('at', 2)", "at"), ("error(42)", "42"),
        ("local x = nil; x.y = 1", "attempt to index a nil value (local 'x')"), ("state.a.b.c = 1", "attempt to index a nil value (field 'a')"),
    ])
    func `L20 an error has a handler, a line and a message`(body: String, expected: String) throws {
        let error = try failure(body)
        #expect(error == HandlerError(handler: "thing.on.Did", path: "model.lua", line: 3, message: expected) || error.message == expected, "\(error)")
        if body != "error('at', 2)" { #expect(error.line == 3) }
    }

    @Test func `a long message is cut at a character`() throws {
        let message = try failure("error(('ä'):rep(1000))").message
        #expect(message.utf8.count <= 512)
        #expect(message.allSatisfy { $0 == "ä" })
    }

    @Test func `L22 the order of pairs is fixed and addresses are hidden`() throws {
        let text = try state("""
            local t = { b = 1, a = 2, [3] = 'c', [1] = 'a', [2] = 'b', [-1] = 'm', [true] = 1, [0.5] = 1, ['aa'] = 3, [10] = 'z' }
            local seen, stepped = array{}, array{}
            for key, value in pairs(t) do seen[#seen + 1] = tostring(key) end
            for key, value in next, t do stepped[#stepped + 1] = tostring(key) end
            state.seen, state.stepped = seen, stepped
            state.hidden = { tostring(t), tostring(print), string.format('%s %s', t, event), tostring(null), tostring(event.data) }
            state.empty = next({}) == nil
            """)
        let order = #"["1","2","3","-1","10","0.5","a","aa","b","true"]"#
        #expect(text == #"{"empty":true,"hidden":["table","function","table event","null","event"],"seen":\#(order),"stepped":\#(order)}"#)
    }

    @Test(arguments: [
        ("for key in pairs(t) do end", "a function as a key has no order"), ("next(t)", "a function as a key has no order"), ("state.t = t", "a function as a key has no order"),
    ])
    func `L22 which key without an order is named does not depend on where it lies`(body: String, expected: String) throws {
        for _ in 0..<20 {
            let message = try failure("local t = { [{}] = 1, [null] = 2, [print] = 3, [{}] = 4, [next] = 5, x = 6 } \(body)").message
            #expect(message.contains(expected), "\(message)")
        }
    }

    @Test func `pairs lets a model clear what it walks over`() throws {
        #expect(try state("state.t = { a = 1, b = 2, c = 3 } for k in pairs(state.t) do state.t[k] = nil end") == #"{"t":{}}"#)
    }

    @Test func `sort is stable`() throws {
        let text = try state("""
            local list = {}
            for i = 1, 500 do list[i] = { key = i % 3, n = i } end
            table.sort(list, function(a, b) return a.key < b.key end)
            local ok = true
            for i = 2, 500 do ok = ok and (list[i - 1].key < list[i].key or list[i - 1].n < list[i].n) end
            local words = { 'b', 'c', 'a' }
            table.sort(words)
            state.ok, state.words = ok, words
            """)
        #expect(text == #"{"ok":true,"words":["a","b","c"]}"#)
        #expect(try failure("table.sort({ 1, 'x' })").message.contains("attempt to compare"))
    }

    @Test func `L24 nothing can be closed at the end of a block, since nothing can be given a metatable`() throws {
        #expect(try failure("local x <close> = {}").message.contains("non-closable"))
        #expect(try failure("local x <close> = event").message.contains("non-closable"))
        #expect(try state("local x <close> = nil; local y <close> = false; state.x = 1") == #"{"x":1}"#)
    }

    @Test func `L25 P13 print is captured and capped`() throws {
        let reader = try reader(handler: "print('\\27[31m', 1, null, {}) for i = 1, 20000 do print('0123456789') end")
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        _ = try fold.apply(event(), to: &state)
        #expect(reader.printed.count <= 65536)
        #expect(String(decoding: reader.printed.prefix(19), as: UTF8.self) == "\u{1B}[31m\t1\tnull\ttable\n")
        reader.forgetPrinted()
        #expect(reader.printed.isEmpty)
    }

    @Test func `L29 another thread stops a run`() async throws {
        let model = try LuaModel(name: "model.lua", source: "local thing = aggregate('thing')\nfunction thing.on.Did() while true do end end",
                                 limits: LuaLimits(steps: .max))
        let stopper = model.stopper
        let stopping = Task.detached {
            try? await Task.sleep(for: .milliseconds(50))
            stopper.stop()
        }
        let reader = try LuaReader(model)
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        #expect(throws: CancellationError.self) { try fold.apply(event(), to: &state) }
        await stopping.value
        #expect(throws: CancellationError.self) { try fold.json(state) }
        stopper.reset()
        #expect(try fold.json(state).line == "{}")
    }
}
