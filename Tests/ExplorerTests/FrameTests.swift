import EventLog
import Screen
import Testing

@testable import Explorer

/// What a person sees, at several sizes.
struct FrameTests {
    @Test("the story: an invariant broken on a Thursday", arguments: [(97, 26), (80, 24), (200, 60), (60, 20), (40, 10)])
    func story(size: (Int, Int)) throws {
        var driver = try Driver(size.0, size.1)
        try driver.keys(":goto thursday 14:32<enter><c-l>")
        #expect(driver.place == "account-42 2 timeline")
        expectGolden(driver.frame, "story-\(size.0)x\(size.1)", styles: size == (97, 26))
    }

    @Test("the whole log as one timeline tells each day where it begins, and types", arguments: [(80, 24), (97, 26), (60, 20), (40, 10)])
    func log(size: (Int, Int)) throws {
        expectGolden(try Driver.frame(size.0, size.1, ":goto thursday 14:32<enter>0<c-l>"), "log-\(size.0)x\(size.1)")
    }

    @Test("an event that cannot be folded is marked, named, and leaves the state as it was")
    func foldError() throws {
        expectGolden(try Driver.frame(97, 26, "G"), "fold-error-97x26")
    }

    @Test("T01 T15 control sequences and bidi controls in data are shown, not obeyed")
    func hostile() throws {
        let frame = try Driver.frame(97, 26, "[[")
        expectGolden(frame, "hostile-97x26")
        #expect(!frame.lines.joined().unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
    }

    @Test("no model: last values, digit for digit, and it is said")
    func merge() throws {
        expectGolden(try Driver.frame(97, 26, "1G<enter>"), "no-model-97x26")
    }

    @Test("before the first event")
    func before() throws {
        expectGolden(try Driver.frame(97, 26, "g["), "before-97x26")
    }

    @Test("the help names the keys of this pane first")
    func help() throws {
        expectGolden(try Driver.frame(80, 24, "?"), "help-80x24")
    }

    @Test("the command line, a notice, and a mistake in it")
    func prompt() throws {
        var driver = try Driver(80, 24)
        try driver.keys(":goto nowhere")
        expectGolden(driver.frame, "prompt-80x24")
        #expect(driver.frame.cursor == Point(column: 13, row: 23))
        try driver.keys("<enter>")
        expectGolden(driver.frame, "prompt-mistake-80x24")
    }

    @Test("a notice that is longer than a line is said whole", arguments: [(80, 24), (40, 10)])
    func longNotice(size: (Int, Int)) throws {
        var driver = try Driver(size.0, size.1)
        let text = "in the expression, column 14: unexpected symbol at the end of the expression: a number, a name or ( is missing behind >"
        driver.send(.failed(text))
        let bottom = driver.frame.lines.suffix(size.0 == 80 ? 2 : 4).joined().split(separator: " ")
        #expect(bottom == text.split(separator: " "), "\(driver.frame.lines)")
        #expect(driver.frame.size == Size(columns: size.0, rows: size.1))
        driver.send(.failed(String(repeating: "word ", count: 300)))
        #expect(driver.frame.lines.last?.hasSuffix("…") == true)
    }

    @Test("an empty log")
    func empty() throws {
        expectGolden(try Driver(80, 24, text: "\n\n").frame, "empty-80x24")
    }

    @Test("ASCII where the terminal knows no UTF-8")
    func ascii() throws {
        let frame = try Driver.frame(80, 24, "[[", glyphs: .ascii)
        expectGolden(frame, "ascii-80x24")
        #expect(frame.lines.joined().utf8.allSatisfy { $0 < 0x80 })
    }

    @Test("stores to choose from, and the question before a model runs")
    func chooser() throws {
        let stores = ["bank", "orders"].map { Chooser.Store(path: "samples/\($0)", title: $0, detail: "events.jsonl 131 kB, model.lua") }
        var state = ExplorerState(
            size: Size(columns: 60, rows: 12), glyphs: .unicode, zone: .utc, place: .choosing, chooser: Chooser(stores: stores))
        _ = update(&state, .key("j"))
        expectGolden(view(state), "chooser-60x12")
        #expect(update(&state, .key(.enter)) == [.open(path: "samples/orders")])
        let history = try TestHistory.open()
        _ = update(&state, .opened(OpenedHistory(history: history, title: "orders", models: [], number: 1, offer: "samples/orders/model.lua")))
        expectGolden(view(state), "question-60x12")
        #expect(update(&state, .key("y")) == [.useModel(path: "samples/orders/model.lua")])
    }

    @Test("U01 every size down to nothing gives a frame of that size", arguments: [(0, 0), (1, 1), (1, 80), (24, 1), (2, 2), (39, 10), (40, 9), (500, 200)])
    func sizes(size: (Int, Int)) throws {
        let driver = try Driver(size.0, size.1)
        #expect(driver.frame.size == Size(columns: size.0, rows: size.1))
        // Wide enough for the words, too small for anything else: then it says so. Large enough: it does not.
        let says = driver.frame.lines.joined().contains("too small")
        if size.1 > 0, size.0 > 9 { #expect(says == (size.0 < 40 || size.1 < 10)) }
    }
}
