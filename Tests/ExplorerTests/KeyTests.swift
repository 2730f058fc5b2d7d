import Explorer
import Screen
import Testing

/// Keys in, place out: a table of steps, each from where the last one ended.
struct KeyTests {
    @Test("keys move the cursor, the focus and the streams")
    func table() throws {
        var driver = try Driver(97, 26)
        let steps: [(keys: String, place: String)] = [
            ("", "account-42 5 timeline"),
            ("[", "account-42 4 timeline"),
            ("k", "account-42 3 timeline"),
            ("<up>", "account-42 2 timeline"),
            ("h", "account-42 1 timeline"),
            ("l", "account-42 2 timeline"),
            ("g", "account-42 0 timeline"),
            ("[", "account-42 -1 timeline"),
            ("[", "account-42 -1 timeline"),
            ("]]]", "account-42 2 timeline"),
            ("G", "account-42 5 timeline"),
            ("]", "account-42 5 timeline"),
            ("10[", "account-42 -1 timeline"),
            ("5]", "account-42 4 timeline"),
            ("4", "account-42 4 event"),
            ("<s-tab><s-tab>", "account-42 4 timeline"),
            ("<tab>", "account-42 4 state"),
            ("]", "account-42 5 state"),
            ("<tab>", "account-42 5 event"),
            ("<tab>", "account-42 5 streams"),
            ("j", "account-7 60 streams"),
            ("<s-tab>", "account-7 60 event"),
            ("2<c-l>", "account-7 60 timeline"),
            ("12G", "account-7 12 timeline"),
            ("10k", "account-7 2 timeline"),
            ("}", "account-7 12 timeline"),
            ("{{", "account-7 -1 timeline"),
            ("<c-d>", "account-7 9 timeline"),
            ("<c-u>", "account-7 0 timeline"),
            (":goto 37<enter>", "account-7 37 timeline"),
            (":50%<enter>", "account-7 30 timeline"),
            (":goto end<enter>", "account-7 60 timeline"),
            (":goto start<enter>", "account-7 -1 timeline"),
            (":goto nonsense<enter>", "account-7 -1 timeline"),
            (":goto 99<enter>", "account-7 -1 timeline"),
            (":goto 2026-03-02<enter>", "account-7 -1 timeline"),
            ("1", "account-7 -1 streams"),
            ("k", "account-42 5 streams"),
            ("j", "account-7 -1 streams"),
            ("G", "order-9 0 streams"),
            ("<enter>", "order-9 0 timeline"),
            ("<enter>", "order-9 0 state"),
            ("<esc>", "order-9 0 timeline"),
        ]
        for (number, step) in steps.enumerated() {
            try driver.keys(step.keys)
            #expect(driver.place == step.place, "step \(number): \(step.keys)")
        }
    }

    @Test("words are relative to the event under the cursor")
    func relative() throws {
        var driver = try Driver(97, 26)
        try driver.keys("g:goto thursday 14:32<enter>")
        // Seen from Monday the last Thursday lies before the stream: the first one after its beginning is meant.
        #expect(driver.place == "account-42 2 timeline")
        try driver.keys(":goto 14:33<enter>")
        #expect(driver.place == "account-42 3 timeline")
        try driver.keys(":goto yesterday 9:00<enter>")
        #expect(driver.place == "account-42 1 timeline")
        #expect(driver.state.notice?.text == "at Wed 2026-03-04 09:00:00Z: version 1")
        try driver.keys("G:goto -2h<enter>")
        #expect(driver.place == "account-42 4 timeline")
    }

    @Test("saying the same moment twice is one place")
    func sameMoment() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":goto thursday 14:32<enter>:goto thursday 14:32<enter>")
        #expect(driver.place == "account-42 2 timeline")
        // Nothing happened at that hour; the cursor stands on an event of Tuesday, the moment is Wednesday's still.
        try driver.keys(":goto wednesday 9:00<enter>:goto wednesday 9:00<enter>")
        #expect(driver.place == "account-42 1 timeline")
    }

    @Test("q and Ctrl-C quit, Esc does not, suspend and redraw are asked for")
    func leaving() throws {
        var driver = try Driver(80, 24)
        try driver.keys("<esc><c-l><c-z>")
        #expect(driver.commands.suffix(2) == [.redraw, .suspend])
        try driver.keys("?q")
        #expect(!driver.state.isHelping && driver.commands.last != .quit)
        try driver.keys("q")
        #expect(driver.commands.last == .quit)
        try driver.keys("<c-c>")
        #expect(driver.commands.suffix(2) == [.quit, .quit])
    }

    @Test("q leaves a view one came into, as Esc does, and quits at the top")
    func leavingViews() throws {
        var driver = try Driver(80, 24)
        try driver.keys("0<enter>zq")
        #expect(driver.state.history?.isZoomed == false && driver.place == "account-42 5 state")
        try driver.keys("q")
        #expect(driver.place == "account-42 5 timeline" && driver.state.history?.timeline.scope == .log)
        try driver.keys("q")
        #expect(driver.state.history?.timeline.scope == .stream && !driver.commands.contains(.quit))
        // A filter is no view.
        try driver.keys(":type Money*<enter>q")
        #expect(driver.commands.last == .quit)
    }

    @Test("where nothing is watched, c goes on to the next event of the types that are shown")
    func runOverTypes() throws {
        var driver = try Driver(97, 26)
        try driver.keys("g:type Deposited MoneyDeposited<enter>c")
        #expect(driver.place == "account-42 4 timeline")
        try driver.keys("C")
        #expect(driver.place == "account-42 1 timeline")
    }

    @Test("U17 pasted text is typed into the prompt up to its first line, and never run as keys")
    func paste() throws {
        var driver = try Driver(80, 24)
        driver.send(.pasted("qqq"))
        #expect(!driver.commands.contains(.quit))
        try driver.keys(":")
        driver.send(.pasted("goto 3\nq"))
        #expect(driver.state.prompt?.text == "goto 3")
        try driver.keys("<enter>")
        #expect(driver.place == "account-42 3 timeline")
    }

    @Test("resizing keeps the place")
    func resize() throws {
        var driver = try Driver(97, 26)
        try driver.keys("1j2<c-l>37G")
        for size in [Size(columns: 40, rows: 10), Size(columns: 0, rows: 0), Size(columns: 200, rows: 60), Size(columns: 97, rows: 26)] {
            driver.send(.resized(size))
            #expect(driver.place == "account-7 37 timeline")
            #expect(driver.frame.size == size)
        }
        #expect(driver.frame.lines.contains { $0.contains("▸37 ") })
    }
}
