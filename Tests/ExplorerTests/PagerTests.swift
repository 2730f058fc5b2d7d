import JSONText
import Screen
import Testing

@testable import Explorer

/// What is read over the whole screen: the help, a long text, a list.
struct PagerTests {
    @Test("/ n and N look for something in the help, and mark the line")
    func help() throws {
        var driver = try Driver(80, 24)
        try driver.keys("?/fuzz<esc>/next mark<enter>")
        #expect(driver.state.isHelping)
        func marked() -> String? {
            let plain = Style.plain
            return driver.frame.lines.indices.first { row in
                row > 1 && row < 22 && driver.frame[Point(column: 40, row: row)]?.style == plain.reverse()
            }.map { driver.frame.lines[$0] }
        }
        #expect(marked()?.contains("next mark") == true, "\(driver.frame.lines)")
        try driver.keys("n")
        #expect(marked()?.contains("next mark") == true)
        try driver.keys("/copy<enter>")
        let first = try #require(marked())
        try driver.keys("n")
        #expect(marked()?.contains("copy") == true && marked() != first)
        try driver.keys("N")
        #expect(marked() == first)
        try driver.keys("/no such words<enter>")
        #expect(driver.state.notice?.text == "no line here holds no such words" && driver.state.isHelping)
        // What one types for the panes goes there at once.
        try driver.keys(":")
        #expect(!driver.state.isHelping && driver.state.prompt?.kind == .command)
    }

    @Test("the same in a long value and in a list of results, whose line is selected")
    func others() throws {
        let words = (0..<400).map { "word\($0)" }.joined(separator: " ")
        var driver = try Driver(60, 20, text: #"{"stream":"a-1","version":0,"type":"T","data":{"text":"\#(words)"}}"# + "\n", models: [])
        try driver.keys("4<c-l>/text<enter><enter>/word333<enter>")
        #expect(driver.frame.lines.contains { $0.contains("word333") }, "\(driver.frame.lines)")
        var list = try Driver(97, 26)
        try list.keys(":stats<enter>/note<enter>")
        #expect(list.state.history?.results?.selected?.cells.first == "NoteAdded")
        try list.keys("n")
        #expect(list.state.history?.results?.selected?.cells.first == "NoteAdded")
        // The search of the pane below is another.
        try list.keys("<esc>n")
        #expect(list.state.notice?.text.hasPrefix("nothing was searched for in this pane") == true)
    }

    @Test("where a list has not room for all, the widest columns are cut, and what is narrow stays whole")
    func columns() throws {
        var driver = try Driver(80, 24)
        driver.holdsJobs = true
        try driver.keys(":4<enter>3<c-l>H")
        let job = try #require(driver.lastJob)
        driver.send(.job(job, .results((0..<30).map { number in
            ResultRow(
                spot: nil, cells: ["\(number)", "2026-01-22T18:20:37Z", "+10d 02:02:02", "TransferReceived", "1013", "\(1000 + number)"],
                number: Double(number))
        })))
        driver.send(.job(job, .ended(.whole)))
        expectGolden(driver.frame, "results-narrow-80x24")
        driver.send(.resized(Size(columns: 120, rows: 24)))
        expectGolden(driver.frame, "results-narrow-120x24")
    }
}
