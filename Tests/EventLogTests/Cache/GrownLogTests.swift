import Glibc
import JSONText
import TestSupport
import Testing

@testable import EventLog

@Suite("The index cache: logs that grow, shrink, are replaced")
struct GrownLogTests {
    @Test("I08 a log that grew is read from where it ended, and comes out as if read whole", arguments: 0..<12)
    func grown(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        try withTemporaryFolder { folder in
            let whole = Array(Kept.lines(&random, count: 200 + random.below(3000)).utf8)
            let cache = folder.path + "/cache"
            // Cut anywhere, within lines too.
            var cuts = (0..<4).map { _ in random.below(whole.count) }.sorted()
            cuts[0] = max(cuts[0], 2000)
            var path = ""
            var start = 0
            for cut in cuts + [whole.count] where cut > start {
                path = try folder.write("events.jsonl", whole[start..<cut], appending: true)
                start = cut
                let kept = try Kept.open(path, cache)
                let anew = try Kept.open(path, nil)
                #expect(try Answers(kept) == Answers(anew), "seed \(seed), \(cut) bytes")
            }
            #expect(try Kept.open(path, cache).origin == .cached)
        }
    }

    @Test("I08 whole lines added are all that is read again")
    func extended() throws {
        var random = SplitMix64(seed: 1)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Kept.lines(&random, count: 3000))
            let cache = folder.path + "/cache"
            _ = try Kept.open(path, cache)
            try folder.write("events.jsonl", Array(Kept.lines(&random, from: 3000, count: 10).utf8), appending: true)
            let grown = try Kept.open(path, cache)
            #expect(grown.origin == .extended)
            #expect(grown.count == 3010)
        }
    }

    @Test("I07 P16 another content of the same size and time is not taken for the one before")
    func replaced() throws {
        var random = SplitMix64(seed: 4)
        let text = Kept.lines(&random, count: 900)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", text)
            let cache = folder.path + "/cache"
            _ = try Kept.open(path, cache)
            var times = stat()
            stat(path, &times)
            // In place, one digit in the middle, its time set back.
            var bytes = Array(text.utf8)
            let at = try #require((bytes.count / 2..<bytes.count).first { bytes[$0] == UInt8(ascii: "1") })
            bytes[at] = UInt8(ascii: "2")
            try folder.write("events.jsonl", bytes)
            var both = [times.st_atim, times.st_mtim]
            utimensat(AT_FDCWD, path, &both, 0)
            let history = try Kept.open(path, cache)
            #expect(history.origin == .built)
            #expect(try Answers(history) == Answers(try Kept.open(path, nil)))
        }
    }

    @Test("I09 a log that shrank or was replaced by another file is read anew")
    func shrunk() throws {
        var random = SplitMix64(seed: 5)
        try withTemporaryFolder { folder in
            let text = Array(Kept.lines(&random, count: 900).utf8)
            let path = try folder.write("events.jsonl", text)
            let cache = folder.path + "/cache"
            _ = try Kept.open(path, cache)
            try folder.truncate(path, to: text.count / 2)
            #expect(try Kept.open(path, cache).origin == .built)
            // Rotated: a new file of that name, which happens to begin in the same way.
            try folder.write("other.jsonl", text)
            rename(folder.path + "/other.jsonl", path)
            #expect(try Kept.open(path, cache).origin == .built)
        }
    }

    @Test("I10 a log cut short behind an open history is told where it is read, and nothing crashes")
    func cutWhileOpen() throws {
        var random = SplitMix64(seed: 6)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Kept.lines(&random, count: 900))
            let cache = folder.path + "/cache"
            _ = try Kept.open(path, cache)
            let history = try Kept.open(path, cache)
            #expect(history.origin == .cached)
            for size in [history.bytes / 2, 0] {
                try folder.truncate(path, to: size)
                #expect(throws: SourceError.self) { try HistoryReader(history).event(at: history.count - 1) }
                _ = history.streams.map { $0.name }
            }
        }
    }
}
