import Screen
import Testing

@testable import Explorer

/// The line that is typed: where its cursor goes, what is deleted, what is seen of it.
struct LineTests {
    /// The prompt's text with a bar where the cursor stands.
    private func shown(_ driver: Driver) -> String? {
        driver.state.prompt.map { "\($0.line.before)|\($0.line.after)" }
    }

    @Test("keys move and delete in the middle of a line")
    func keys() throws {
        var driver = try Driver(80, 24)
        let steps: [(keys: String, line: String)] = [
            (":goto 37", "goto 37|"),
            ("<left>", "goto 3|7"),
            ("x", "goto 3x|7"),
            ("<backspace>", "goto 3|7"),
            ("<delete>", "goto 3|"),
            ("<delete>", "goto 3|"),
            ("<home>", "|goto 3"),
            ("<backspace>", "|goto 3"),
            ("<left>", "|goto 3"),
            ("<right>", "g|oto 3"),
            ("<c-e>", "goto 3|"),
            ("<right>", "goto 3|"),
            ("<c-a>", "|goto 3"),
            ("<c-f><c-f><c-b>", "g|oto 3"),
            ("<end> state.balance <lt> 0", "goto 3 state.balance < 0|"),
            ("<a-b>", "goto 3 state.balance < |0"),
            ("<a-b>", "goto 3 state.|balance < 0"),
            ("<a-b>", "goto 3 |state.balance < 0"),
            ("<a-f>", "goto 3 state|.balance < 0"),
            ("<a-f>", "goto 3 state.balance| < 0"),
            ("<a-f><a-f>", "goto 3 state.balance < 0|"),
            ("<c-w>", "goto 3 state.balance < |"),
            ("<c-w>", "goto 3 state.balance |"),
            ("<c-w>", "goto 3 |"),
            ("<c-a><a-d>", "| 3 "),
            ("<c-d><c-d>", "| "),
            ("<c-k>xyz<left><left>", "x|yz"),
            ("<c-k>", "x|"),
            ("<c-u>", "|"),
        ]
        for (number, step) in steps.enumerated() {
            try driver.keys(step.keys)
            #expect(shown(driver) == step.line, "step \(number): \(step.keys)")
        }
        // An empty line is left by one more Backspace.
        try driver.keys("<backspace>")
        #expect(driver.state.prompt == nil)
    }

    @Test("whole clusters are passed over and deleted, and what becomes one cluster is one")
    func clusters() throws {
        var driver = try Driver(80, 24)
        try driver.keys("/")
        driver.send(.pasted("a👩‍👩‍👧é日🇩🇪"))
        let steps: [(keys: String, line: String)] = [
            ("<left>", "a👩‍👩‍👧é日|🇩🇪"), ("<left>", "a👩‍👩‍👧é|日🇩🇪"), ("<left><left>", "a|👩‍👩‍👧é日🇩🇪"), ("<delete>", "a|é日🇩🇪"),
            ("<right><right><backspace>", "aé|🇩🇪"), ("<right><backspace>", "aé|"),
        ]
        for (number, step) in steps.enumerated() {
            try driver.keys(step.keys)
            #expect(shown(driver) == step.line, "step \(number): \(step.keys)")
        }
        // A mark that is typed belongs to the letter before; two halves of a flag come together once nothing is between them.
        driver.send(.key(.character("\u{301}")))
        #expect(driver.state.prompt?.line.before.count == 2)
        try driver.keys("<c-u>")
        driver.send(.pasted("\u{1F1E9}x\u{1F1EA}"))
        try driver.keys("<left><backspace>")
        #expect(shown(driver) == "\u{1F1E9}\u{1F1EA}|")
    }

    @Test("a paste comes in at the cursor, up to its first line break")
    func paste() throws {
        var driver = try Driver(80, 24)
        try driver.keys(":goto 1<left>")
        driver.send(.pasted("37\nq"))
        #expect(shown(driver) == "goto 37|1")
        try driver.keys("<esc><c-p>zne<left><left>")
        driver.send(.pasted("o"))
        #expect(driver.state.overlays.last.map { if case .palette(let palette) = $0 { palette.text } else { "" } } == "zone")
    }

    @Test("Tab completes the word before the cursor; what stands behind it stays")
    func completion() throws {
        var driver = try Driver(80, 24)
        try driver.keys(":watch .b .owner<a-b><left><left><tab>")
        #expect(shown(driver) == "watch .balance| .owner")
    }

    @Test("Up and Down keep what is typed, and what was changed in earlier lines, until Enter")
    func history() throws {
        var driver = try Driver(80, 24)
        try driver.keys(":goto 1<enter>:goto 2<enter>:got")
        let steps: [(keys: String, line: String)] = [
            ("<up>", "goto 2|"), ("<up>", "goto 1|"), ("<up>", "goto 1|"), ("0", "goto 10|"), ("<down>", "goto 2|"), ("<down>", "got|"),
            ("<down>", "got|"), ("<up><up>", "goto 10|"), ("<down><down>o", "goto|"),
        ]
        for (number, step) in steps.enumerated() {
            try driver.keys(step.keys)
            #expect(shown(driver) == step.line, "step \(number): \(step.keys)")
        }
        try driver.keys("<esc>:<up><up>")
        #expect(shown(driver) == "goto 1|")
    }

    @Test("Alt with a letter is Esc and the letter wherever nothing is typed")
    func alt() throws {
        var driver = try Driver(97, 26)
        try driver.keys("3<c-l>")
        #expect(driver.place == "account-42 5 state")
        try driver.keys("<a-h>")
        #expect(driver.place == "account-42 4 timeline")
        try driver.keys(":goto 1<a-k>")
        #expect(driver.state.prompt == nil)
        #expect(driver.place == "account-42 3 timeline")
        try driver.keys("m<a-a>")
        #expect(driver.state.awaitedLetter == nil && driver.state.history?.marks.isEmpty == true)
    }

    @Test("a line that is longer than its room scrolls sideways, with a sign where there is more")
    func scrolling() throws {
        var driver = try Driver(40, 10)
        try driver.keys(":where 日本語 data.amount > 1000 and data.channel == \"atm\"")
        expectGolden(driver.frame, "prompt-end-40x10")
        for _ in 0..<24 { try driver.keys("<left>") }
        expectGolden(driver.frame, "prompt-middle-40x10")
        try driver.keys("<home>")
        expectGolden(driver.frame, "prompt-start-40x10")
        #expect(driver.frame.cursor == Point(column: 1, row: 9))
    }

    @Test("whatever is done to it, the cursor stands between two clusters, and is seen", arguments: UInt64(1)...8)
    func chance(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces = ["a", "b ", " ", "日", "e", "\u{301}", "👩", "\u{200D}", "🇩", "🇪", "\u{200B}", "\u{1B}", ".", "क", "\u{94D}", "ष", "x\u{FE0F}", "long word "]
        let reaches: [LineEdit.Reach] = [.left, .right, .start, .end, .wordLeft, .wordRight, .blankLeft]
        var line = EditableLine()
        for step in 0..<600 {
            switch random.next() % 5 {
            case 0, 1, 2: line.insert(pieces[Int(random.next() % UInt64(pieces.count))])
            case 3: line.edit(.go(reaches[Int(random.next() % 7)]))
            default: line.edit(.delete(reaches[Int(random.next() % 30) % 7]))
            }
            guard Array(line.before) + Array(line.after) == Array(line.text) else {
                Issue.record("seed \(seed), step \(step): \(line)")
                return
            }
            let columns = Int(random.next() % 60)
            var frame = Frame(size: Size(columns: columns + 4, rows: 1), glyphs: random.next() % 4 == 0 ? .ascii : .unicode)
            let used = frame.draw(line, in: Rect(column: 2, row: 0, columns: columns, rows: 1))
            let fits = columns > 1 && frame.columnsWritten(line.text) < columns
            let whole = fits ? frame.columnsWritten(String(line.before)) : nil
            guard columns < 2 || (frame.cursor.map { $0.column >= 2 && $0.column < columns + 2 } ?? false), used <= columns,
                frame.row(0).reduce(0, { $0 + $1.columns }) == columns + 4, whole == nil || frame.cursor?.column == whole! + 2
            else {
                Issue.record("seed \(seed), step \(step), \(columns) columns: \(line), cursor \(String(describing: frame.cursor)), used \(used)")
                return
            }
        }
    }
}
