import EventLog
import TestSupport
import Testing

@Suite("Compressed exports")
struct CompressionTests {
    private static let lines = Bank.lines("a", [.opened(owner: "alice"), .deposited(50), .withdrawn(20), .deposited(70)])
    private static let plain = Array(lines.map { $0 + "\n" }.joined().utf8)
    private static let halves = (plain[..<200], plain[200...])

    private static func texts(_ bytes: [UInt8], name: String = "export") throws -> [String] {
        try History(bytes: bytes, name: name).events().map(\.text)
    }

    @Test("I19 gzip and zstd are told by their first bytes, whatever the name, and read as what they hold", arguments: ["x", "x.jsonl", "x.gz", "x.xz"])
    func byMagic(name: String) throws {
        for bytes in [gzipped(Self.plain), zstdCompressed(Self.plain)] {
            let history = try History(bytes: bytes, name: name)
            #expect(try history.events().map(\.text) == Self.lines)
            #expect(history.problems == [])
            #expect(history.bytes == Self.plain.count)
            #expect(history.sources.allSatisfy { $0.file.isSpooled && $0.file.path.hasSuffix("/" + name) })
        }
    }

    @Test("I19 members and frames follow one another, empty and skippable ones among them; zeros behind gzip are padding")
    func members() throws {
        let (first, second) = Self.halves
        let skippable: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        #expect(try Self.texts(gzipped(first) + gzipped(second)) == Self.lines)
        #expect(try Self.texts(gzipped([]) + gzipped(first) + gzipped([]) + gzipped(second)) == Self.lines)
        #expect(try Self.texts(gzipped(Self.plain) + [UInt8](repeating: 0, count: 700)) == Self.lines)
        #expect(try Self.texts(zstdCompressed(first) + zstdCompressed(second)) == Self.lines)
        #expect(try Self.texts(skippable + zstdCompressed(first) + skippable + zstdCompressed(second) + skippable) == Self.lines)
    }

    @Test("I12 I19 what holds nothing holds no events")
    func empty() throws {
        for bytes in [gzipped([]), zstdCompressed([]), gzipped("\n".utf8), zstdCompressed("\n".utf8)] {
            #expect(try History(bytes: bytes).count == 0)
        }
    }

    @Test("I19 what is much larger than any buffer comes out byte for byte")
    func large() throws {
        var random = SplitMix64(seed: 7)
        let lines = (0..<40_000).map { Bank.line("a", $0, .opened(owner: "\(random.next())")) }
        let plain = Array(lines.map { $0 + "\n" }.joined().utf8)
        for bytes in [gzipped(plain), zstdCompressed(plain)] {
            let history = try History(bytes: bytes)
            #expect(history.count == lines.count)
            #expect(history.bytes == plain.count)
            let reader = HistoryReader(history)
            for position in [0, 1, 20_000, 39_999] { #expect(try reader.event(at: position).text == lines[position]) }
        }
    }

    @Test("I19 compressed data cut off at any byte: the events before the cut, and the cut is told; or refused with the offset")
    func cutOff() throws {
        for whole in [gzipped(Self.plain), zstdCompressed(Self.plain)] {
            for length in 4..<whole.count {
                do {
                    let history = try History(bytes: Array(whole[..<length]))
                    #expect(Self.lines.starts(with: try history.events().map(\.text)), "\(length) bytes")
                    #expect(history.problems.contains { $0.kind == .cutOff && $0.place.offset == length }, "\(length) bytes")
                } catch let error as SourceError {
                    // What is left may be no whole record, or nothing at all.
                    switch error.problem {
                    case .damaged(_, let offset, _): #expect(offset == length)
                    case .malformed: break
                    default: Issue.record("\(length) bytes: \(error)")
                    }
                }
            }
        }
    }

    @Test("I19 compressed data with a wrong byte anywhere: flagged, or the very same events, never others")
    func damaged() throws {
        var random = SplitMix64(seed: 1)
        for whole in [gzipped(Self.plain), zstdCompressed(Self.plain)] {
            for index in whole.indices {
                var bytes = whole
                let flip = UInt8(random.below(255) + 1)
                bytes[index] ^= flip
                guard let history = try? History(bytes: bytes), history.problems.isEmpty else { continue }
                #expect(try history.events().map(\.text) == Self.lines, "byte \(index) ^ \(flip), seed 1")
            }
        }
    }

    @Test("I19 what stands behind compressed data is told and left out")
    func trailing() throws {
        for whole in [gzipped(Self.plain), zstdCompressed(Self.plain)] {
            let history = try History(bytes: whole + "trailing".utf8)
            #expect(try history.events().map(\.text) == Self.lines)
            #expect(history.problemLines == ["cut-off 1:- @\(whole.count)"])
        }
    }

    @Test("I19 a zip bomb is stopped; zeros are refused at their first bytes")
    func bomb() throws {
        var limits = SpoolLimits()
        limits.ratioCountsFrom = 1 << 20
        let opener = SourceOpener(limits: limits)
        let spaces = [UInt8](repeating: 0x20, count: 16 << 20)
        try withTemporaryFolder { folder in
            for bytes in [gzipped(spaces), zstdCompressed(spaces)] {
                let path = SourcePath(try folder.write("bomb", bytes))
                guard case .expands(_, let from, let to)? = problem(opening: try History(files: [path], opener: opener)) else {
                    Issue.record("not stopped")
                    continue
                }
                #expect(to / limits.largestRatio >= from)
                #expect(to < spaces.count)
            }
            let zeros = SourcePath(try folder.write("zeros", gzipped([UInt8](repeating: 0, count: 4 << 20))))
            #expect(problem(opening: try History(files: [zeros])) == .notText("zero bytes"))
        }
    }

    @Test("I19 one damaged file of many is flagged, the others are read")
    func oneOfMany() throws {
        try withTemporaryFolder { folder in
            var damaged = gzipped(Self.plain)
            damaged[damaged.count - 5] ^= 1
            // Of the second nothing can be unpacked at all.
            let nothing = Array(damaged.prefix(10)) + [UInt8](repeating: 0xFF, count: 20)
            let files = [
                try folder.write("a.jsonl.gz", damaged), try folder.write("b.jsonl.gz", nothing),
                try folder.write("c.jsonl.zst", zstdCompressed(Self.plain)),
            ]
            let history = try History(files: files)
            #expect(try history.events().map(\.text) == Self.lines + Self.lines)
            #expect(Set(history.problems.map(\.place.path)) == [files[0], files[1]])
            #expect(Set(history.problems.map(\.kind)) == [.cutOff, .unknownFormat])
        }
    }

    @Test("a stream that is named by its file is called the same when the file is packed")
    func streamOfFile() throws {
        let record = Array(#"{"Time":"2026-03-05T14:32:00Z","Action":"run","Package":"p","Test":"T"}"#.utf8)
        let map = try EnvelopeFormat(map: "type=.Action,time=.Time")
        let names = try ["run.jsonl", "run.jsonl.gz", "run.jsonl.zst"].map { name in
            let bytes = name.hasSuffix("gz") ? gzipped(record) : name.hasSuffix("zst") ? zstdCompressed(record) : record
            return try History(bytes: bytes, name: name, format: map).stream(at: 0).name
        }
        #expect(Set(names).count == 1)
    }
}
