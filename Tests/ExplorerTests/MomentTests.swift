import EventLog
import JSONText
import Rehydration
import Screen
import Testing

@testable import Explorer

/// A moment that is looked at, two states side by side, and what would be lost.
struct MomentTests {
    @Test(":at: the header counts what was there, marks behind it are not gone to, G ends there, other answers say what they are of")
    func moment() throws {
        var driver = try Driver(110, 26)
        let all = try #require(driver.state.history?.history.count)
        try driver.keys("Gma:at 2026-03-03T10:00<enter>")
        let history = try #require(driver.state.history)
        let then = try #require(history.then)
        #expect(driver.frame.lines[0].contains("\(then.eventCount) of \(all) events"))
        #expect(then.eventCount == then.counts.reduce(0, +) && then.eventCount < all)
        let stream = try #require(history.stream)
        let last = try #require(history.indexThen(of: stream))
        if last < stream.positions.count - 1 {
            try driver.keys("'a")
            #expect(driver.state.notice?.text.contains("behind the moment") == true)
        }
        try driver.keys("gG")
        #expect(driver.state.history?.cursor == last)
        try driver.keys(":check<enter>")
        #expect(driver.state.history?.results?.isOfAllEvents == true)
        try driver.keys("<esc>:at<enter>:check<enter>")
        #expect(driver.state.history?.results?.isOfAllEvents == false)
    }

    @Test(":at: a stream that was not there yet shows no later state, whatever the key")
    func absent() throws {
        var driver = try Driver(110, 26)
        try driver.keys(":at start<enter>")
        for keys in ["G", "]", "}", ":50%<enter>", "g"] {
            try driver.keys(keys)
            #expect(driver.state.history?.cursor == -1, "\(keys)")
        }
    }

    @Test(":diff a . and another stream's end")
    func diff() throws {
        var driver = try Driver(110, 26)
        let history = try #require(driver.state.history?.history)
        let here = try #require(driver.state.history?.stream)
        let other = try #require(history.streams.first { $0.name != here.name })
        func work() -> Job.Work? {
            for case .start(let job) in driver.commands.reversed() { if case .diff = job.work { return job.work } }
            return nil
        }
        try driver.keys("gma]]:diff a .<enter>")
        let start = Spot(stream: here.name, index: try #require(driver.state.history?.marks["a"]?.index))
        #expect(work() == .diff(from: start, to: Spot(stream: here.name, index: try #require(driver.state.history?.cursor))))
        try driver.keys("<esc>:diff \(other.name)<enter>")
        #expect(work() == .diff(
            from: Spot(stream: here.name, index: try #require(driver.state.history?.cursor)), to: Spot(stream: other.name, index: other.positions.count - 1)))
        try driver.keys("<esc>:diff z .<enter>")
        #expect(driver.state.notice?.kind == .trouble)
    }

    @Test("q with a what-if that is in no file asks; n stays, y leaves; one that is written is let go")
    func leaving() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":2<enter>xq")
        guard case .leave? = driver.state.question else { Issue.record("not asked"); return }
        #expect(driver.commands.last != .quit)
        try driver.keys("n")
        #expect(driver.state.question == nil && driver.state.history?.alteration != nil)
        try driver.keys("qy")
        #expect(driver.commands.last == .quit)
        try driver.keys(":write altered.jsonl<enter>q")
        #expect(driver.state.question == nil && driver.commands.last == .quit)
        try driver.keys("]x:quit<enter>")
        #expect(driver.state.question != nil)
    }

    @Test(":watch of an expression that does not compile leaves no line")
    func watch() throws {
        var driver = try Driver(97, 26)
        try driver.keys(":watch state.balance <lt><enter>")
        driver.send(.unwatchable("state.balance <", "in the expression, column 16: unexpected symbol"))
        #expect(driver.state.history?.conditions == [])
        #expect(driver.state.notice?.kind == .trouble)
        #expect(driver.commands.contains(.watch([])))
    }

    @Test("H in a projection asks for that value's history; a list of numbers has a sparkline")
    func lists() throws {
        var driver = try Driver(97, 26)
        driver.holdsJobs = true
        try driver.keys(":project totals<enter>")
        let job = try #require(driver.lastJob)
        driver.send(.job(job, .titled("totals after #3", position: 3)))
        driver.send(.job(job, .results([ResultRow(spot: nil, cells: [".deposited", "", "5"])])))
        try driver.keys("H")
        #expect(driver.commands.contains { if case .start(let job) = $0 { job.work == .projectionHistory(name: "totals", path: JSONPath([.key("deposited")])) } else { false } })
        let next = try #require(driver.lastJob)
        driver.send(.job(next, .results((0..<5).map { ResultRow(spot: nil, cells: ["#\($0)", "", "", "", "", "", ""], number: Double($0)) })))
        #expect(driver.frame.lines.contains { $0.contains("▁▂▄▆█") || $0.contains("▁▃▅▇█") })
        driver.send(.job(next, .qualified("failed on 2 events")))
        #expect(driver.state.history?.results?.title == ".deposited of totals; failed on 2 events")
    }
}
