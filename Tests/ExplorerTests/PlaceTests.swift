import EventLog
import Explorer
import JSONText
import Screen
import Testing

/// Marks, jumps, watches, running, playing.
struct PlaceTests {
    @Test("marks: m and ' with a letter, u and U from one to the next in the order of the log")
    func marks() throws {
        var driver = try Driver(97, 26)
        let steps: [(keys: String, place: String)] = [
            ("gma", "account-42 0 timeline"),
            (":3<enter>mb", "account-42 3 timeline"),
            ("1j2<c-l>10Gmc", "account-7 10 timeline"),
            ("'a", "account-42 0 timeline"),
            ("u", "account-42 3 timeline"),
            ("u", "account-7 10 timeline"),
            ("u", "account-42 0 timeline"),
            ("U", "account-7 10 timeline"),
            ("''", "account-42 0 timeline"),
            ("'z", "account-42 0 timeline"),
            ("m<esc>", "account-42 0 timeline"),
            (":marks<enter>G<enter>", "account-7 10 timeline"),
        ]
        for (number, step) in steps.enumerated() {
            try driver.keys(step.keys)
            #expect(driver.place == step.place, "step \(number): \(step.keys)")
        }
        try driver.keys("'btt")
        #expect(driver.state.history?.timeline.time == .mark && driver.state.notice?.text == "times since mark c")
        try driver.keys("t")
        #expect(driver.state.history?.timeline.time == .local)
    }

    @Test("Ctrl-O goes back to where jumps began, Ctrl-I right behind it forward; else Tab is the next pane")
    func jumps() throws {
        var driver = try Driver(97, 26)
        let steps: [(keys: String, place: String)] = [
            ("g:goto 4<enter>:goto 2<enter>", "account-42 2 timeline"),
            ("<c-o>", "account-42 4 timeline"),
            ("<c-o>", "account-42 0 timeline"),
            ("<c-o>", "account-42 0 timeline"),
            ("<tab>", "account-42 4 timeline"),
            ("j<tab>", "account-42 5 state"),
        ]
        for (number, step) in steps.enumerated() {
            try driver.keys(step.keys)
            #expect(driver.place == step.place, "step \(number): \(step.keys)")
        }
    }

    @Test("w pins a value above the state; c and C run to where it changes")
    func watches() throws {
        var driver = try Driver(97, 26)
        try driver.keys("g3<c-l>/balance<enter>w")
        #expect(driver.state.history?.watches == [try JSONPath(parsing: ".balance")])
        expectGolden(driver.frame, "watch-97x26")
        let steps: [(keys: String, place: String)] = [
            ("c", "account-42 1 state"), ("c", "account-42 2 state"), ("<f8>", "account-42 4 state"), ("c", "account-42 4 state"),
            ("C", "account-42 2 state"), ("<f7>", "account-42 1 state"),
        ]
        for (number, step) in steps.enumerated() {
            try driver.keys(step.keys)
            #expect(driver.place == step.place, "step \(number): \(step.keys)")
        }
        try driver.keys(":unwatch .balance<enter>")
        #expect(driver.state.history?.watches == [])
    }

    @Test("without anything watched, c runs to what stands out")
    func signs() throws {
        var driver = try Driver(97, 26)
        try driver.keys("gc")
        #expect(driver.place == "account-42 2 timeline")
        try driver.keys("c")
        #expect(driver.place == "account-42 5 timeline")
        try driver.keys("C")
        #expect(driver.place == "account-42 2 timeline")
    }

    @Test("H: every event that changed a value; Enter goes there, L comes back to the list")
    func history() throws {
        var driver = try Driver(97, 26)
        try driver.keys("G3<c-l>/balance<enter>H")
        expectGolden(driver.frame, "history-97x26")
        try driver.keys("j<enter>")
        #expect(driver.place == "account-42 1 state" || driver.place == "account-42 2 state")
        let place = driver.place
        try driver.keys("L<esc>")
        #expect(driver.place == place)
    }

    @Test("p steps by itself to the end; < and > change how fast, any other key stops it and does nothing else")
    func play() throws {
        var driver = try Driver(97, 26)
        try driver.keys("gp")
        guard case .tick(200, let first)? = driver.commands.last else { Issue.record("no tick: \(driver.commands.suffix(2))"); return }
        driver.send(.ticked(first))
        #expect(driver.place == "account-42 1 timeline")
        driver.send(.ticked(first))
        #expect(driver.place == "account-42 1 timeline")
        try driver.keys(">")
        driver.tick()
        #expect(driver.place == "account-42 2 timeline")
        #expect(driver.frame.lines.last?.contains("playing 10/s") == true)
        try driver.keys("q")
        driver.tick()
        #expect(driver.place == "account-42 2 timeline" && !driver.commands.contains(.quit))
        try driver.keys("p")
        for _ in 0..<5 { driver.tick() }
        #expect(driver.place == "account-42 5 timeline")
        #expect(driver.frame.lines.last?.contains("playing") == false)
    }

    @Test("a causation is a link: Enter goes to the event; a correlation shows all that belong together")
    func links() throws {
        let text = """
            {"stream":"a-1","version":0,"type":"Asked","id":"e-1","data":{},"meta":{"correlation":"c-1"}}
            {"stream":"b-1","version":0,"type":"Other","id":"e-2","data":{}}
            {"stream":"b-1","version":1,"type":"Answered","id":"e-3","data":{},"meta":{"correlation":"c-1","causation":"e-1"}}
            """ + "\n"
        var driver = try Driver(97, 26, text: text, models: [])
        try driver.keys("1<c-l>j<enter>4<c-l>/e-1<enter><enter>")
        #expect(driver.place == "a-1 0 event")
        try driver.keys("<c-o>")
        #expect(driver.place == "b-1 1 event")
        try driver.keys("/c-1<enter><enter>")
        #expect(driver.state.history?.timeline.scope == .log && driver.state.history?.rowCount == 2)
    }

    @Test("a session is taken up where it was left; what was searched for is not in it")
    func session() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":3<enter>ma:type Money*<enter>t:watch .balance<enter>&secret<enter>/password<enter>1<c-l>s")
        let record = try #require(driver.state.sessionRecord)
        let text = record.json.line
        #expect(!text.contains("secret") && !text.contains("password"))
        let back = SessionRecord(try JSONParser().value(of: Array(text.utf8)))
        #expect(back == record)
        var next = try Driver(97, 26, session: back)
        // The filter hid the third: the cursor had gone to the one before.
        #expect(next.place == "account-42 2 timeline" || next.place == "account-42 2 streams")
        #expect(next.state.history?.rowCount == 2)
        #expect(next.state.history?.watches.count == 1)
        try next.keys("G'a")
        #expect(next.place.hasPrefix("account-42 3"))
        // What somebody wrote into the file is as nothing.
        for json in ["[]", "{}", #"{"place":7,"marks":[],"focus":99,"watches":["nonsense",3],"columns":"x","sort":[]}"#] {
            #expect(SessionRecord(try JSONParser().value(of: Array(json.utf8))) == SessionRecord(.object(JSONObject())))
        }
    }
}
