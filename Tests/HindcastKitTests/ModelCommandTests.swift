import EventLog
import Glibc
import HindcastKit
import TestSupport
import Testing

@Suite struct ModelCommandTests {
    private static let counter = """
        local a = aggregate("counter", { streams = "account-*", initial = { seen = 0 } })
        function a.on.MoneyWithdrawn(state, event) state.seen = state.seen + event.data.amount end

        """

    private func environment(_ fixture: Fixture) -> [String: String] {
        ["XDG_STATE_HOME": fixture.path("state"), "XDG_CACHE_HOME": fixture.path("cache")]
    }

    @Test func `L27 P-trust a found model runs only once its very text was accepted`() {
        let store = Fixture(["events.jsonl": Samples.bank, "model.lua": Self.counter, "home/none": ""])
        let home = environment(store)
        func model() -> String { hindcast("state", store.folder, "--json", "--stream", "account-1", environment: home).out }
        #expect(model().contains(#""model":"merge""#))
        let trusted = hindcast("model", "trust", store.path("model.lua"), environment: home)
        #expect(trusted.status == .well)
        #expect(trusted.err.contains("is trusted as it is now"))
        #expect(model().contains(#""model":"counter""#))
        store.write(Self.counter + "-- changed\n", to: "model.lua")
        #expect(model().contains(#""model":"merge""#))
    }

    @Test func `L27 a yes is for the text that was offered, not for what the file holds by then`() throws {
        let store = Fixture(["events.jsonl": Samples.bank, "model.lua": Self.counter, "home/none": ""])
        let home = environment(store)
        let folders = UserFolders { home[$0] }
        func model() -> String { hindcast("state", store.folder, "--json", "--stream", "account-1", environment: home).out }
        let request = SourceRequest(paths: [SourcePath(argument: store.folder)], usesCache: false, folders: folders)
        let offers = ModelOffers()
        offers.note(try OpenedSource.open(request).offeredModels)
        store.write(Self.counter + "-- changed while the question stood\n", to: "model.lua")
        try offers.accept(in: folders)
        #expect(model().contains(#""model":"merge""#))
        let again = try OpenedSource.open(request)
        #expect(again.foundModels.count == 1 && again.models.isEmpty)
        store.write(Self.counter, to: "model.lua")
        #expect(model().contains(#""model":"counter""#))
    }

    @Test func `the list of trusted models is the user's alone, and one that others may write to is not believed`() {
        let store = Fixture(["events.jsonl": Samples.bank, "model.lua": Self.counter])
        let home = environment(store)
        #expect(hindcast("model", "trust", store.path("model.lua"), environment: home).status == .well)
        let list = store.path("state/hindcast/trusted-models")
        var facts = stat()
        #expect(stat(list, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        #expect(stat(store.path("state/hindcast"), &facts) == 0 && facts.st_mode & 0o777 == 0o700)
        chmod(list, 0o622)
        #expect(hindcast("state", store.folder, "--json", "--stream", "account-1", environment: home).out.contains(#""model":"merge""#))
    }

    @Test func `models of a folder are found beside the events as well`() {
        let store = Fixture(["events.jsonl": Samples.bank, "models/a.lua": Self.counter])
        let outcome = hindcast("state", store.path("events.jsonl"), "--json", "--stream", "account-1", "--trust")
        #expect(outcome.out.contains(#""model":"counter""#))
        let asked = hindcast("state", store.path("events.jsonl"), "--stream", "account-1")
        #expect(asked.err.contains("a.lua lies beside the events"))
        #expect(asked.err.contains("hindcast model trust \(store.path("models/a.lua"))"))
    }

    @Test func `a model that does not load is not trusted, and without a home nothing can be`() {
        let store = Fixture(["bad.lua": "x = = 1\n", "good.lua": Self.counter])
        let bad = hindcast("model", "trust", store.path("bad.lua"), environment: environment(store))
        #expect(bad.status == .trouble)
        #expect(bad.err.contains("bad.lua:1:"))
        #expect(hindcast("model", "trust", store.path("good.lua")).status == .trouble)
    }

    private static let oddities: String = [
        #"{"stream":"a b*-1","version":0,"type":"odd type\n\"x\"","data":{"end":1,"ä":[{"x":null}]}}"#,
        #"{"stream":"end","version":0,"type":"function","data":[1]}"#, #"{"stream":"end-2","version":0,"type":"Ünï","data":"\ud800"}"#,
        #"{"stream":"9","version":0,"type":"\u001b[31m]]--","data":{"]]":1}}"#,
    ].map { $0 + "\n" }.joined()
    private static let many: String = (0..<300).map { #"{"stream":"s\#($0)","version":0,"type":"T\#($0)","data":{}}"# + "\n" }.joined()

    @Test(arguments: [Samples.bank, oddities, many])
    func `a first model loads as it is, and folds every event`(events: String) {
        let fixture = Fixture(["log.jsonl": events])
        let made = hindcast("model", "new", fixture.path("log.jsonl"), "--out", fixture.path("first.lua"))
        #expect(made.status == .well, "\(made.err)")
        let check = hindcast("model", "check", fixture.path("first.lua"))
        #expect(check.status == .well)
        #expect(check.out == "", "\(check.out)")
        let schema = hindcast("schema", fixture.path("log.jsonl"), "--json", "--model", fixture.path("first.lua"))
        #expect(schema.status == .well)
        if !events.contains("\"T0\"") { #expect(!schema.out.contains(#""handled":false"#)) }
        #expect(hindcast("model", "new", fixture.path("log.jsonl"), "--out", fixture.path("first.lua")).status == .trouble)
    }

    @Test func `a first model names the fields and their types`() {
        let fixture = Fixture(["bank.jsonl": Samples.bank])
        let text = hindcast("model", "new", fixture.path("bank.jsonl")).out
        #expect(text.contains("local account = aggregate(\"account\", {"))
        #expect(text.contains("--   data.amount: integer"))
        #expect(text.contains("function account.on.MoneyWithdrawn(state, event)\nend\n"))
    }

    @Test func `check tells what is doubtful, and what does not load, with place`() {
        let fixture = Fixture([
            "doubt.lua": "aggregate(\"empty\")\nupcast(\"Old\", { from = 1, to = 2, as = \"New\" }, function(data) return data end)\n",
            "bad.lua": "\nlocal x = = 1\n", "fork.lua": "upcast(\"Old\", { from = 1, to = 3 }, function(data) return data end)\n",
            "round.lua": "upcast(\"A\", { from = 1, to = 2, as = \"B\" }, print)\nupcast(\"B\", { from = 2, to = 3, as = \"A\" }, print)\n",
        ])
        let doubt = hindcast("model", "check", "--json", fixture.path("doubt.lua"))
        #expect(doubt.status == .well)
        #expect(doubt.lines.map { $0.contains(#""severity":"warning""#) } == [true, true])
        let bad = hindcast("model", "check", "--json", fixture.path("bad.lua"))
        #expect(bad.status == .trouble)
        #expect(bad.out.contains(#""kind":"load","path":"\#(fixture.path("bad.lua"))","line":2,"#))
        let fork = hindcast("model", "check", fixture.path("doubt.lua"), fixture.path("fork.lua"))
        #expect(fork.status == .trouble)
        #expect(fork.out.contains("two upcasters from the same schema"))
        #expect(hindcast("model", "check", fixture.path("round.lua")).status == .well)
    }
}

@Suite struct UpcastCommandTests {
    private static let model = """
        local a = aggregate("account")
        function a.on.Deposited(state, event) state.n = event.data.amount end
        schema_of(function(event) if event.data.cents then return 1 end if event.data.amount then return 2 end end)
        upcast("Deposited", { from = 1, to = 2 }, function(data) return { amount = data.cents // 100 } end)
        upcast("Broken", { from = 1, to = 2 }, function(data) return { x = data.a.b } end)
        upcast("Renamed", { from = 1, to = 2, as = "Deposited" }, function(data) return drop() end)

        """

    private let fixture = Fixture([
        "log.jsonl": [
            #"{"stream":"account-1","version":0,"type":"Deposited","data":{"cents":500}}"#, #"{"stream":"account-1","version":1,"type":"Deposited","data":{"amount":7}}"#,
            #"{"stream":"account-1","version":2,"type":"Renamed","schema":1,"data":{}}"#, #"{"stream":"account-1","version":3,"type":"Deposited","schema":1,"data":{"cents":900}}"#,
        ].map { $0 + "\n" }.joined(), "model.lua": Self.model,
    ])

    @Test func `every event as today's schema sees it; schema_of tells what the source does not`() {
        let outcome = hindcast("upcast", fixture.path("log.jsonl"), "--json", "--model", fixture.path("model.lua"))
        #expect(outcome.lines == [
            #"{"position":0,"stream":"account-1","version":0,"type":"Deposited","schema":2,"data":{"amount":5}}"#,
            #"{"position":1,"stream":"account-1","version":1,"type":"Deposited","schema":2,"data":{"amount":7}}"#,
            #"{"position":3,"stream":"account-1","version":3,"type":"Deposited","schema":2,"data":{"amount":9}}"#,
        ])
        #expect(outcome.status == .well)
        let schema = hindcast("schema", fixture.path("log.jsonl"), "--json", "--model", fixture.path("model.lua")).lines
        #expect(schema[0].hasPrefix(#"{"type":"Deposited","schema":1,"events":2,"#))
        #expect(schema[0].hasSuffix(#""upcasters":["1→2"],"handled":true}"#))
        #expect(schema[1].hasPrefix(#"{"type":"Deposited","schema":2,"events":1,"#))
    }

    @Test func `check names what fails and what has no way to the newest, and exits 1`() {
        let log = Fixture([
            "log.jsonl": [
                #"{"stream":"s-1","version":0,"type":"Broken","schema":1,"time":"2026-01-01T00:00:00Z","data":{}}"#, #"{"stream":"s-1","version":1,"type":"Renamed","schema":2,"data":{}}"#,
                #"{"stream":"s-1","version":2,"type":"Deposited","schema":0,"data":{}}"#, #"{"stream":"s-1","version":3,"type":"Other","data":{}}"#,
            ].map { $0 + "\n" }.joined(), "model.lua": Self.model,
        ])
        let outcome = hindcast("upcast", log.path("log.jsonl"), "--check", "--json", "--model", log.path("model.lua"))
        #expect(outcome.status == .no)
        #expect(outcome.lines.count == 3)
        #expect(outcome.lines[0].hasPrefix(#"{"position":0,"stream":"s-1","version":0,"type":"Broken","schema":1,"time":"2026-01-01T00:00:00Z","data":{},"severity":"error","kind":"upcaster-error","message":"model.lua:5: upcast Broken 1→2: "#))
        #expect(outcome.lines[1].contains(#""type":"Renamed","schema":2,"data":{},"severity":"error","kind":"upcaster-gap""#))
        #expect(outcome.lines[2].contains("no upcaster leads from Deposited 0 to 2"))
        #expect(outcome.err.contains("3 of 4 events"))
        let plain = hindcast("upcast", log.path("log.jsonl"), "--json", "--model", log.path("model.lua"))
        #expect(plain.status == .no)
        #expect(plain.lines.count == 3)
        #expect(plain.err.contains("s-1 version 0 (#0): model.lua:5: upcast Broken 1→2"))
        #expect(hindcast("upcast", fixture.path("log.jsonl"), "--check", "--model", fixture.path("model.lua")).status == .well)
    }

    @Test func `an event newer than the chain is a gap, whether or not the chain renames its type`() {
        let log = Fixture([
            "log.jsonl": ["Same", "Old", "New"].enumerated().map {
                #"{"stream":"s-1","version":\#($0.offset),"type":"\#($0.element)","schema":7,"data":{}}"# + "\n"
            }.joined(),
            "model.lua": """
                upcast("Same", { from = 1, to = 2 }, function(data) return data end)
                upcast("Old", { from = 1, to = 2, as = "New" }, function(data) return data end)
                """,
        ])
        let outcome = hindcast("upcast", log.path("log.jsonl"), "--check", "--json", "--model", log.path("model.lua"))
        #expect(outcome.status == .no)
        #expect(outcome.lines.count == 3)
        #expect(outcome.lines.allSatisfy { $0.contains(#""kind":"upcaster-gap""#) })
        let check = hindcast("check", log.path("log.jsonl"), "--json", "--model", log.path("model.lua"))
        #expect(check.lines.count { $0.contains("upcaster-gap") } == 3)
    }

    @Test func `a chain that fails at its second step shows the first, and where the second is`() {
        let log = Fixture([
            "log.jsonl": #"{"stream":"s-1","version":0,"type":"Paid","schema":1,"data":{"cents":5}}"# + "\n",
            "model.lua": """
                upcast("Paid", { from = 1, to = 2 }, function(data) return { amount = data.cents } end)
                upcast("Paid", { from = 2, to = 3 }, function(data)
                  return { amount = data.nothing.at_all }
                end)
                """,
        ])
        let outcome = hindcast("show", log.path("log.jsonl"), "--stream", "s-1", "--at", "0", "--json", "--model", log.path("model.lua"))
        #expect(outcome.out.contains(#""steps":[{"upcaster":"Paid 1→2","events":[{"#))
        #expect(outcome.out.contains(#""data":{"amount":5}}]}],"final":[],"error":{"handler":"upcast Paid 2→3","path":"model.lua","line":3,"#))
        let text = hindcast("show", log.path("log.jsonl"), "--stream", "s-1", "--at", "0", "--model", log.path("model.lua"))
        #expect(text.out.contains("Paid 1→2: Paid v2") && text.out.contains("! model.lua:3: upcast Paid 2→3"))
    }

    @Test func `errors of chains and schemas name file and line`() {
        let store = Fixture([
            "gap.lua": "upcast('A', { from = 1, to = 2 }, print)\n\nupcast('A', { from = 3, to = 4 }, print)\n",
            "below.lua": "\nupcast('A', { from = -1, to = 2 }, print)\n", "down.lua": "\n\nupcast('A', { from = 3, to = 2 }, print)\n",
        ])
        #expect(hindcast("model", "check", "--json", store.path("gap.lua")).out.contains(#"gap.lua","line":1,"message":"a gap"#))
        #expect(hindcast("model", "check", "--json", store.path("below.lua")).out.contains(#"below.lua","line":2,"message":"upcast: from is -1"#))
        #expect(hindcast("model", "check", "--json", store.path("down.lua")).out.contains(#"down.lua","line":3,"#))
    }
}

@Suite struct ModelLintTests {
    private func findings(_ source: String) -> [String] {
        let fixture = Fixture(["m.lua": source])
        return hindcast("model", "check", "--json", fixture.path("m.lua")).lines.filter { !$0.isEmpty }
    }

    @Test func `check names what is read and not there, with its line`() {
        let found = findings("""
            local a = aggregate("a")
            local function helper(x, ...) local t <const> = { key = x, [1] = 2 } goto done ::done:: return t end
            LIMIT = 5
            -- comment: nothing_here
            function a.on.T(state, event)
              state.text = [[ nor_here ]] .. 'nor "here"' .. [==[ ]] still_not ]==]
              for key, value in pairs(event.data) do state[key] = helper(value, LIMIT) end
              state.now = os.time()
              state.roll = math.random(6) + math.floor(1.5)
              state.low = ("X"):lower() .. string.upper("x") .. tostring(misspelt) .. tostring(misspelt)
              state.d = decimal.eq(1, 2)
            end
            """)
        #expect(found.map { $0.contains(#""kind":"undefined""#) } == [true, true, true])
        #expect(found[0].contains(#""line":8,"message":"os is not"#) && found[1].contains(#""line":9,"message":"math.random is not"#) && found[2].contains(#""line":10,"message":"misspelt is not"#))
    }

    @Test func `check names where a decimal is compared with a number`() {
        let body = """
            function a.on.T(state, event)
              if event.data.amount == 0 then return end
              if -1 ~= state.sum then return end
              if #state.list == 0 or event.version == 1 or decimal.eq(event.data.amount, 0) or event.data.n % 2 == 0 then return end
              if event.data["x"] ~= -5 then return end
            end
            """
        #expect(findings("local a = aggregate('a')\n" + body) == [])
        let found = findings("local a = aggregate('a', { numbers = 'decimal', initial = { list = array{} } })\n" + body)
        #expect(found.map { $0.contains(#""kind":"decimal-equality""#) } == [true, true, true])
        #expect(found[0].contains(#""line":3,"#) && found[1].contains(#""line":4,"#) && found[2].contains(#""line":6,"#))
    }

    @Test func `check asks streams and schema_of`() {
        let found = findings("""
            local a = aggregate("a", { streams = function(name) return name.x.y end })
            function a.on.T() end
            schema_of(function(event) return event.data.x.y end)
            """)
        #expect(found.count { $0.contains(#""kind":"streams""#) } == 1 && found.count { $0.contains(#""kind":"schema_of""#) } == 1)
    }
}

@Suite struct SnapshotCommandTests {
    @Test func `one damaged snapshot is named by verify and list, with its file, and the others serve`() throws {
        let lines = (0..<40).map { #"{"stream":"thing-1","version":\#($0),"type":"Did","data":{}}"# + "\n" }
        let fixture = Fixture([
            "log.jsonl": lines.joined(),
            "m.lua": "local t = aggregate('thing', { initial = { n = 0 } })\nfunction t.on.Did(state) state.n = state.n + 1 end\n",
        ])
        let home = ["XDG_CACHE_HOME": fixture.path("cache")]
        func run(_ arguments: String...) -> Outcome {
            hindcast(arguments + [fixture.path("log.jsonl"), "--model", fixture.path("m.lua")], environment: home)
        }
        #expect(run("snapshots", "build", "--every", "10").status == .well)
        let file = try #require(Self.files(fixture.path("cache/hindcast/snapshots")).first)
        var bytes = try #require(Self.bytes(file))
        bytes[bytes.count - 1] ^= 1
        Self.write(bytes, file)
        let verified = run("snapshots", "verify", "--json")
        #expect(verified.status == .no)
        #expect(verified.lines.count { $0.contains(#""ok":true"#) } == 3)
        #expect(verified.lines.last?.contains(#"{"stream":"thing-1","version":39,"ok":false,"message":"is damaged (\#(file))"}"#) == true)
        let listed = run("snapshots", "list")
        #expect(listed.status == .well && listed.out.contains("damaged") && listed.out.contains(file))
        #expect(run("state", "--stream", "thing-1", "--at", "end", "--json").out.contains(#""from":"snapshot 29""#))
        bytes[60] ^= 1
        Self.write(bytes, file)
        let all = run("snapshots", "verify")
        #expect(all.status == .no && all.err.contains(file))
    }

    private static func files(_ folder: String) -> [String] {
        entries(of: folder).flatMap { $0.isFolder ? files("\(folder)/\($0.name)") : ["\(folder)/\($0.name)"] }
    }

    private static func bytes(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return bytes
    }

    private static func write(_ bytes: [UInt8], _ path: String) {
        guard let file = fopen(path, "w") else { return }
        _ = fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    @Test func `build, list, use, verify, clear`() {
        let fixture = Fixture(["bank.jsonl": Samples.bank, "m.lua": "local a = aggregate('account')\nfunction a.on.MoneyWithdrawn(state, event) state.n = event.data.amount end\n"])
        let home = ["XDG_CACHE_HOME": fixture.path("cache")]
        func run(_ arguments: String...) -> Outcome {
            let out = MemorySink()
            let err = MemorySink()
            let all = arguments + [fixture.path("bank.jsonl"), "--model", fixture.path("m.lua")]
            let status = Hindcast.run(arguments: all, stdout: out, stderr: err, environment: { home[$0] })
            return Outcome(status: status, out: out.text, err: err.text)
        }
        let built = run("snapshots", "build", "--json", "--every", "2")
        #expect(built.status == .well)
        #expect(built.lines.first == #"{"stream":"account-1","version":1,"ok":true}"#)
        #expect(run("snapshots", "list", "--json").out == built.out)
        #expect(run("snapshots", "verify", "--json").out == built.out)
        #expect(run("state", "--stream", "account-1", "--at", "2", "--json").out.contains(#""from":"snapshot 1""#))
        #expect(run("state", "--stream", "account-1", "--at", "2", "--json", "--no-cache").out.contains(#""from":"start""#))
        #expect(run("snapshots", "clear").status == .well)
        #expect(run("snapshots", "list", "--json").out == "")
        #expect(run("snapshots", "build", "--every", "0").status == .trouble)
        #expect(run("state", "--stream", "account-1", "--memory", "1x").err.contains("is no size"))
        #expect(run("state", "--stream", "account-1", "--memory", "64kB").status == .well)
    }
}
