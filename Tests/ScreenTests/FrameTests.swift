import Screen
import Testing

@Suite("Frames")
struct FrameTests {
    @Test("a pane with title and trailing text")
    func box() {
        var frame = Frame(size: Size(columns: 35, rows: 4))
        frame.box(frame.bounds, title: "account-1042", trailing: "37 / 214")
        frame.write("▸37 日本", at: Point(column: 1, row: 1))
        #expect(frame.lines == [
            "┌ account-1042 ──────── 37 / 214 ─┐",
            "│▸37 日本                         │",
            "│                                 │",
            "└─────────────────────────────────┘",
        ])
    }

    @Test("a title that is too long for both is cut, and the trailing text stays as long as anything of the title does")
    func longTitle() {
        func top(_ columns: Int) -> String {
            var frame = Frame(size: Size(columns: columns, rows: 2))
            frame.box(frame.bounds, title: "workflow.advanced-visibility", trailing: "30 / 30")
            return frame.lines[0]
        }
        #expect(top(44) == "┌ workflow.advanced-visibility ── 30 / 30 ─┐")
        #expect(top(30) == "┌ workflow.advan… ─ 30 / 30 ─┐")
        #expect(top(24) == "┌ workflow… ─ 30 / 30 ─┐")
        #expect(top(22) == "┌ workflow.advanced… ┐")
    }

    @Test("styles as letters with a legend")
    func styles() {
        var frame = Frame(size: Size(columns: 6, rows: 2))
        frame.write("abc", at: Point(column: 0, row: 0), style: .plain.bold())
        frame.write("d", at: Point(column: 3, row: 1), style: .plain.reverse().foreground(.red))
        #expect(frame.styleLines == ["aaa", "...b", "a = bold", "b = reverse fg 1"])
    }

    @Test("T19 a wide cluster that does not fit leaves a blank or the mark")
    func wide() {
        var frame = Frame(size: Size(columns: 5, rows: 2))
        #expect(frame.write("日本語", at: Point(column: 0, row: 0)) == 5)
        #expect(frame.write("日本語", at: Point(column: 0, row: 1), ellipsis: false) == 5)
        #expect(frame.lines == ["日本…", "日本"])
        frame.write("x", at: Point(column: 1, row: 0))
        #expect(frame.lines[0] == " x本…")
        frame.write("日", at: Point(column: -1, row: 1), ellipsis: false)
        #expect(frame.lines[1] == "  本")
    }

    @Test("U01 no size and no coordinate traps", arguments: [
        Size(columns: 0, rows: 0), Size(columns: 1, rows: 1), Size(columns: 1, rows: 0), Size(columns: 2, rows: 2), Size(columns: -3, rows: 4),
    ])
    func anywhere(size: Size) {
        var frame = Frame(size: size)
        let numbers = [Int.min, -1_000_001, -2, -1, 0, 1, 2, 79, Int.max - 1, Int.max]
        for column in numbers {
            for row in numbers {
                let point = Point(column: column, row: row)
                frame.write("日x👩‍💻", at: point)
                frame.write("日x", at: point, columns: column, ellipsis: false)
                for extent in [Int.min, 0, 1, 2, 3, Int.max] {
                    let rect = Rect(column: column, row: row, columns: extent, rows: extent)
                    frame.fill(rect, .plain.bold())
                    frame.restyle(rect) { $0.reverse() }
                    frame.box(rect, title: "title", trailing: "1 / 2")
                    _ = (rect.inset(), rect.splitLeft(row), rect.splitTop(column), rect.splitBottom(row), rect.contains(point))
                }
                _ = frame[point]
            }
        }
        #expect(frame.lines.count == size.rows)
        for row in 0..<size.rows { #expect(frame.row(row).reduce(0) { $0 + $1.columns } == size.columns) }
    }

    @Test("wide clusters stay whole under ten thousand random writes")
    func whole() {
        var random = SplitMix(state: 7)
        var frame = Frame(size: Size(columns: 9, rows: 3))
        for _ in 0..<10_000 {
            let point = Point(column: .random(in: -3...10, using: &random), row: .random(in: -1...3, using: &random))
            frame.write(random.text(), at: point, columns: .random(in: 0...6, using: &random), ellipsis: .random(using: &random))
            for row in 0..<3 {
                let cells = Array(frame.row(row))
                for (index, cell) in cells.enumerated() {
                    #expect(cell.isContinuation == (index > 0 && cells[index - 1].columns == 2))
                    #expect(cell.columns < 2 || index < 8)
                }
            }
        }
    }

    @Test("U15 a frame of ASCII glyphs holds nothing but ASCII")
    func ascii() {
        var frame = Frame(size: Size(columns: 30, rows: 3), glyphs: .ascii)
        frame.box(frame.bounds, title: "é日", trailing: "1 / 2")
        frame.write("é\u{1B}", at: Point(column: 1, row: 1))
        #expect(frame.lines == [
            #"+ \u{00E9}\u{65E5} -- 1 / 2 -+"#,
            #"|\u{00E9}^[                  |"#,
            "+----------------------------+",
        ])
    }
}
