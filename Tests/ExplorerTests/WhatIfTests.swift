import EventLog
import JSONText
import Rehydration
import Screen
import Testing

@testable import Explorer

/// Histories that are altered in the explorer, and the lists that answer questions to the models.
struct WhatIfTests {
    private func altered(_ driver: Driver) -> AlteredPlace? { driver.state.history?.contents?.altered }

    @Test("x skips an event: marks, header and both states; again restores it")
    func skip() throws {
        var driver = try Driver(97, 26)
        try driver.keys("2G:2<enter>x<c-l>")
        expectGolden(driver.frame, "what-if-97x26")
        #expect(driver.frame.lines[0].contains("what-if: 1 skipped"))
        let overlay = try #require(driver.state.history?.alteration?.overlay)
        #expect(overlay.edits == [.skip(.recorded(2))])
        // At every place it is what the engine answers.
        let history = try #require(driver.state.history?.history)
        let rehydrator = try Rehydrator(history: history, models: [TestBank()])
        let stream = try #require(history.stream(named: "account-42"))
        try driver.keys("g[")
        for index in -1..<stream.positions.count {
            let answer = try rehydrator.answer(WhatIf(overlay, at: index), on: stream)
            #expect(driver.state.history?.cursor == index)
            #expect(altered(driver)?.state.state == answer.altered.state, "\(index)")
            #expect(driver.state.history?.contents?.state.state == answer.actual.state)
            try driver.keys("]")
        }
        try driver.keys(":2<enter>x")
        #expect(driver.state.history?.alteration?.text == "nothing changed")
        try driver.keys(":undo<enter>")
        #expect(driver.state.history?.alteration?.text == "1 skipped")
        try driver.keys(":undo<enter>")
        #expect(altered(driver) == nil)
        try driver.keys(":redo<enter>")
        #expect(altered(driver) != nil)
        try driver.keys(":discard<enter>")
        #expect(altered(driver) == nil && driver.state.history?.alteration == nil)
    }

    @Test("e and i edit in an editor; what cannot be taken is there again; the state follows")
    func editor() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":2<enter>e")
        let purpose = EditPurpose.payload(Spot(stream: "account-42", index: 2))
        #expect(driver.commands.last == .edit(Array("{\n  \"amount\": 120,\n  \"channel\": \"atm\"\n}\n".utf8), suffix: ".json", purpose))
        driver.send(.edited(Array("{\"amount\":".utf8), purpose))
        #expect(driver.state.notice?.kind == .trouble && driver.state.history?.alteration == nil)
        try driver.keys("e")
        #expect(driver.commands.last == .edit(Array("{\"amount\":".utf8), suffix: ".json", purpose))
        driver.send(.edited(Array("{\"amount\":20}\n".utf8), purpose))
        #expect(altered(driver)?.state.state.line == #"{"balance":30,"owner":"alice"}"#)
        #expect(altered(driver)?.event?.data == Array(#"{"amount":20}"#.utf8))
        try driver.keys("i")
        guard case .edit(let template, ".json", let insertion)? = driver.commands.last else { Issue.record("no editor"); return }
        #expect(String(decoding: template, as: UTF8.self) == "{\"type\":\"…\",\"data\":{}}\n")
        driver.send(.edited(template, insertion))
        #expect(driver.state.history?.alteration?.insertedCount == 0)
        driver.send(.edited(Array(#"{"type":"MoneyDeposited","data":{"amount":7}}"#.utf8), insertion))
        #expect(altered(driver)?.state.state.line == #"{"balance":37,"owner":"alice"}"#)
        #expect(driver.frame.lines[0].contains("what-if: 1 edited, 1 inserted"), "\(driver.frame.lines[0])")
        // The inserted event has a line of its own before the event that it stands before.
        let lines = driver.frame.lines
        let inserted = try #require(lines.dropFirst().firstIndex { $0.contains("inserted") && $0.contains("MoneyDeposited") })
        #expect(lines[inserted + 1].contains("MoneyWithdrawn"))
        try driver.keys("X")
        #expect(driver.state.overlays == [.results])
        #expect(driver.state.history?.results?.rows.map(\.cells) == [[".balance", "30", "137"]])
    }

    @Test("signs, chart, c and :diff are of the altered history")
    func alteredSigns() throws {
        var driver = try Driver(97, 26)
        func sign(_ row: Int, _ beyond: Int = 0) -> String? { driver.state.history?.signText(at: OverlayPlace(recorded: row, beyond: beyond)) }
        func lowest() -> Double? { driver.state.history?.chart.series?.samples.compactMap(\.value).min() }
        try driver.keys("2G:2<enter>")
        #expect(sign(2) == "!" && lowest() == -70)
        try driver.keys("x")
        #expect(sign(2) == nil && lowest() == 0, "\(String(describing: lowest()))")
        try driver.keys("gc")
        #expect(driver.state.history?.cursor == 5)
        // One more event breaks it again, in a line of its own.
        let insertion = EditPurpose.insertion(stream: "account-42", .behind(.recorded(2)))
        driver.send(.edited(Array(#"{"type":"MoneyWithdrawn","data":{"amount":90}}"#.utf8), insertion))
        #expect(sign(2, 1) == "!" && lowest() == -40)
        try driver.keys("gc")
        #expect(driver.state.history?.cursor == 2 && driver.state.history?.beyond == 1)
        try driver.keys("]C")
        #expect(driver.state.history?.cursor == 2 && driver.state.history?.beyond == 1)
        // `:diff` compares what is on the screen.
        try driver.keys(":diff start<enter>")
        #expect(driver.state.history?.results?.rows.first { $0.cells[0] == ".balance" }?.cells == [".balance", "0", "-40"])
        try driver.keys("<esc>:discard<enter>")
        #expect(sign(2) == "!" && lowest() == -70)
    }

    @Test("a cursor stays in sight among many inserted events, and a click selects the row that is seen")
    func insertedLines() throws {
        var driver = try Driver(97, 16)
        try driver.keys("1j2<c-l>30G")
        let insertion = EditPurpose.insertion(stream: "account-7", .before(30))
        for _ in 0..<20 { driver.send(.edited(Array(#"{"type":"Noted","data":{}}"#.utf8), insertion)) }
        for key in ["k", "j", "j", "j", "k", "k", "10j", "10k", "G", "g", "30G"] {
            try driver.keys(key)
            let place = try #require(driver.state.history)
            let shown = place.beyond > 0 ? ["▸  +inserted"] : ["▸\(place.cursor) ", "▸ \(place.cursor) "]
            #expect(driver.frame.lines.contains { line in shown.contains { line.contains($0) } }, "\(key): \(driver.frame.lines)")
        }
    }

    @Test(":write writes the altered stream while there is one, else the event")
    func write() throws {
        var driver = try Driver(97, 26)
        try driver.keys("x:write a.jsonl<enter>")
        let overlay = try #require(driver.state.history?.alteration?.overlay)
        guard case .start(let job)? = driver.commands.last(where: { if case .start = $0 { true } else { false } }) else { return }
        #expect(job.work == .writeAltered(overlay, path: "a.jsonl"))
        try driver.keys(":discard<enter>:write b.json<enter>")
        guard case .write("b.json", _)? = driver.commands.last else { Issue.record("\(driver.commands.suffix(2))"); return }
    }

    @Test(":check lists by kind with counts; Enter goes to the event")
    func check() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":check<enter>")
        expectGolden(driver.frame, "check-97x26")
        let rows = try #require(driver.state.history?.results?.rows)
        #expect(rows.first?.cells == ["invariant: 1"])
        try driver.keys("<enter>")
        #expect(driver.state.notice?.text == "this is about no event")
        try driver.keys("j<enter>")
        #expect(driver.place == "account-42 2 timeline")
    }

    @Test(":at: every stream as it was at one moment, those that were not there dim; alone it is lifted")
    func moment() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":at 2026-03-03T10:00<enter>")
        #expect(driver.place == "account-42 1 timeline")
        #expect(driver.frame.lines[0].contains("at Tue 2026-03-03 10:00:00Z"), "\(driver.frame.lines[0])")
        let history = try #require(driver.state.history)
        for (place, stream) in history.history.streams.enumerated() {
            // Times may go back: everything up to the last event that is not later.
            let last = stream.positions.indices.last { history.history.time(at: stream.positions[$0])! <= history.history.time(at: 2)! }
            #expect(history.countThen(ofStream: place) == (last ?? -1) + 1)
        }
        try driver.keys("1G")
        #expect(driver.place == "order-9 -1 streams")
        try driver.keys(":at nonsense<enter>")
        #expect(driver.state.notice?.kind == .trouble && driver.state.history?.then != nil)
        try driver.keys(":at<enter>")
        #expect(driver.state.history?.then == nil)
    }

    @Test("rows of groups that come in between move the selected row along")
    func groups() {
        var pane = ResultsPane(title: "", header: ["a"])
        func row(_ group: String, _ text: String) -> ResultRow { ResultRow(spot: nil, cells: [text], group: group) }
        pane.append([row("one", "a"), row("two", "b")])
        #expect(pane.rows.map { $0.cells[0] } == ["one: 1", "a", "two: 1", "b"])
        pane.list.selected = 3
        pane.append([row("one", "c"), row("two", "d")])
        #expect(pane.rows.map { $0.cells[0] } == ["one: 2", "a", "c", "two: 2", "b", "d"])
        #expect(pane.rows[pane.list.selected].cells == ["b"])
    }

    @Test(":decide shows a list only where there is one; :project steps with [ and ]")
    func lists() throws {
        var driver = try Driver(97, 26)
        driver.holdsJobs = true
        try driver.keys(":decide Withdraw {\"amount\":5}<enter>")
        let number = try #require(driver.lastJob)
        driver.send(.job(number, .ended(.failed("Withdraw refused: insufficient funds"))))
        #expect(driver.state.overlays.isEmpty && driver.state.notice?.text == "Withdraw refused: insufficient funds")
        driver.holdsJobs = false
        try driver.keys(":decide Withdraw {\"amount\":5}<enter>")
        #expect(driver.state.history?.results?.title == "Withdraw would give 1 event; a or :keep takes it into the what-if")
        try driver.keys("q:2<enter>:project totals<enter>]")
        guard case .start(let job)? = driver.commands.last else { Issue.record("no job"); return }
        #expect(job.work == .project(name: "totals", position: 3, step: 1))
        try driver.keys("[")
        guard case .start(let back)? = driver.commands.last else { Issue.record("no job"); return }
        #expect(back.work == .project(name: "totals", position: 4, step: -1))
    }
}
