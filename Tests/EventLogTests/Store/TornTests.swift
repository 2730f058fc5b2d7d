import EventLog
import Glibc
import JSONText
import Testing
import TestSupport

/// What may stand at the end of a store, and in its middle.
@Suite struct TornTests {
    /// 20 events, two batches among them.
    private func twenty(_ test: TestStore) throws {
        let store = try test.open()
        var next = 0
        for (size, stream) in [(1, "a"), (1, "b"), (1, "a"), (5, "b"), (1, "a"), (1, "c"), (7, "a"), (1, "b"), (1, "c"), (1, "a")] {
            try store.append((next..<(next + size)).map { event($0) }, to: ExactString(stream), expecting: .any)
            next += size
        }
        #expect(next == 20)
        try store.close()
    }

    /// After each of these offsets an append ended.
    private func ends(of test: TestStore) -> [(offset: Int, events: Int)] {
        var ends = [(0, 0)]
        var offset = 0
        for (number, line) in test.lines.enumerated() {
            offset += line.utf8.count + 1
            let isInside = line.contains("\"batch\"") && !line.contains("\"index\":4,\"size\":5") && !line.contains("\"index\":6,\"size\":7")
            if !isInside { ends.append((offset, number + 1)) }
        }
        return ends
    }

    @Test func `S02 S07 cut at every byte, a whole prefix is left`() throws {
        try withStore { test in
            try twenty(test)
            let all = test.bytes
            let ends = ends(of: test)
            let ids = test.ids
            for size in (0...all.count).reversed() {
                try test.folder.truncate(test.file, to: size)
                let store = try test.open()
                // A line that lacks only its LF is whole.
                let end = ends.last { $0.offset <= size + (size > 0 && all[size - 1] == UInt8(ascii: "}") ? 1 : 0) }!
                let kept = min(end.offset, size)
                #expect(store.damage == nil, "cut at \(size)")
                #expect(store.count == end.events, "cut at \(size)")
                #expect(store.tornRange == (kept < size ? kept..<size : nil), "cut at \(size)")
                let file = try SourceFile(path: SourcePath(test.file))
                #expect(try file.tornStartOfStore() == (kept < size ? kept : nil), "cut at \(size)")
                guard size % 7 == 0 || kept == size else { continue }
                let moved = try store.recover()
                #expect(moved?.bytes ?? 0 == size - kept)
                #expect(test.bytes == Array(all[..<kept]), "cut at \(size)")
                if let moved {
                    #expect(TestStore.bytes(of: moved.path) == Array(all[kept..<size]))
                    #expect(TestStore.mode(of: moved.path) == 0o600)
                    unlink(moved.path)
                }
                let id = 100 + size
                #expect(outcome { try store.append([event(id)], to: "z", expecting: .none) } == "ok 0", "cut at \(size)")
                #expect(test.ids == ids.prefix(end.events) + ["\(id)"], "cut at \(size)")
                try store.close()
                try test.write(all)
            }
        }
    }

    @Test func `S07 a torn batch is dropped whole`() throws {
        try withStore { test in
            try test.append([0])
            let before = test.bytes
            try test.append([1, 2, 3, 4, 5])
            let lines = test.lines
            try test.write(lines.prefix(4).map { $0 + "\n" }.joined())
            let store = try test.open()
            #expect(store.count == 1)
            #expect(store.tornRange == before.count..<test.bytes.count)
            #expect(outcome { try store.append([event(9)], to: "a", expecting: .exact(0)) } == "ok 1")
            #expect(test.ids == ["0", "9"])
            #expect(TestStore.bytes(of: test.path + "/" + test.tornFiles[0]) == Array(lines[1...3].map { $0 + "\n" }.joined().utf8))
        }
    }

    @Test(arguments: [1, 7, 512, 4096, 100_000])
    func `S03 zeros at the end are a torn tail`(_ count: Int) throws {
        try withStore { test in
            try test.append([0])
            let whole = test.bytes
            try test.write(whole + Array(repeating: 0, count: count))
            let store = try test.open()
            #expect(store.tornRange == whole.count..<(whole.count + count))
            #expect(outcome { try store.append([event(1)], to: "a", expecting: .exact(0)) } == "ok 1")
            #expect(TestStore.bytes(of: test.path + "/" + test.tornFiles[0]) == Array(repeating: 0, count: count))
        }
    }

    @Test func `S03 S07 a page of zeros inside the last batch`() throws {
        try withStore { test in
            try test.append([0])
            let start = test.bytes.count
            try test.append([1, 2, 3, 4, 5, 6, 7, 8])
            var bytes = test.bytes
            for offset in (start + 200)..<(start + 500) { bytes[offset] = 0 }
            try test.write(bytes)
            #expect(try test.open().tornRange == start..<bytes.count)
            #expect(try SourceFile(path: SourcePath(test.file)).tornStartOfStore() == start)
        }
    }

    @Test func `S04 garbage at the end is moved aside`() throws {
        var random = SplitMix64(seed: 4)
        try withStore { test in
            for round in 0..<50 {
                try test.append([round])
                let whole = test.bytes
                let garbage = (0..<(1 + random.below(6000))).map { _ in UInt8(random.below(256)) }
                try test.write(whole + garbage)
                let store = try test.open()
                #expect(try store.recover()?.bytes == garbage.count, "seed 4, round \(round)")
                #expect(test.bytes == whole)
            }
            // One a time, though the clock stands still.
            #expect(Set(test.tornFiles).count == 50)
            #expect(test.ids.count == 50)
        }
    }

    @Test func `S05 damage in the middle makes the store read-only`() throws {
        var random = SplitMix64(seed: 5)
        try withStore { test in
            try twenty(test)
            let all = test.bytes
            let lines = test.lines
            for line in 0..<19 {
                let start = lines[..<line].reduce(0) { $0 + $1.utf8.count + 1 }
                for kind in 0..<3 {
                    var bytes = all
                    switch kind {
                    case 0: bytes[start] ^= 1 << UInt8(random.below(5))  // the opening brace
                    case 1: bytes[start + random.below(8)] = 0
                    default: for offset in start..<(start + 60) { bytes[offset] = 0 }
                    }
                    try test.write(bytes)
                    let store = try test.open()
                    // Within a batch it is the whole batch that is told of, or the line.
                    let inBatch = (3...7).contains(line) || (10...16).contains(line)
                    #expect(store.damage?.offset == start || inBatch, "seed 5, line \(line), kind \(kind)")
                    #expect(store.damage?.line == line + 1 || inBatch, "seed 5, line \(line), kind \(kind)")
                    #expect(outcome { try store.append([event(77)], to: "a", expecting: .any) }.hasPrefix("damaged \(store.damage?.offset ?? -1)"))
                    #expect(throws: StoreError.self) { try store.recover() }
                    #expect(test.bytes == bytes)
                    #expect(test.tornFiles == [])
                }
            }
        }
    }

    @Test func `S05 damage is named by byte, line and what is wrong`() throws {
        try withStore { test in
            try test.append([0])
            try test.append([1])
            try test.append([2])
            let lines = test.lines
            try test.write(lines[0] + "\n" + lines[1].dropLast(3) + "\n" + lines[2] + "\n")
            #expect(outcome { try test.append([3]) } == "damaged \(lines[0].utf8.count + 1) 2: column \(lines[1].utf8.count - 2): the text ends inside an object or array")
            // Three lines of a batch of five, and another event behind them.
            try test.write(lines[0] + "\n")
            try test.append([4, 5, 6])
            let batch = test.lines
            try test.write((batch.prefix(3) + [lines[1]]).map { $0 + "\n" }.joined())
            #expect(outcome { try test.append([3]) } == "damaged \(lines[0].utf8.count + 1) 2: of a batch of 3 events only 2 are there")
        }
    }

    @Test func `S06 a last line without its LF is an event, and two never become one`() throws {
        try withStore { test in
            try test.append([0])
            try test.append([1])
            try test.write(Array(test.bytes.dropLast()))
            let store = try test.open()
            #expect(store.count == 2)
            #expect(store.tornRange == nil)
            #expect(try store.recover() == nil)
            #expect(outcome { try store.append([event(2)], to: "a", expecting: .exact(1)) } == "ok 2")
            #expect(test.ids == ["0", "1", "2"])
            // Two handles: the other one wrote the LF.
            try test.write(Array(test.bytes.dropLast()))
            let (one, two) = (try test.open(), try test.open())
            try one.append([event(3)], to: "a", expecting: .exact(2))
            try two.append([event(4)], to: "a", expecting: .exact(3))
            #expect(test.ids == ["0", "1", "2", "3", "4"])
            #expect(test.lines.count == 5)
        }
    }

    /// What a torn append leaves behind a line that lacked its LF, which it would have written first.
    @Test(arguments: [String(repeating: "\0", count: 300), " x", "\u{1}\u{2}", #"{"stream":"a","ver"#, "\0\n", " x\n"])
    func `S03 S04 S06 what was an event stays one, whatever comes behind it in its line`(_ tail: String) throws {
        try withStore { test in
            try test.append([0])
            try test.append([1])
            let whole = Array(test.bytes.dropLast())
            try test.write(whole + Array(tail.utf8))
            let file = try SourceFile(path: SourcePath(test.file))
            #expect(try file.tornStartOfStore() == whole.count)
            let store = try test.open()
            #expect(store.count == 2)
            #expect(store.tornRange == whole.count..<(whole.count + tail.utf8.count))
            let appended = try store.append([event(2)], to: "a", expecting: .exact(1))
            #expect(appended.version == 2)
            #expect(appended.movedTail?.bytes == tail.utf8.count)
            #expect(test.ids == ["0", "1", "2"])
            #expect(test.lines.count == 3)
            #expect(try StoreCondition.of(test.file) == .whole)
        }
    }

    @Test func `S06 two events in one line are damage, not a torn tail`() throws {
        try withStore { test in
            try test.append([0])
            try test.append([1])
            try test.append([2])
            let lines = test.lines
            try test.write(lines[0] + "\n" + lines[1] + lines[2] + "\n")
            #expect(outcome { try test.append([3]) } == "damaged \(lines[0].utf8.count + 1) 2: several JSON values in one line")
            #expect(throws: StoreError.self) { try test.open().recover() }
            #expect(test.bytes == Array((lines[0] + "\n" + lines[1] + lines[2] + "\n").utf8))
        }
    }

    @Test(arguments: ["", "{", "{\"s", "{\"stream", "{\"stream\":\"a"])
    func `S03 zeros behind any beginning of the first line are a torn tail`(_ beginning: String) throws {
        try withStore { test in
            try test.append([0])
            try test.write(beginning + String(repeating: "\0", count: 512))
            let store = try test.open()
            #expect(store.damage == nil)
            #expect(try store.recover()?.bytes == beginning.utf8.count + 512)
        }
    }

    @Test func `S05 damage is named by the event before it`() throws {
        try withStore { test in
            try test.append([0])
            try test.append([1])
            try test.append([2])
            let lines = test.lines
            try test.write(lines[0] + "\n" + lines[1].dropLast(3) + "\n" + lines[2] + "\n")
            let last = try test.open().damage?.last
            #expect(last?.stream == "a" && last?.version == 0 && last?.position == 0)
        }
    }

    @Test func `S29 versions that do not continue make the store read-only`() throws {
        func line(_ version: String, _ stream: String = "a") -> String { #"{"stream":"\#(stream)","version":\#(version),"type":"T","data":1}"# + "\n" }
        try withStore { test in
            let first = line("0")
            for (version, message) in [
                ("2", "version 1 of a expected, found 2"), ("0", "version 1 of a expected, found 0"),
                ("-1", "version -1 is no whole number from 0 to 9223372036854775807"),
                ("9223372036854775808", "version 9223372036854775808 is no whole number from 0 to 9223372036854775807"),
                ("9223372036854775807", "version 1 of a expected, found 9223372036854775807"),
                ("\"1\"", "version \"1\" is no whole number from 0 to 9223372036854775807"),
                ("1.0", "version 1.0 is no whole number from 0 to 9223372036854775807"),
            ] {
                for tail in ["", line("0", "b")] {
                    try test.write(first + line(version) + tail)
                    #expect(outcome { try test.append([3]) } == "damaged \(first.utf8.count) 2: \(message)")
                }
            }
            try test.write(line("1"))
            #expect(outcome { try test.append([3]) } == "damaged 0 1: version 0 of a expected, found 1")
            // A line without a version is no event: at the end it is a torn tail, ahead of others damage.
            try test.write(#"{"stream":"a","type":"T","data":1}"# + "\n" + first)
            #expect(outcome { try test.append([3]) } == "damaged 0 1: a JSON value, but no event of a store")
        }
    }

    @Test func `S27 blank lines, CRLF and a byte order mark are read`() throws {
        try withStore { test in
            for text in ["", "\n", "\n\n \n\t\r\n"] {
                try test.write(text)
                let store = try test.open()
                #expect(store.count == 0)
                #expect(outcome { try store.append([event(0)], to: "a", expecting: .none) } == "ok 0")
                #expect(test.ids == ["0"])
            }
            let line = String(decoding: test.bytes.split(separator: 0x0A).last!, as: UTF8.self)
            try test.write("\u{FEFF}" + line + "\r\n\r\n")
            #expect(outcome { try test.append([1], expecting: .exact(0)) } == "ok 1")
            #expect(test.text.hasPrefix("\u{FEFF}" + line + "\r\n\r\n{"))
            #expect(test.text.hasSuffix("}\n"))
            #expect(test.ids == ["0", "1"])
            try test.write(line + "\n\u{FEFF}" + line.replacing("\"version\":0", with: "\"version\":1") + "\n" + line + "\n")
            #expect(outcome { try test.append([9]) }.hasPrefix("damaged \(line.utf8.count + 1) 2"))
        }
    }

    @Test func `S26 a hole in the middle is damage, and one at the end a torn tail that stays a hole`() throws {
        try withStore { test in
            try test.append([0])
            let whole = test.bytes
            try test.folder.truncate(test.file, to: whole.count + (100 << 20))
            let size = whole.count + (100 << 20)
            let store = try test.open()
            #expect(store.tornRange == whole.count..<size)
            #expect(try store.recover()?.bytes == size - whole.count)
            #expect(test.bytes == whole)
            var status = stat()
            #expect(stat(test.path + "/" + test.tornFiles[0], &status) == 0)
            #expect(status.st_size == size - whole.count)
            #expect(status.st_blocks < 100)

            try test.folder.truncate(test.file, to: 200 << 20)
            try test.write("\n" + test.lines[0].replacing("\"version\":0", with: "\"version\":1") + "\n", appending: true)
            let damage = try test.open().damage
            #expect(damage?.offset == whole.count && damage?.line == 2 && damage?.message == "longer than 64 MiB")
        }
    }

    @Test func `S28 lines of any length`() throws {
        try withStore { test in
            let store = try test.open()
            let large = EventToAppend(type: "T", data: Array("\"\(String(repeating: "x", count: 3 << 20))\"".utf8), id: "large")
            #expect(outcome { try store.append([large], to: "a", expecting: .none) } == "ok 0")
            #expect(outcome { try store.append([large], to: "a", expecting: .none) } == "there 0")
            let before = test.bytes.count
            let tooLarge = EventToAppend(type: "T", data: Array("\"\(String(repeating: "x", count: 64 << 20))\"".utf8))
            #expect(outcome { try store.append([event(1), tooLarge], to: "a", expecting: .any) } == "the event is longer than 64 MiB")
            #expect(test.bytes.count == before)
            #expect(try test.open().count == 1)
            try test.write(String(repeating: "\n", count: 1_000_000))
            #expect(outcome { try test.append([0]) } == "ok 0")
        }
    }

    @Test func `S30 the first of an id keeps it`() throws {
        try withStore { test in
            try test.append([0])
            let line = test.lines[0]
            try test.write(line + "\n" + line.replacing("\"version\":0", with: "\"version\":1") + "\n" + line.replacing("\"a\"", with: "\"b\"") + "\n")
            let store = try test.open()
            #expect(store.damage == nil)
            #expect(outcome { try store.append([event(0)], to: "a", expecting: .any) } == "there 0")
            #expect(outcome { try store.append([event(0)], to: "b", expecting: .any) } == "duplicate 0 at 0")
        }
    }
}
