import Glibc
import JSONText
import LuaModels
import Rehydration
import Testing

@Suite struct ModelTests {
    @Test(arguments: [
        ("x = = 1", 1, "unexpected symbol near '='"), ("\n\nerror('no')", 3, "no"), ("\n\u{FEFF}", 2, "unexpected symbol"),
        ("local a = aggregate('a')\na.on.X = 5", 2, "a.on.X must be a function"),
        ("local a = aggregate('a')\nfunction a.on.X() end\nfunction a.on.X() end", 3, "a.on.X is already there"),
        ("aggregate('a')\naggregate('a')", 2, "\"a\" is declared twice"), ("aggregate('a', { stream = 'x' })", 1, "no option 'stream'"),
        ("aggregate('a', { streams = 5 })", 1, "streams is a pattern"), ("aggregate('a', { numbers = 'x' })", 1, "numbers can only be"),
        ("aggregate('a', { initial = { f = print } })", 1, "initial.f: a function"), ("aggregate()", 1, "write aggregate("),
        ("local a = aggregate('a')\na.un = 1", 2, "a.un cannot be set"), ("local a = aggregate('a')\na:invariant('x', print)", 2, "with a dot"),
        ("upcast('X', { from = 1 }, function() end)", 1, "upcast needs to"), ("upcast('X')", 1, "write upcast("),
        ("upcast('X', { from = 1, to = 2 }, print)\nupcast('X', { from = 1, to = 3 }, print)", 2, "two upcasters"), ("ignore(5)", 1, "string expected"),
        ("local a = aggregate('a')\nlocal x <close> = 5", 2, "variable 'x' got a non-closable value"), ("while true do end", 1, "more than 10000000 steps"),
    ])
    func `a model that does not load says where and why`(source: String, line: Int, message: String) throws {
        let error = try loadFailure(source)
        #expect(error.message.contains(message), "\(error.message)")
        #expect(error.line == line || message.contains("steps"))
        #expect(error.path == "model.lua")
    }

    @Test func `L26 files that are no models`() throws {
        #expect(try loadFailure("\u{1B}Lua").message == "compiled Lua, not its text")
        #expect(try loadFailure("x = 1\ny = '\0'").line == 2)
        #expect(try loadFailure("--" + String(repeating: "x", count: 1 << 20)).message.contains("1 MiB"))
        for (path, message) in [("/", "not a regular file"), ("/dev/zero", "not a regular file"), ("/no/such/file.lua", "No such file")] {
            let error = try #require(throws: ModelError.self) { try LuaModel(path: path) }
            #expect(error.message.contains(message) && error.path == path, "\(error)")
        }
        let folder = try temporaryFolder()
        defer { rmdir(folder) }
        let pipe = folder + "/pipe.lua"
        #expect(mkfifo(pipe, 0o600) == 0)
        defer { unlink(pipe) }
        #expect(throws: ModelError.self) { try LuaModel(path: pipe) }
        let bad = folder + "/bad.lua"
        let file = open(bad, O_WRONLY | O_CREAT, 0o600)
        let bytes: [UInt8] = Array("x = 1\r\ny = '".utf8) + [0xFF, 0x27, 0x0A]
        #expect(write(file, bytes, bytes.count) == bytes.count)
        close(file)
        defer { unlink(bad) }
        let error = try #require(throws: ModelError.self) { try LuaModel(path: bad) }
        #expect(error == ModelError(path: bad, line: 2, message: "invalid UTF-8"))
    }

    @Test(arguments: ["\u{FEFF}local a = aggregate('thing')", "#!/usr/bin/hindcast\nlocal a = aggregate('thing')", "\u{FEFF}#!x\r\nlocal a = aggregate('thing')\r\n", ""])
    func `L26 a byte order mark, a hash line and CRLF are accepted`(source: String) throws {
        #expect(try reader(source).aggregates.count == (source.isEmpty ? 0 : 1))
    }

    @Test func `L26 lines are counted behind a hash line`() throws {
        #expect(try loadFailure("#!/usr/bin/hindcast\n\nerror('x')").line == 3)
    }

    @Test func `streams are found by pattern, list or function`() throws {
        let reader = try reader("""
            aggregate("one")
            aggregate("two", { streams = { "a-*", "b?" } })
            aggregate("three", { streams = function(name) return name:sub(-1) == "!" end })
            projection("all", {})
            aggregate("late", { streams = "a*" })
            aggregate("broken", { streams = function(name) return name.x.y end })
            """)
        for (stream, name) in [("one-1", "one"), ("a-", "two"), ("bx", "two"), ("x!", "three"), ("ab", "late")] {
            #expect(try reader.fold(for: ExactString(stream))?.name == name)
        }
        let error = try #require(throws: HandlerError.self) { _ = try reader.fold(for: "nobody") }
        #expect(error.line == 6)
        #expect(reader.aggregates.map(\.name) == ["one", "two", "three", "all", "late", "broken"])
        #expect(reader.aggregates.map(\.isProjection) == [false, false, false, true, false, false])
    }

    @Test func `a pattern full of stars costs little`() throws {
        let reader = try reader("aggregate('x', { streams = '\(String(repeating: "*a", count: 200))b' })")
        #expect(try reader.fold(for: ExactString(String(repeating: "a", count: 5000))) == nil)
    }

    @Test func `initial states do not share`() throws {
        for options in ["initial = { list = array{} }", "initial = (function() local t = { list = array{} } return function(stream) return t end end)()"] {
            let reader = try reader(handler: "table.insert(state.list, 1)", options: options)
            let fold = try #require(try reader.luaFold(for: "thing-1"))
            var first = try fold.initialState(of: "thing-1")
            _ = try fold.apply(event(), to: &first)
            #expect(try fold.json(fold.initialState(of: "thing-2")).line == #"{"list":[]}"#)
        }
    }

    @Test func `an initial state may be made for a stream, and may be no table`() throws {
        let reader = try reader("local c = aggregate('c', { initial = function(stream) return #stream end })\nfunction c.on.Did(state) return state + 1 end")
        let fold = try #require(try reader.luaFold(for: "c-12"))
        var state = try fold.initialState(of: "c-12")
        _ = try fold.apply(event(), to: &state)
        #expect(try fold.json(state) == 5)
    }

    @Test func `handled, ignored, unhandled`() throws {
        let reader = try reader("local t = aggregate('thing')\nfunction t.on.Did() end\nignore('Noise', 'Other')")
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        #expect(try fold.apply(event("Did"), to: &state) == .handled)
        #expect(try fold.apply(event("Noise"), to: &state) == .ignored)
        #expect(try fold.apply(event("Strange"), to: &state) == .unhandled)
    }

    @Test func `broken invariants are named in order`() throws {
        let reader = try reader("""
            local t = aggregate("thing")
            t.invariant("holds", function(state) return true end)
            t.invariant("throws", function(state) error("x") end)
            t.invariant("nil", function(state) end)
            t.invariant("fails", function(state) return false end)
            """)
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        let broken = try fold.brokenInvariants(of: try fold.initialState(of: "thing-1"))
        #expect(broken.map(\.name) == ["throws", "nil", "fails"])
        #expect(broken.map { $0.error != nil } == [true, false, false])
    }

    @Test func `L28 a hundred thousand errors leak nothing`() throws {
        let reader = try reader(handler: "error('x' .. event.version)")
        let fold = try #require(try reader.luaFold(for: "thing-1"))
        var state = try fold.initialState(of: "thing-1")
        let happening = event()
        var thrown = 0
        for _ in 0..<100_000 {
            do { _ = try fold.apply(happening, to: &state) } catch { thrown += 1 }
        }
        #expect(thrown == 100_000)
        #expect(reader.memoryInUse < 1 << 20)
    }
}

private func temporaryFolder() throws -> String {
    var template = Array("/tmp/hindcast-lua-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) != nil }
    try #require(made)
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
}
