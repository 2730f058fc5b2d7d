import EventLog
import Screen
import Testing

@testable import Explorer

/// What a person sees of a log that is still being read, that was not read to its end, and that grows.
struct ReadingFrameTests {
    private static let size = Size(columns: 80, rows: 24)

    private static func history(_ events: Int, isStopped: Bool = false) throws -> OpenedHistory {
        let lines = (0..<events).map {
            #"{"stream":"account-7","version":\#($0),"type":"MoneyDeposited","time":"2026-03-05T14:\#(10 + $0):00Z","data":{"amount":\#($0)}}"# + "\n"
        }
        return OpenedHistory(
            history: try TestHistory.open(lines.joined(), isStopped: isStopped), title: "big.jsonl", models: [], number: 1)
    }

    private static func opening() -> ExplorerState {
        ExplorerState(size: size, glyphs: .unicode, zone: .utc, place: .opening("big.jsonl"))
    }

    @Test("before the first block, a log that is read says how far it is")
    func beginning() {
        var state = Self.opening()
        _ = update(&state, .reading(ScanProgress(bytesRead: 250, bytes: 1000, events: 0)))
        expectGolden(view(state), "reading-80x24")
        // Esc never quits: it ends the reading, and what was read is shown.
        #expect(update(&state, .key(.escape)) == [.stopReading])
        #expect(state.notice?.text.hasPrefix("stopping") == true)
        #expect(update(&state, .key("q")) == [.quit])
    }

    @Test("from the first block on it can be looked at, and the header says how far it is")
    func growing() throws {
        var state = Self.opening()
        _ = update(&state, .reading(ScanProgress(bytesRead: 250, bytes: 1000, events: 3)))
        _ = update(&state, .grew(try Self.history(3)))
        expectGolden(view(state), "growing-80x24")
        // The rest comes, and the reading is over.
        _ = update(&state, .grew(try Self.history(5)))
        _ = update(&state, .opened(try Self.history(5)))
        _ = update(&state, .readingEnded)
        #expect(!view(state).lines[0].contains("reading"))
        #expect(view(state).lines[0].contains("5 events"))
    }

    @Test("Esc ends the reading and keeps what there is, and the header says that it is a part")
    func partial() throws {
        var state = Self.opening()
        _ = update(&state, .grew(try Self.history(3)))
        _ = update(&state, .reading(ScanProgress(bytesRead: 500, bytes: 1000, events: 3)))
        #expect(update(&state, .key(.escape)).contains(.stopReading))
        _ = update(&state, .opened(try Self.history(3, isStopped: true)))
        _ = update(&state, .readingEnded)
        expectGolden(view(state), "partial-80x24")
    }

    @Test("Esc stops a reading of which nothing is seen yet, and never quits; Ctrl-C stops it, and quits the second time")
    func stoppedAtOnce() throws {
        var state = Self.opening()
        #expect(update(&state, .key(.escape)) == [.stopReading])
        #expect(update(&state, .key(.escape)) == [])
        _ = update(&state, .opened(try Self.history(3, isStopped: true)))
        _ = update(&state, .readingEnded)
        #expect(view(state).lines[0].contains("partial"))
        state = Self.opening()
        #expect(update(&state, .key(.control("c"))) == [.stopReading])
        #expect(update(&state, .key(.control("c"))) == [.quit])
    }

    @Test("who follows and stops the reading follows no longer, and F reads on")
    func stopsFollowing() throws {
        var state = Self.opening()
        state.isFollowing = true
        _ = update(&state, .grew(try Self.history(3)))
        _ = update(&state, .reading(ScanProgress(bytesRead: 500, bytes: 1000, events: 3)))
        #expect(update(&state, .key(.escape)).filter { $0 == .stopReading || $0 == .follow(false) } == [.stopReading, .follow(false)])
        _ = update(&state, .opened(try Self.history(3, isStopped: true)))
        #expect(!update(&state, .readingEnded).contains(.follow(true)))
        #expect(view(state).lines[0].contains("partial") && !view(state).lines[0].contains("following"))
        #expect(update(&state, .key("F")) == [.follow(true)])
        #expect(state.notice?.text.contains("what was not read yet comes") == true)
        _ = update(&state, .grew(try Self.history(6)))
        #expect(!view(state).lines[0].contains("partial"))
    }

    @Test("a log that is followed says so, and the cursor at its end goes along")
    func following() throws {
        var state = Self.opening()
        _ = update(&state, .opened(try Self.history(3)))
        _ = update(&state, .key("G"))
        #expect(update(&state, .key("F")) == [.follow(true)])
        _ = update(&state, .grew(try Self.history(6)))
        expectGolden(view(state), "following-80x24")
        #expect(update(&state, .key("F")) == [.follow(false)])
        #expect(!view(state).lines[0].contains("following"))
    }
}
