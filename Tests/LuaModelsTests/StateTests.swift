import JSONText
import LuaModels
import Rehydration
import Testing

@Suite struct StateTests {
    @Test(arguments: [
        ("state.b, state.a, state.aa, state.B = 1, 2, 3, 4", #"{"B":4,"a":2,"aa":3,"b":1}"#),
        ("state.list = { 1, 2, 3 }", #"{"list":[1,2,3]}"#), ("state.list = {}", #"{"list":{}}"#), ("state.list = array{}", #"{"list":[]}"#),
        ("state.sparse = { [1] = 'a', [3] = 'c' }", #"{"sparse":{"1":"a","3":"c"}}"#), ("state.ids = { [42] = true, [-7] = 1 }", #"{"ids":{"-7":1,"42":true}}"#),
        ("state.mixed = { 'a', x = 1 }", #"{"mixed":{"1":"a","x":1}}"#), ("state.x = null", #"{"x":null}"#), ("state.e = event.data.e; state.o = event.data.o", #"{"e":[],"o":{}}"#),
        ("state.e = event.data.e; state.e[1] = 5", #"{"e":[5]}"#), ("state.n = event.data.n; state.d = event.data.d.z", #"{"d":null,"n":null}"#),
        ("state.s = 'q\\\"\\\\\\n\\27\\127\\u{85}ü'", #"{"s":"q\"\\\n\u001b\u007f\u0085ü"}"#), ("state.s = '\\xFFx'", "{\"s\":\"\u{FFFD}x\"}"),
        ("state.s = event.data.lone", #"{"s":"\ud800"}"#), ("state['\\0'] = 1", #"{"\u0000":1}"#), ("state.shared = { 1 }; state.other = state.shared", #"{"other":[1],"shared":[1]}"#),
    ])
    func `L19 a state becomes JSON in canonical order`(body: String, expected: String) throws {
        #expect(try state(body, #"{"e":[],"o":{},"n":null,"d":{"z":null},"lone":"\ud800"}"#) == expected)
    }

    @Test(arguments: [
        ("state.a = { b = { 1, 0/0 } }", "state.a.b[2]: not a number (nan)"), ("state.x = math.huge", "state.x: infinite"),
        ("state.f = print", "state.f: a function"), ("state.t = { [true] = 1 }", "state.t: a boolean as a key"), ("state.t = { [0.5] = 1 }", "state.t: a float as a key"),
        ("state.t = { [1] = 1, ['1'] = 2 }", "state.t.1: a key both"), ("state.self = state", "state.self: a table that holds itself"), ("state.e = event", "state.e: an event"),
        ("state.d = event.data", "state.d: an event's data"), ("state.m = math", "state.m: a value of the host's"), ("state[print] = 1", "a function as a key"),
        ("state.x = drop()", "state.x: drop()"),
    ])
    func `L18 L19 L21 what JSON cannot say is an error with its path`(body: String, expected: String) throws {
        let message = try failure(body).message
        #expect(message.contains(expected), "\(message)")
    }

    @Test func `a table that doubles in JSON meets a limit`() throws {
        let message = try failure("local t = {} for i = 1, 60 do t = { t, t } end state.t = t").message
        #expect(message.contains("steps"), "\(message)")
    }

    @Test func `a table that stands in two places stays one when the state is frozen`() throws {
        let reader = try reader("""
            local thing = aggregate("thing", { initial = function() local t = { n = 0 } return { a = t, b = t, list = { t, array{ t } } } end })
            function thing.on.Did(state) state.a.n = state.a.n + 1 end
            function thing.on.Part(state) state.b = { n = state.b.n } end
            function thing.on.Many(state) for i = 1, 100 do state[i] = { i } state[i + 100] = state[i] end end
            """)
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        for type in ["Did", "Many", "Did", "Part", "Did", "Did"] as [ExactString] {
            let frozen = try fold.freeze(state)
            var thawed = try fold.thaw(frozen)
            #expect(try fold.freeze(thawed) == frozen)
            _ = try fold.apply(event(type), to: &state)
            _ = try fold.apply(event(type), to: &thawed)
            #expect(try fold.json(thawed) == fold.json(state))
            #expect(try fold.freeze(thawed) == fold.freeze(state))
        }
        #expect(try fold.json(state).line.contains(#""a":{"n":4},"b":{"n":2},"list":[{"n":4},[{"n":4}]]"#))
    }

    @Test func `a frozen state that refers to tables that are not there is damaged`() throws {
        let reader = try reader("local thing = aggregate('thing', { initial = function() local t = { n = 0 } return { a = t, b = { t } } end })")
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        let good = try fold.freeze(fold.initialState(of: "thing-1")).bytes
        #expect(good.first == UInt8(ascii: "&"))
        for place in good.indices {
            for change in [UInt8(1), 2, 7, 0x20, 0x80] {
                var bad = good
                bad[place] ^= change
                // Any answer but a crash, or a table that holds itself.
                guard let thawed = try? fold.thaw(FrozenState(bytes: bad)) else { continue }
                #expect((try? fold.freeze(thawed)) != nil)
            }
        }
    }

    @Test func `a deep path is cut`() throws {
        let message = try failure("local t = print for i = 1, 150 do t = { t } end state.t = t").message
        #expect(message.contains("state.t[1]") && message.contains("…") && message.hasSuffix("a function, which no state can hold"), "\(message)")
    }

    @Test func `frozen states come back exactly`() throws {
        let reader = try reader("""
            local thing = aggregate("thing")
            function thing.on.Did(state, event)
              state.i, state.f, state.z, state.d, state.null = 1, 1.0, -0.0, decimal("1.50"), null
              state.e, state.o, state.list, state.keys = array{}, {}, { 1, { 2 } }, { [true] = 1, [false] = 2, [0.5] = 3, [-1] = 4, x = "\\0\\255" }
            end
            function thing.on.Check(state)
              local k = state.keys
              state.same = math.type(state.i) == "integer" and math.type(state.f) == "float" and 1 / state.z < 0 and tostring(state.d) == "1.50"
                and state.null == null and k[true] == 1 and k[false] == 2 and k[0.5] == 3 and k[-1] == 4 and k.x == "\\0\\255" and state.list[2][1] == 2
              state.keys = nil
            end
            """)
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        _ = try fold.apply(event(), to: &state)
        let frozen = try fold.freeze(state)
        var thawed = try fold.thaw(frozen)
        #expect(try fold.freeze(thawed) == frozen)
        _ = try fold.apply(event("Check"), to: &thawed)
        #expect(try fold.json(thawed).line == #"{"d":1.50,"e":[],"f":1.0,"i":1,"list":[1,[2]],"null":null,"o":{},"same":true,"z":-0.0}"#)
        #expect(try fold.freeze(state) == frozen)
    }

    @Test func `random states survive freezing`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(seed: seed)
        let reader = try reader(handler: "state.value = event.data.value")
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        for _ in 0..<200 {
            let value = JSONValue.random(depth: 4, &random)
            var state = try fold.initialState(of: "thing-1")
            _ = try fold.apply(event("Did", JSONValue.object(JSONObject(members: [.init(key: "value", value: value)])).line), to: &state)
            let frozen = try fold.freeze(state)
            let thawed = try fold.thaw(frozen)
            #expect(try fold.freeze(thawed) == frozen, "seed \(seed)")
            #expect(try fold.json(thawed) == fold.json(state), "seed \(seed)")
            #expect(try fold.json(state).object?["value"] == value, "seed \(seed)")
        }
    }

    @Test func `damaged frozen states are errors`() throws {
        var random = SplitMix(seed: 7)
        let reader = try reader(handler: "state.a, state.b, state.c = { 1, 2.5, 'x' }, decimal('1.5'), array{ {}, null, true }")
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        _ = try fold.apply(event(), to: &state)
        let frozen = try fold.freeze(state).bytes
        for length in 0..<frozen.count {
            #expect(throws: HandlerError.self) { try fold.thaw(FrozenState(bytes: Array(frozen[..<length]))) }
        }
        for _ in 0..<2000 {
            var bytes = frozen
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            if let thawed = try? fold.thaw(FrozenState(bytes: bytes)) { _ = try? fold.json(thawed) }
        }
    }
}

extension JSONValue {
    /// Values whose JSON text is the canonical one, so that they come back as they are.
    static func random(depth: Int, _ random: inout SplitMix) -> JSONValue {
        switch Int.random(in: 0...(depth > 0 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .number(JSONNumber(Int64.random(in: .min ... .max, using: &random)))
        case 3: return .number(JSONNumber(text: "\(Int.random(in: -9...9, using: &random)).\(Int.random(in: 1...9, using: &random))"))
        case 4: return .number(JSONNumber(text: "1\(UInt64.random(in: UInt64.max / 2 ... .max, using: &random))"))
        case 5: return .string(ExactString((0..<Int.random(in: 0...50, using: &random)).map { _ in ["a", "é", "\u{1F600}", "\"", "\n", "\0"].randomElement(using: &random)! }.joined()))
        case 6: return .array([])
        case 7: return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in JSONValue.random(depth: depth - 1, &random) })
        default:
            let keys = Set((0..<Int.random(in: 0...4, using: &random)).map { _ in ExactString("k\(Int.random(in: 0...99, using: &random))") }).sorted()
            return .object(JSONObject(members: keys.map { .init(key: $0, value: JSONValue.random(depth: depth - 1, &random)) }))
        }
    }
}
