import JSONText
import Screen
import Testing

@testable import Explorer

/// `r`: an event raw, after each upcaster, and in the end.
struct StageTests {
    private func title(_ driver: Driver) -> String {
        let line = driver.frame.lines.first { $0.contains("├ Event") || $0.contains("┌ Event") } ?? ""
        return line.firstIndex(of: "E").map { String(line[$0...].prefix { $0 != "─" }) } ?? ""
    }

    @Test("r goes through the stages of an event, each by itself, and back; what an upcaster changed is marked")
    func stages() throws {
        var driver = try Driver(97, 26)
        try driver.keys("g]")
        let titles = ["Event 1 of 3: raw ", "Event 2 of 3: v1 → v2 ", "Event 3 of 3: final ", "Event ", "Event 1 of 3: raw "]
        for (number, title) in titles.enumerated() {
            try driver.keys("r")
            #expect(self.title(driver) == title, "r for the \(number + 1). time: \(driver.frame.lines)")
        }
        #expect(driver.frame.lines.contains { $0.contains("offset ") })
        try driver.keys("r")
        expectGolden(driver.frame, "upcast-step-97x26", styles: true)
        // An event of fewer stages shows its last, and the way on is back to the usual view.
        try driver.keys("]")
        #expect(title(driver) == "Event: raw ")
        try driver.keys("[")
        #expect(title(driver) == "Event 2 of 3: v1 → v2 ")
        try driver.keys("]r")
        #expect(title(driver) == "Event ")
        try driver.keys("[[[")
        try driver.keys("r")
        #expect(title(driver) == "Event ")
    }

    @Test("the stages fold, and are searched, as any tree")
    func trees() throws {
        var driver = try Driver(97, 26)
        try driver.keys("1<c-l>G<enter>r4<c-l>/price<enter>")
        #expect(driver.state.history?.event.selected?.text.contains("price") == true)
    }
}

/// `:base`: what the state is compared with.
struct BaseTests {
    private func title(_ driver: Driver) -> String {
        let line = driver.frame.lines.first { $0.contains("┌ State") } ?? ""
        return line.range(ofText: "State ").map { String(line[$0...].prefix { $0 != "─" }) } ?? ""
    }

    private func marked(_ driver: Driver) -> [String] {
        driver.state.history?.state.rows.filter { $0.mark != .none && $0.mark != .alarm }.map { "\($0.mark.rawValue) \($0.name) \($0.before ?? "-") \($0.text)" } ?? []
    }

    @Test("the state is compared with that at a mark until it is lifted, and the title says so")
    func mark() throws {
        var driver = try Driver(120, 30)
        try driver.keys("g]ma]]")
        #expect(title(driver) == "State after 3 ")
        #expect(marked(driver) == [])
        try driver.keys(":base a<enter>")
        #expect(title(driver) == "State 3 against a (1) ")
        #expect(marked(driver) == ["~ balance 50 -70"])
        expectGolden(driver.frame, "base-120x30")
        try driver.keys("]")
        #expect(marked(driver) == ["~ balance 50 30"])
        try driver.keys("g")
        #expect(marked(driver) == ["~ balance 50 0"])
        try driver.keys("]")
        #expect(driver.frame.lines.contains { $0.contains("nothing differs from a (1)") })
        // The mark goes elsewhere, and what it is compared with goes along.
        try driver.keys("]maG")
        #expect(title(driver) == "State 5 against a (2) ")
        #expect(marked(driver) == ["~ balance -70 30"])
        // On another stream the mark says nothing.
        try driver.keys("1<c-l>j")
        #expect(title(driver) == "State after 60 ")
        try driver.keys("k")
        #expect(title(driver) == "State 5 against a (2) ")
        try driver.keys(":base<enter>")
        #expect(title(driver) == "State after 5 ")
    }

    @Test("points in time are bases, too; what is none is told")
    func points() throws {
        var driver = try Driver(120, 30)
        try driver.keys("g]]]]:base 1<enter>")
        #expect(title(driver) == "State 4 against 1 ")
        try driver.keys(":base start<enter>")
        #expect(title(driver) == "State 4 against the start ")
        #expect(marked(driver).contains(#"+ owner - "alice""#) || marked(driver).contains { $0.contains("owner") })
        try driver.keys(":base z<enter>")
        #expect(driver.state.notice?.text == "there is no mark z; mz sets it")
        try driver.keys(":base nonsense at all<enter>")
        #expect(driver.state.notice?.kind == .trouble)
        #expect(title(driver) == "State 4 against the start ")
        try driver.keys(":base previous<enter>")
        #expect(title(driver) == "State after 4 ")
        // Nobody has kept a snapshot here.
        try driver.keys(":base snapshot<enter>")
        #expect(driver.frame.lines.contains { $0.contains("no snapshot before this event") })
        #expect(marked(driver) == ["~ balance -70 30"])
    }

    @Test("a value that is watched shows what it was at the base")
    func watched() throws {
        var driver = try Driver(120, 30)
        try driver.keys("g]ma]]]:watch .balance<enter>:base a<enter>")
        #expect(driver.state.history?.state.rows.first?.before == "50")
    }
}

extension String {
    fileprivate func range(ofText text: String) -> String.Index? {
        indices.first { self[$0...].hasPrefix(text) }
    }
}
