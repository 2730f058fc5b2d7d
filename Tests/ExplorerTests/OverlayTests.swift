import EventLog
import JSONText
import Screen
import Testing

@testable import Explorer

/// What lies over the panes: command line, palette, lists, histogram, long values.
struct OverlayTests {
    @Test("the command line completes words and arguments, and recalls what was typed")
    func prompt() throws {
        var driver = try Driver(97, 26)
        for (keys, text) in [
            (":got<tab>", "goto "), ("3<enter>:type MoneyD<tab>", "type MoneyDeposited"), ("<c-u>watch .b<tab>", "watch .balance"),
            ("<esc>:<up>", "goto 3"), ("<down>", ""),
        ] {
            #expect(try driver.prompt(after: keys) == text)
        }
        let second = try driver.prompt(after: "s<tab><tab>")
        #expect(try driver.prompt(after: "<s-tab>") != second)
        #expect(try driver.prompt(after: "<c-c>") == nil)
    }

    @Test("a letter typed in a prompt, a palette or behind m is no key")
    func letters() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":qqq<esc>/q<esc>&q<esc>mq<c-p>q<esc>")
        #expect(!driver.commands.contains(.quit))
        #expect(driver.place == "account-42 5 timeline")
    }

    @Test("the palette finds keys and commands by their words, and does them")
    func palette() throws {
        var driver = try Driver(97, 26)
        try driver.keys("<c-p>")
        expectGolden(driver.frame, "palette-97x26")
        try driver.keys("whole log<enter>")
        #expect(driver.state.history?.timeline.scope == .log)
        try driver.keys("<c-p>zone<enter>")
        #expect(driver.state.prompt?.text == "zone ")
    }

    @Test("every line of the palette can be chosen")
    func allLines() throws {
        let count = Palette(scene: .state).lines.count
        #expect(count > 60)
        for line in 0..<count {
            var driver = try Driver(80, 24)
            try driver.keys("3<c-l><c-p>")
            for _ in 0..<line { driver.send(.key(.down)) }
            driver.send(.key(.enter))
            #expect(driver.frame.size == Size(columns: 80, rows: 24))
        }
    }

    @Test("v: events over time, zoomed in and out; Enter on a bar goes there")
    func histogram() throws {
        var driver = try Driver(97, 26)
        try driver.keys("0v")
        expectGolden(driver.frame, "histogram-97x26")
        try driver.keys("[")
        #expect(driver.frame.lines.contains { $0.contains("▸ Thu 2026-03-05 14:00") || $0.contains("▸ Fri 2026-03-06 08:00") })
        try driver.keys("]]]]")
        #expect(driver.state.history?.histogram?.selected != nil)
        try driver.keys("g+")
        #expect(driver.state.history?.histogram?.ranges.count == 2)
        // Zoomed in, one looks at events, not between them.
        #expect(driver.state.history?.histogram?.selected != nil)
        try driver.keys("-")
        #expect(driver.state.history?.histogram?.ranges.count == 1)
        try driver.keys("G<enter>")
        #expect(driver.state.overlays.isEmpty)
        #expect(driver.place == "order-9 0 timeline" || driver.place.hasPrefix("account"))
    }

    @Test(":stats counts by type; Enter goes to the first of one")
    func statistics() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":stats<enter>")
        #expect(driver.frame.lines.contains { $0.contains("AccountOpened") })
        try driver.keys("q")
        #expect(driver.state.overlays.isEmpty)
        #expect(!driver.commands.contains(.quit))
    }

    @Test("a list that is still filling, and one that was stopped, say so")
    func partialList() throws {
        var driver = try Driver(97, 26)
        driver.holdsJobs = true
        try driver.keys(":problems<enter>")
        let number = try #require(driver.lastJob)
        driver.send(.job(number, .results((0..<40).map { ResultRow(mark: .alarm, spot: Spot(stream: "account-42", index: $0 % 6), cells: ["gap", "account-42", "\($0)", "version missing"]) })))
        driver.send(.job(number, .progress(done: 40, of: 100)))
        expectGolden(driver.frame, "results-running-97x26")
        try driver.keys("<esc>")
        #expect(driver.commands.last == .cancel(job: number))
        driver.send(.job(number, .ended(.stopped)))
        try driver.keys("4j")
        #expect(driver.frame.lines.contains { $0.contains("stopped: partial") }, "\(driver.frame.lines)")
        try driver.keys("<enter>")
        #expect(driver.place == "account-42 4 timeline" || driver.place == "account-42 1 timeline")
    }

    @Test("T13 a long value is shown whole, wrapped, and cannot draw outside of its place")
    func longValue() throws {
        let long = String(repeating: "word ", count: 200) + "\\u001b[31m end"
        let text = #"{"stream":"a-1","version":0,"type":"T","data":{"text":"\#(long)","東":"東"}}"# + "\n"
        var driver = try Driver(60, 20, text: text, models: [])
        try driver.keys("4<c-l>/text<enter><enter>")
        expectGolden(driver.frame, "long-value-60x20")
        try driver.keys("G")
        #expect(driver.frame.lines.contains { $0.contains("end") })
        try driver.keys("q")
        #expect(driver.state.overlays.isEmpty)
    }

    @Test("T18 look-alikes are told apart by spelling a value out, and x goes back")
    func lookAlikes() throws {
        let text = #"{"stream":"a-1","version":0,"type":"T","data":{"name":"p\u0430ypal\\u{430}\u200b"}}"# + "\n"
        var driver = try Driver(60, 20, text: text, models: [])
        try driver.keys("4<c-l>/name<enter><enter>")
        #expect(driver.frame.lines.contains { $0.contains("pаypal") })
        try driver.keys("x")
        #expect(driver.frame.lines.contains { $0.contains(#"p\u{430}ypal\\u{430}\u{200B}"#) }, "\(driver.frame.lines)")
        #expect(driver.frame.lines.contains { $0.contains("name, spelled out") })
        try driver.keys("x")
        #expect(driver.frame.lines.contains { $0.contains("pаypal") })
    }

    @Test("what is copied, piped and written are the very bytes")
    func takingOut() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":3<enter>[y")
        #expect(driver.commands.last == .copy(Array("e-2".utf8)))
        try driver.keys("Y")
        guard case .copy(let raw)? = driver.commands.last else { Issue.record("nothing copied"); return }
        #expect(String(decoding: raw, as: UTF8.self).hasPrefix(#"{"stream":"account-42","version":2,"#))
        try driver.keys("|jq .<enter>")
        #expect(driver.commands.last == .pipe(command: "jq .", input: raw + [0x0A]))
        try driver.keys("<c-e>")
        #expect(driver.commands.last == .edit(raw + [0x0A], suffix: ".json", .reading))
        try driver.keys("3<c-l>:write state.json<enter>")
        #expect(driver.commands.last == .write(path: "state.json", Array(#"{"balance":-70,"owner":"alice"}"#.utf8) + [0x0A]))
        try driver.keys(":screenshot a.svg<enter>")
        #expect(driver.commands.last == .screenshot(path: "a.svg"))
        try driver.keys("1<c-l>y")
        #expect(driver.commands.last == .copy(Array("account-42".utf8)))
    }
}
