import Screen
import Testing

@testable import Explorer

struct MouseTests {
    private func at(_ column: Int, _ row: Int, _ action: MouseEvent.Action) -> Message { .mouse(MouseEvent(action, at: Point(column: column, row: row))) }

    @Test("the wheel moves what it is over, a click selects, a drag along the border goes through time")
    func mouse() throws {
        var driver = try Driver(97, 26)
        // All is seen: one step a notch.
        driver.send(at(30, 4, .scrolled(-1)))
        #expect(driver.place == "account-42 4 timeline")
        driver.send(at(5, 3, .pressed(.left)))
        #expect(driver.place == "account-7 60 streams")
        driver.send(at(5, 5, .scrolled(-1)))
        #expect(driver.place == "account-7 60 streams")
        driver.send(at(5, 2, .pressed(.left)))
        #expect(driver.place == "account-42 4 streams")
        driver.send(at(30, 3, .pressed(.left)))
        #expect(driver.place == "account-42 1 timeline")
        let last = driver.frame.size.rows - 2
        driver.send(at(22, last, .pressed(.left)))
        #expect(driver.place == "account-42 0 timeline")
        driver.send(at(500, last + 3, .dragged(.left)))
        #expect(driver.place == "account-42 5 timeline")
        driver.send(at(500, last, .released))
        driver.send(at(22, last, .dragged(.left)))
        #expect(driver.place == "account-42 5 timeline")
        driver.send(at(65, 3, .pressed(.left)))
        #expect(driver.place == "account-42 5 state")
        for message in [at(0, 0, .pressed(.left)), at(-1, -1, .pressed(.left)), at(9999, 9999, .scrolled(1)), at(3, 3, .pressed(.right))] {
            driver.send(message)
            #expect(driver.place == "account-42 5 state")
        }
        driver.send(.key("?"))
        driver.send(at(3, 3, .scrolled(1)))
        #expect(driver.state.isHelping)
    }

    @Test("the wheel scrolls what is longer than its pane and leaves the selection, which the next key brings back into sight")
    func wheel() throws {
        let event = { (stream: Int, version: Int) in #"{"stream":"s-\#(100 + stream)","version":\#(version),"type":"Said","data":{"n":\#(version)}}"# + "\n" }
        let text = (0..<40).map { event($0, 0) }.joined() + (1..<60).map { event(0, $0) }.joined()
        var driver = try Driver(97, 20, text: text, models: [])
        try driver.keys("1<c-l>2<c-l>")
        let place = driver.place
        #expect(place == "s-100 59 timeline")
        for _ in 0..<4 { driver.send(at(5, 5, .scrolled(1))) }
        #expect(driver.state.history?.streams.list.top == 12)
        #expect(driver.place == place && driver.frame.lines[1...18].contains { $0.contains("s-112 ") } && !driver.frame.lines.contains { $0.contains("▸s-100") })
        let top = try #require(driver.state.history?.timeline.top)
        for _ in 0..<5 { driver.send(at(30, 5, .scrolled(-1))) }
        #expect(driver.state.history?.timeline.top == top - 15 && driver.place == place && !driver.frame.lines.contains { $0.contains("▸59") })
        driver.send(at(30, 5, .scrolled(-99)))
        #expect(driver.state.history?.timeline.top == 0 && driver.place == place)
        try driver.keys("k")
        #expect(driver.place == "s-100 58 timeline" && driver.frame.lines.contains { $0.contains("▸58") })
        // What is clicked is what is seen.
        driver.send(at(5, 2, .pressed(.left)))
        #expect(driver.place.hasPrefix("s-112 "), "\(driver.place)")
        try driver.keys("j")
        #expect(driver.place.hasPrefix("s-113 "), "\(driver.place)")
    }

    @Test("a click selects a row of a list that lies over the panes, and on the selected one goes there", arguments: [":check<enter>", "0v"])
    func lists(keys: String) throws {
        var driver = try Driver(97, 26)
        try driver.keys(keys)
        let overlay = try #require(driver.state.overlays.last)
        func line() -> Int? {
            let list = overlay == .results ? driver.state.history?.results?.list : driver.state.history?.histogram?.list
            return list.map { $0.selected - $0.top }
        }
        let row = try #require(driver.frame.lines.firstIndex { $0.contains(overlay == .results ? "never negative" : "05 14:00") })
        driver.send(at(3, row, .pressed(.left)))
        #expect(line() == row - (overlay == .results ? 3 : 2) && driver.state.overlays.last == overlay, "\(driver.frame.lines)")
        for outside in [0, 1, 24, 25, 99] { driver.send(at(3, outside, .pressed(.left))) }
        #expect(driver.state.overlays.last == overlay)
        driver.send(at(3, row, .pressed(.left)))
        #expect(driver.state.overlays.isEmpty && driver.place == "account-42 2 timeline")
    }
}
