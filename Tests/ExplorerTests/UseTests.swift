import EventLog
import JSONText
import Rehydration
import Screen
import Testing

@testable import Explorer

/// What a person who sits down before it for the first time comes upon: keys in, frame out.
struct UseTests {
    private func line(_ version: Int, _ data: String, _ rest: String = "", of stream: String = "s-1") -> String {
        #"{"stream":"\#(stream)","version":\#(version),"type":"Said","data":\#(data)\#(rest)}"# + "\n"
    }

    /// `{"k1":{"k2":…{"last":1}}}`, so many objects.
    private func nested(_ levels: Int) -> String {
        (1...levels).map { #"{"k\#($0)":"# }.joined() + #"{"last":1}"# + String(repeating: "}", count: levels)
    }

    @Test("a long text in the timeline is cut between words, with a sign")
    func cutSummary() throws {
        let long = "Asks why the invoice of March was sent twice and whether looking into it takes long"
        let text = line(0, #"{"text":"\#(long)","by":"anna"}"#) + line(1, #"{"text":"\#(String(repeating: "é", count: 70))"}"#)
            + line(2, #"{"text":"short"}"#)
        let driver = try Driver(200, 20, text: text, models: [])
        let lines = driver.frame.lines
        #expect(lines.contains { $0.contains("text Asks why the invoice of March was sent twice and whether…  by anna") }, "\(lines)")
        #expect(lines.contains { $0.contains(String(repeating: "é", count: 60) + "…") })
        #expect(lines.contains { $0.contains("text short ") })
        var ascii = try Driver(200, 20, text: text, models: [], glyphs: .ascii)
        try ascii.keys("g")
        #expect(ascii.frame.lines.contains { $0.contains("and whether>  by anna") })
    }

    @Test("a summary says what no other column does: no type, no name of the stream, ids last, no name without a value")
    func summary() throws {
        let text = line(0, #"{"type":"Said","push_id":728366641,"account":"42","number":42,"amount":2,"by":"anna"}"#, of: "s-42")
        let wide = try Driver(200, 20, text: text, models: []).frame.lines
        #expect(wide.contains { $0.contains("Said    amount 2  by anna  push_id 728366641  account 42  number 42") || $0.contains("Said   amount 2  by anna  push_id 728366641  account 42  number 42") }, "\(wide)")
        let long = line(0, #"{"a_very_long_name_of_a_field_of_the_event":"value","by":"anna"}"#)
        var narrow = try Driver(80, 20, text: long, models: [])
        try narrow.keys("z")
        #expect(narrow.frame.lines.contains { $0.contains("a_very_long_name_of_a_field_of_the_event value  by anna") }, "\(narrow.frame.lines)")
        narrow.send(.resized(Size(columns: 52, rows: 20)))
        #expect(narrow.frame.lines.contains { $0.contains(" by anna") && !$0.contains("a_very") }, "\(narrow.frame.lines)")
    }

    @Test("what is watched and what is broken stays on top while the state scrolls")
    func pinned() throws {
        var driver = try Driver(97, 14)
        try driver.keys(":goto 2<enter>:watch .balance<enter>:watch .owner<enter>3<c-l>")
        func shown() -> [String] { driver.frame.lines.map { String($0.dropFirst(60)) } }
        func isPinned() -> Bool { shown().contains { $0.contains(".balance 50") } && shown().contains { $0.contains("balance is never negative") } }
        #expect(isPinned(), "\(shown())")
        try driver.keys("G")
        #expect(isPinned(), "\(shown())")
        #expect(driver.state.history?.state.selected?.name == "owner")
        #expect(shown().contains { $0.contains("owner") && $0.contains("alice") && !$0.contains(".owner") }, "\(shown())")
        try driver.keys("g")
        #expect(driver.state.history?.state.selected?.watch != nil)
        #expect(isPinned())
        // A state that is much longer than its pane.
        let long = (10..<90).map { #""k\#($0)":\#($0)"# }.joined(separator: ",")
        var scrolled = try Driver(97, 26, text: line(0, "{\(long)}"), models: [])
        try scrolled.keys(":watch .k33<enter>3<c-l>G")
        let lines = scrolled.frame.lines
        #expect(lines[2].contains(".k33") && lines.contains { $0.contains("k89 ") && $0.contains(" 89") }, "\(lines)")
        #expect(!lines.prefix(13).contains { $0.contains(" k10 ") })
        // A click is on the line that is seen.
        scrolled.send(.mouse(MouseEvent(.pressed(.left), at: Point(column: 64, row: 2))))
        #expect(scrolled.state.history?.state.selected?.watch == (try JSONPath(parsing: ".k33")))
    }

    @Test("pinned lines never take all of a pane, and the selection is always seen", arguments: [1, 2, 3, 5, 9, 40])
    func pinnedPane(height: Int) {
        var pane = TreePane()
        let pinned = (0..<7).map { number -> TreeRow in
            var row = TreeRow.remark("pinned \(number)")
            row.isPinned = true
            return row
        }
        pane.show(pinned + (0..<20).map { .remark("row \($0)") }, keepsSelection: false)
        for selected in Array(pane.rows.indices) + pane.rows.indices.reversed() + [0, 26, 3, 15] {
            pane.list.selected = selected
            pane.reveal(height: height)
            let lines = (0..<min(height, pane.rows.count)).map { pane.row(atLine: $0, height: height) }
            #expect(lines == lines.sorted() && Set(lines).count == lines.count && lines.allSatisfy(pane.rows.indices.contains), "\(selected): \(lines)")
            #expect(lines.contains(selected) || selected < 7, "\(selected): \(lines)")
        }
    }

    @Test("deep values keep their keys readable, with a sign of the depth", arguments: [(80, 24), (97, 26), (40, 10), (200, 60)])
    func deep(size: (Int, Int)) throws {
        for levels in [25, 200] {
            var driver = try Driver(size.0, size.1, text: line(0, nested(levels)), models: [])
            try driver.keys("3<c-l>+G")
            let lines = driver.frame.lines
            #expect(lines.contains { $0.contains("…\(levels) last") && $0.contains("1") }, "\(levels): \(lines)")
            #expect(lines.contains { $0.contains("…\(levels - 1) k\(levels)") }, "\(levels): \(lines)")
            try driver.keys("g")
            #expect(driver.frame.lines.contains { $0.contains("  k2") && !$0.contains("…") })
        }
    }

    @Test("Ctrl-O comes back from the events of a correlation, Ctrl-I goes there again")
    func correlation() throws {
        let meta = #","meta":{"correlation":"c-1"}"#
        let text = line(0, "{}", meta, of: "a-1") + line(0, "{}", of: "b-1") + line(1, "{}", meta, of: "b-1")
        var driver = try Driver(97, 26, text: text, models: [])
        try driver.keys("1<c-l>j<enter>4<c-l>/c-1<enter><enter>")
        #expect(driver.state.history?.timeline.scope == .log && driver.state.history?.rowCount == 2)
        try driver.keys("g")
        #expect(driver.place == "a-1 0 timeline")
        try driver.keys("<c-o>")
        #expect(driver.place == "b-1 1 timeline")
        #expect(driver.state.history?.timeline.scope == .stream && driver.state.history?.timeline.filter.isEmpty == true)
        try driver.keys("<tab>")
        #expect(driver.place == "a-1 0 timeline")
        #expect(driver.state.history?.timeline.scope == .log && driver.state.history?.rowCount == 2)
    }

    @Test(":problems lists what :check found in this opening, too")
    func problems() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":problems<enter>")
        #expect(driver.state.history?.results?.title.contains(":check") == true)
        try driver.keys("<esc>:check<enter>")
        let found = try #require(driver.state.history?.results?.rows.filter { $0.spot != nil }.count)
        #expect(found > 0)
        try driver.keys("<esc>:problems<enter>")
        let pane = try #require(driver.state.history?.results)
        #expect(pane.title == "Problems" && pane.rows.count == found)
        #expect(driver.frame.lines.contains { $0.contains("invariant") && $0.contains("account-42") && $0.contains("balance is never negative") }, "\(driver.frame.lines)")
        // What other models say is asked anew.
        driver.send(.modelsReloaded(["test-bank"]))
        try driver.keys("<esc>:problems<enter>")
        #expect(driver.state.history?.results?.rows.isEmpty == true)
    }

    @Test("expressions that are watched are in the session; filters by text, expression and correlation are not")
    func session() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":watch state.balance <lt> 0<enter>:where data.iban == 'secret'<enter>:correlation password<enter>")
        let record = try #require(driver.state.sessionRecord)
        #expect(!record.json.line.contains("secret") && !record.json.line.contains("password"))
        let next = try Driver(97, 26, session: SessionRecord(try JSONParser().value(of: Array(record.json.line.utf8))))
        #expect(next.state.history?.conditions == ["state.balance < 0"])
        #expect(next.commands.contains(.watch(["state.balance < 0"])))
        #expect(next.state.notice?.text.hasPrefix("as it was left") == true)
        for json in ["{}", "[]", #"{"place":7,"focus":99,"watches":["nonsense",3]}"#, #"{"place":{"stream":"gone","version":3},"focus":3}"#] {
            let fresh = try Driver(97, 26, session: SessionRecord(try JSONParser().value(of: Array(json.utf8))))
            #expect(fresh.state.notice == nil, "\(json)")
        }
    }

    @Test("a filter that means nothing is refused, and what was shown before is shown")
    func refused() throws {
        var driver = try Driver(97, 26)
        try driver.keys("g]:type Money*<enter>")
        #expect(driver.state.history?.rowCount == 2)
        driver.holdsJobs = true
        try driver.keys(":where data.amount <enter>")
        let job = try #require(driver.lastJob)
        driver.holdsJobs = false
        driver.send(.job(job, .ended(.refused("column 14: no expression"))))
        #expect(driver.state.notice == .init(kind: .trouble, text: "column 14: no expression"))
        #expect(driver.state.history?.timeline.filter.condition == nil)
        #expect(driver.state.history?.rowCount == 2)
    }

    @Test("under a filter the mark, the title, the state and the status are of one event")
    func oneRule() throws {
        var driver = try Driver(97, 26)
        try driver.keys("1<c-l>j<enter>G")
        #expect(driver.place == "account-7 60 timeline")
        try driver.keys(#"&"amount":57<enter>"#)
        #expect(driver.place == "account-7 57 timeline")
        let lines = driver.frame.lines
        #expect(lines.contains { $0.contains("▸57") } && lines.contains { $0.contains(" 57 / 60 ") } && lines.contains { $0.contains("State after 57") })
        // One goes to an event that is hidden: no other row has its mark.
        try driver.keys(":goto 30<enter>")
        #expect(driver.place == "account-7 30 timeline")
        #expect(!driver.frame.lines.contains { $0.contains("▸57") })
        #expect(driver.frame.lines.contains { $0.contains("hidden here, shown 1 of 61") }, "\(driver.frame.lines)")
        // The nearer of two, wherever they come from.
        for (start, found) in [(20, 19), (27, 29), (24, 19), (25, 29)] {
            try driver.keys("<esc>:goto \(start)<enter>")
            driver.holdsJobs = true
            try driver.keys("&x<enter>")
            let job = try #require(driver.lastJob)
            driver.send(.job(job, .rows([19])))
            #expect(driver.place == "account-7 \(start) timeline")
            driver.send(.job(job, .rows([29, 60])))
            #expect(driver.place == "account-7 \(found) timeline")
            driver.send(.job(job, .ended(.whole)))
            driver.holdsJobs = false
        }
    }

    @Test("the list of streams says that ! may be missing until all were looked at")
    func soFar() throws {
        var driver = try Driver(120, 30)
        #expect(driver.frame.lines[1].contains("! so far"))
        try driver.keys(":check<enter><esc>")
        #expect(!driver.frame.lines[1].contains("! so far"))
        var seen = try Driver(120, 30)
        try seen.keys("1<c-l>jjk")
        #expect(!seen.frame.lines[1].contains("! so far"))
    }

    @Test("T16 T18 :escape spells out what is no ASCII everywhere, so that look-alikes differ")
    func escape() throws {
        let text = line(0, #"{"a":1}"#, of: "acc-é") + line(0, #"{"a":2}"#, of: "acc-e\u{301}")
        var driver = try Driver(97, 26, text: text, models: [])
        let before = driver.frame.lines
        try driver.keys(":escape<enter>")
        let lines = driver.frame.lines
        #expect(lines.contains { $0.contains(#"acc-\u{00E9}"#) } && lines.contains { $0.contains(#"acc-e\u{0301}"#) }, "\(lines)")
        #expect(lines.joined().utf8.allSatisfy { $0 < 0x80 })
        try driver.keys(":escape<enter><c-l>")
        #expect(driver.frame.lines == before)
    }

    @Test("c says what it looked for in vain")
    func vain() throws {
        var driver = try Driver(97, 26)
        for (keys, text) in [
            (":watch state.balance <lt> -1000<enter>c", "state.balance < -1000 becomes true nowhere after this"),
            (":unwatch<enter>:watch .owner<enter>c", ".owner changes nowhere after this"), ("gC", ".owner changes nowhere before this"),
        ] {
            #expect(try driver.notice(after: keys) == text)
        }
    }

    @Test("where the clock tells no day, the first row and each new day's first do")
    func days() throws {
        var driver = try Driver(97, 26)
        try driver.keys("g")
        func column(_ row: Int) -> String { String(driver.frame.lines[2 + row].dropFirst(22).prefix(18)) }
        #expect((0..<6).map(column) == [
            "▸0 09:05:00 03-02 ", " 1 10:00:00 03-03 ", " 2 14:32:00 03-05 ", " 3 14:33:00   +1m ", " 4 14:35:10   +2m ", " 5 08:00:00 03-06 ",
        ])
        // Between the rows that a filter shows, too.
        try driver.keys(":type Deposited MoneyW* NoteAdded<enter>")
        #expect(driver.frame.lines.contains { $0.contains("14:32:00 03-05") } && driver.frame.lines.contains { $0.contains("14:33:00   +1m") })
    }

    @Test(":chart of what is no number says so")
    func chart() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":chart .owner<enter>")
        #expect(driver.state.notice == .init(kind: .trouble, text: ".owner is no number here but a text; :chart draws numbers"))
        #expect(driver.state.history?.chart.chosen == nil)
        try driver.keys(":chart .balance<enter>")
        #expect(driver.state.history?.chart.chosen == (try JSONPath(parsing: ".balance")))
    }

    @Test("/ among the streams takes a text or a pattern, as & does")
    func searchStreams() throws {
        var driver = try Driver(97, 26)
        for (pattern, found) in [("/*-7<enter>", "account-7"), ("/account-*2<enter>", "account-42"), ("/count-7<enter>", "account-7")] {
            try driver.keys("1<c-l>" + pattern)
            #expect(driver.place.hasPrefix("\(found) "), "\(pattern): \(driver.place)")
        }
        try driver.keys("/*nowhere<enter>")
        #expect(driver.state.notice?.text == "no stream's name fits")
        try driver.keys("/account-?<enter>n")
        #expect(driver.place.hasPrefix("account-7 "))
    }

    @Test("who asks for local time without a zone is told how to choose one")
    func local() throws {
        var driver = try Driver(97, 26)
        #expect(try driver.notice(after: ":time local<enter>") == "times in UTC, since no zone is chosen; :zone NAME or --tz NAME tells them in one")
        var kinds: [String] = []
        for _ in 0..<3 { kinds.append(try driver.notice(after: "t").map { String($0.prefix(18)) } ?? "") }
        #expect(kinds == ["times since the ev", "times in UTC, sinc", "times since the ev"])
    }

    @Test("what is said of Esc where a filter shows nothing is what Esc does")
    func escapeFromNothing() throws {
        var driver = try Driver(140, 26)
        try driver.keys("&nowhere at all<enter>")
        #expect(driver.frame.lines.contains { $0.contains("no event fits the filter; Esc shows all") })
        try driver.keys("z")
        #expect(driver.frame.lines.contains { $0.contains("no event fits the filter; :all shows all") })
        try driver.keys("<esc>")
        #expect(driver.frame.lines.contains { $0.contains("Esc shows all") })
        try driver.keys("<esc>")
        #expect(driver.state.history?.timeline.filter.isEmpty == true)
    }

    @Test("names without room are cut in their middle, never wider than the room", arguments: [Glyphs.unicode, .ascii])
    func middle(glyphs: Glyphs) {
        let frame = Frame(size: Size(columns: 80, rows: 2), glyphs: glyphs)
        let names = ["EVENT_TYPE_WORKFLOW_TASK_SCHEDULED", "EVENT_TYPE_WORKFLOW_TASK_STARTED", "EVENT_TYPE_WORKFLOW_TASK_COMPLETED"]
        #expect(Set(names.map { frame.cutInMiddle($0, columns: 16) }).count == 3)
        #expect(frame.cutInMiddle(names[1], columns: 16) == "EVENT_TY\(glyphs.ellipsis)STARTED")
        for name in names + ["", "short", "日本語の名前がとても長い", "é\u{301}\u{202E}abcdefghijklm", String(repeating: "👩‍👩‍👧", count: 20)] {
            for columns in 0..<40 {
                let cut = frame.cutInMiddle(name, columns: columns)
                #expect(cut == name || frame.columnsWritten(cut) <= columns, "\(name) in \(columns)")
            }
        }
    }

    @Test("what is the same in all events known of a stream comes last in a summary, and long types leave it room")
    func constants() throws {
        let text = (0..<6).map { line($0, #"{"eventVersion":"1.08","awsRegion":"eu-1","stream":"s-1","action":"do\#($0)"}"#) }.joined()
        let wide = try Driver(200, 20, text: text, models: []).frame.lines
        #expect(wide.contains { $0.contains("action do3  eventVersion 1.08  awsRegion eu-1  stream s-1") }, "\(wide)")
        let long = (0..<6).map { #"{"stream":"s-1","version":\#($0),"time":"2026-03-05T14:0\#($0):00Z","type":"EVENT_TYPE_WORKFLOW_TASK_SCHEDULED","data":{"n":\#($0)}}"# + "\n" }.joined()
        let narrow = try Driver(120, 40, text: long, models: []).frame.lines
        #expect(narrow.contains { $0.contains("EVENT_T…EDULED n 3") }, "\(narrow)")
    }

    @Test("a word that is none of those that can stand there is named")
    func unknownWords() throws {
        var driver = try Driver(97, 26)
        #expect(try driver.notice(after: ":columns type bogus<enter>") == "bogus is no column; there are stream version time since type data signs")
        #expect(try driver.notice(after: ":sort size<enter>") == "size is no order; there are name events first last")
        #expect(try driver.notice(after: ":time sidereal<enter>") == "sidereal is no kind of time; there are local utc previous mark")
        #expect(try driver.notice(after: ":watch .nosuch<enter>") == "watching .nosuch, which is not in the state here; c runs to where it changes")
        #expect(try driver.notice(after: ":watch .balance<enter>") == "watching .balance; c runs to where it changes")
    }

    @Test("a chart is of a number that varies, its range in few columns")
    func charts() throws {
        #expect(Frame.short(1.2345678901234568e+28) == "1.2e28" && Frame.short(-1e300) == "-1e300" && Frame.short(2.5e15) == "2.5e15")
        #expect(Frame.short(0.001) == "1e-3" && Frame.short(0) == "0" && Frame.short(12.345) == "12.35" && Frame.short(-3_400_000) == "-3.4M")
        for exponent in -300...300 { #expect(Frame.short(-1.2345 * Double("1e\(exponent)")!).count <= 10) }
        let text = (0..<6).map { line($0, #"{"n":\#($0),"same":5}"#) }.joined()
        var driver = try Driver(97, 26, text: text, models: [])
        func bars() -> Bool { driver.frame.lines.contains { $0.contains("▁") } }
        #expect(bars())
        #expect(try driver.notice(after: ":chart .nosuch<enter>")?.hasPrefix(".nosuch is no number after any event") == true)
        #expect(bars())
        #expect(try driver.notice(after: ":chart .same<enter>")?.hasPrefix(".same is the same after all events") == true)
        #expect(!bars())
        try driver.keys(":chart .n<enter>")
        #expect(bars())
    }

    @Test("an event that is skipped and then edited is counted as both")
    func editedSkip() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":goto 2<enter>x")
        #expect(driver.state.notice?.text.hasPrefix("what-if: 1 skipped;") == true)
        let spot = try #require(driver.state.history?.spot)
        driver.send(.edited(Array(#"{"amount":1}"#.utf8), .payload(spot)))
        #expect(driver.state.notice?.text.hasPrefix("what-if: 1 edited and skipped;") == true, "\(driver.state.notice?.text ?? "")")
    }

    @Test("Enter on a line of a raw record shows the whole record, from its beginning")
    func rawRecord() throws {
        let record = "{\n  \"stream\": \"s-1\",\n  \"version\": 0,\n  \"type\": \"Said\",\n  \"data\": {\"n\": 1}\n}"
        var driver = try Driver(97, 26, text: line(0, #"{"n":1}"#), models: [])
        let event = try #require(driver.state.history?.recorded?.event)
        let place = RecordedEvent(event: event.event, place: event.place, raw: Array(record.utf8))
        let spot = try #require(driver.state.history?.spot)
        driver.send(.fetched(CursorEvent(spot: spot, event: place, trace: nil)))
        try driver.keys("4<c-l>rjj<enter>")
        let lines = driver.frame.lines
        #expect(lines.contains { $0.contains("\"version\": 0,") } && lines.contains { $0.contains(" 1 / 6 ") }, "\(lines)")
    }
}
