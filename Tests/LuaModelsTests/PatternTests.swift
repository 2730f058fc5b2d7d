import CLua
import JSONText
import LuaModels
import Rehydration
import TestSupport
import Testing

/// The sandbox's patterns beside those of Lua's own library.
@Suite struct PatternTests {
    private static let pieces = [
        "a", "b", ".", "%a", "%d", "%s", "%w", "%p", "%x", "%A", "%S", "%u", "%l", "%c", "%g", "[ab]", "[^a]", "[%d_]", "[a-c]", "[]]", "[^]x]", "[a-]", "%%", "%.",
        "(", ")", "()", "^", "$", "%1", "%2", "%b()", "%bab", "%f[%w]", "%f[^a]", "-", "*", "+", "?", "ab", "é", "[", "%", "%b", "%f",
    ]
    private static let texts = ["", "a", "ab", "aab(b)c", "key = value", "  x1 y22  ", "(a(b)c)", "é1.5_", "aaaa", "a\\nb\\0c", "THE (quick) fox", "abcabc"]

    /// What a chunk gives back, by Lua itself with its own libraries.
    private func luaAnswer(_ L: OpaquePointer, _ chunk: String) -> String {
        lua_settop(L, 0)
        if luaL_loadstring(L, chunk) != 0 || lua_pcallk(L, 0, 1, 0, 0, nil) != 0 { return "does not run" }
        return String(cString: lua_tolstring(L, -1, nil))
    }

    @Test func `find, match, gmatch and gsub do what Lua's own do`() throws {
        let L = try #require(luaL_newstate())
        defer { lua_close(L) }
        luaL_openlibs(L)
        for seed in UInt64(0)..<60 {
            var random = SplitMix64(seed: seed)
            var calls: [String] = []
            for _ in 0..<40 {
                let text = random.pick(Self.texts)
                let pattern = (0..<random.below(6)).map { _ in random.pick(Self.pieces) }.joined()
                let replacement = random.pick(["'x'", "'<%0>'", "'%1%%'", "'%9'", "'%x'", "{ a = 'A', ab = 1, b = false }", "function(...) return select('#', ...) > 1 and ... or nil end", "7"])
                let start = random.below(9) - 4
                switch random.below(5) {
                case 0: calls.append("string.find('\(text)', '\(pattern)', \(start))")
                case 1: calls.append("string.match('\(text)', '\(pattern)', \(start))")
                case 2: calls.append("string.gsub('\(text)', '\(pattern)', \(replacement))")
                case 3: calls.append("string.gsub('\(text)', '\(pattern)', \(replacement), \(start))")
                default: calls.append("walk('\(text)', '\(pattern)')")
                }
            }
            let body = """
                local function walk(text, pattern)
                  local seen, left = {}, 40
                  for a, b in string.gmatch(text, pattern) do
                    seen[#seen + 1] = tostring(a) .. '/' .. tostring(b)
                    left = left - 1
                    if left == 0 then break end
                  end
                  return table.concat(seen, ' ')
                end
                local answers = {}
                local function try(f)
                  local values = table.pack(pcall(f))
                  for i = 1, values.n do values[i] = tostring(values[i]) end
                  -- Where an error came from is not compared.
                  if values[1] == 'false' then values[2] = values[2]:gsub('^.-:%d+: ', '') end
                  answers[#answers + 1] = table.concat(values, ',', 1, values.n)
                end
                \(calls.map { "try(function() return \($0) end)" }.joined(separator: "\n"))
                """
            let expected = luaAnswer(L, body + "\nreturn table.concat(answers, '\\n')")
            let reader = try reader(handler: body + "\nstate.text = table.concat(answers, '\\n')")
            let fold = try #require(try reader.luaFold(for: "thing-1"))
            var state = try fold.initialState(of: "thing-1")
            _ = try fold.apply(event(), to: &state)
            let answer = try fold.json(state).object?["text"]
            for (call, (one, other)) in zip(calls, zip(expected.split(separator: "\n", omittingEmptySubsequences: false), lines(answer))) where one != other {
                Issue.record("seed \(seed): \(call) is \(other), not \(one)")
            }
        }
    }

    private func lines(_ value: JSONValue?) -> [Substring] {
        guard case .string(let text)? = value else { return [] }
        return text.description.split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test(arguments: [
        "string.find(('a'):rep(3000), '.-.-.-.-b')", "string.find(('('):rep(200000), '%b()')", "string.match(('a'):rep(5000), '(a*)*(a*)*(a*)*b')",
        "string.gsub(('a'):rep(3000), 'a-a-a-a-b', '')", "for _ in string.gmatch(('a'):rep(3000), '.-.-.-.-b') do end",
        "string.find(('a'):rep(100000), ('[' .. ('b'):rep(60000) .. ']*c'))", "while true do pcall(string.find, ('a'):rep(3000), '.-.-.-.-b') end",
    ])
    func `L06 a pathological pattern meets the step limit`(body: String) throws {
        let error = try failure(body, limits: LuaLimits(steps: 1_000_000, memory: 32 << 20))
        #expect(error.message.contains("more than 1000000 steps"), "\(error.message)")
    }

    @Test func `patterns of a usual size are no trouble`() throws {
        #expect(try state("local n = 0 for word in ('lorem ipsum '):rep(5000):gmatch('%a+') do n = n + #word end state.n = n") == #"{"n":50000}"#)
        #expect(try state("state.key, state.value = ('  key = some value  '):match('^%s*(%S+)%s*=%s*(.-)%s*$')") == #"{"key":"key","value":"some value"}"#)
    }
}
