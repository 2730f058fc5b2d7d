import EventLog
import JSONText
import Rehydration
import Screen
import Testing

@testable import Explorer

/// While something takes long.
struct SlowTests {
    @Test("a fold that is slow never hides the event")
    func slowFold() throws {
        var driver = try Driver(97, 26)
        driver.holdsStates = true
        try driver.keys(":2<enter>")
        #expect(driver.place == "account-42 2 timeline")
        func event() -> [String] { driver.frame.lines.dropFirst(12).map { String($0.dropFirst(57)) } }
        #expect(event().contains { $0.contains("channel") && $0.contains("atm") }, "\(driver.frame.lines)")
        #expect(driver.frame.lines[1].contains("State after 5"), "\(driver.frame.lines[1])")
        #expect(driver.frame.lines[25].hasPrefix(" Thu 2026-03-05 14:32:00Z  version 2 "), "\(driver.frame.lines[25])")
        try driver.keys("y")
        #expect(driver.commands.last == .copy(Array("e-2".utf8)))
        try driver.keys("r")
        #expect(event().contains { $0.contains("Event: raw") })
        // On a stream of which nothing is known yet, too.
        try driver.keys("r1<c-l>G")
        #expect(driver.place == "order-9 0 streams")
        #expect(event().contains { $0.contains("total") && $0.contains("12345678901234567890") }, "\(driver.frame.lines)")
        try driver.keys("2<c-l>g[")
        #expect(event().contains { $0.contains("before the first event") })
        driver.send(.folding(percent: 43))
        #expect(driver.frame.lines[1].contains("folding 43 %"))
        driver.holdsStates = false
        try driver.keys("]")
        #expect(!driver.frame.lines[1].contains("folding"))
        #expect(driver.frame.lines[1].contains("State after 0"))
    }

    @Test("what c runs to stands beside Esc while it runs, and no word of it stays where it arrived")
    func running() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":watch .owner<enter>g[")
        driver.holdsJobs = true
        try driver.keys("c")
        let job = try #require(driver.lastJob)
        #expect(driver.frame.lines[25].hasSuffix("running on to where .owner changes  Esc stops"), "\(driver.frame.lines[25])")
        #expect(driver.frame.lines[25].contains("account fold"))
        driver.send(.job(job, .spot(Spot(stream: "account-42", index: 0))))
        driver.send(.job(job, .ended(.whole)))
        #expect(driver.place == "account-42 0 timeline")
        #expect(!driver.frame.lines[25].contains("running") && driver.frame.lines[25].contains("version 0"))
        // However long it is, where one stands and how it is stopped are seen.
        try driver.keys(":unwatch<enter>:watch state.balance \(String(repeating: "+ 1 ", count: 40))<lt> 0<enter><c-l>c")
        #expect(driver.frame.lines[25].hasSuffix("…  Esc stops"), "\(driver.frame.lines[25])")
        #expect(driver.frame.lines[25].hasPrefix(" Mon 2026-03-02 09:05:00Z"))
    }

    @Test("a filter's expression shows nothing of its own before it is known to mean something")
    func wanted() throws {
        var driver = try Driver(97, 26)
        try driver.keys("g]")
        driver.holdsJobs = true
        for (filter, rows) in [("", 6), (":type Money*<enter>", 2)] {
            driver.holdsJobs = false
            try driver.keys(filter)
            driver.holdsJobs = true
            let before = driver.frame.lines.dropLast()
            try driver.keys(":where data.amount > 110<enter>")
            let job = try #require(driver.lastJob)
            #expect(driver.state.history?.rowCount == rows)
            #expect(driver.frame.lines.dropLast().filter { !$0.contains("shown") } == before.filter { !$0.contains("shown") })
            driver.send(.job(job, .ended(.refused("column 14: no expression"))))
            #expect(driver.frame.lines.dropLast() == before)
            #expect(driver.state.notice?.text == "column 14: no expression")
        }
        // One that means something takes its place with its first word.
        try driver.keys(":where data.amount > 110<enter>")
        let job = try #require(driver.lastJob)
        driver.send(.job(job, .rows([])))
        #expect(driver.state.history?.rowCount == 0 && driver.state.history?.timeline.filter.condition != nil)
        driver.send(.job(job, .rows([2])))
        driver.send(.job(job, .ended(.whole)))
        #expect(driver.state.history?.rowCount == 1)
        // A filter that was still being looked for when a mistake took its place is looked for anew.
        try driver.keys("<esc><esc>:type Money*<enter>:where nonsense<enter>")
        let mistake = try #require(driver.lastJob)
        driver.holdsJobs = false
        driver.send(.job(mistake, .ended(.refused("column 1: no expression"))))
        #expect(driver.state.history?.rowCount == 2)
    }

    @Test("a digit alone goes to a pane, and begins a number only for a while")
    func digit() throws {
        var driver = try Driver(97, 26)
        try driver.keys("40")
        #expect(driver.frame.lines[25].hasSuffix(" 40") && driver.place == "account-42 5 timeline")
        try driver.keys("<esc>4")
        #expect(driver.place == "account-42 5 event")
        driver.tick()
        try driver.keys("0")
        #expect(driver.state.history?.timeline.scope == .log)
        // A number that was begun stays.
        try driver.keys("0g15")
        driver.tick()
        #expect(driver.frame.lines[25].hasSuffix(" 15"))
        // One that may be two panes does not, and only a key that takes a number makes it one.
        try driver.keys("<esc>1")
        driver.tick()
        let panes: [(String, Pane)] = [("3k", .state), ("12", .timeline), ("31", .streams), ("34<c-l>", .event)]
        for (keys, pane) in panes {
            try driver.keys(keys)
            #expect(driver.state.history?.focus == pane, "\(keys)")
            driver.tick()
            #expect(driver.state.count == nil)
        }
        try driver.keys("2<c-l>g12G")
        #expect(driver.place == "account-42 5 timeline")
    }
}
