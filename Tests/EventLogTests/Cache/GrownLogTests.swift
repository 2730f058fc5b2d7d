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

    @Test("I08 P16 a log that grew and was changed further up is read anew, wherever the change lies", arguments: 0..<16)
    func grownAndChanged(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        // More than two blocks, and far more than all samples.
        var text = Array(Kept.lines(&random, count: 5000).utf8)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", text)
            let cache = folder.path + "/cache"
            _ = try Kept.open(path, cache)
            // Grown once before: what was added then has sums of its own.
            let more = Array(Kept.lines(&random, from: 5000, count: 3).utf8)
            text += more
            try folder.write("events.jsonl", more, appending: true)
            #expect(try Kept.open(path, cache).origin == .extended)
            let digits = text.indices.filter { (UInt8(ascii: "1")...UInt8(ascii: "8")).contains(text[$0]) }
            text[digits[random.below(digits.count)]] += 1
            text += Array(Kept.lines(&random, from: 5003, count: 2).utf8)
            // In place: it is the same file.
            try folder.write("events.jsonl", text)
            let grown = try Kept.open(path, cache)
            #expect(grown.origin == .built, "seed \(seed)")
            #expect(try Answers(grown) == Answers(try Kept.open(path, nil)), "seed \(seed)")
            #expect(try Kept.open(path, cache).origin == .cached)
        }
    }

    @Test("I08 an index that does not tell what is there is thrown away where that is found, and the next opening is right")
    func healed() throws {
        var random = SplitMix64(seed: 12)
        let text = Array(Kept.lines(&random, count: 900).utf8)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", text)
            let cache = folder.path + "/cache"
            _ = try Kept.open(path, cache)
            let history = try Kept.open(path, cache)
            #expect(history.origin == .cached)
            try folder.write("events.jsonl", text.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 })
            #expect(throws: SourceError.self) { for position in 0..<history.count { _ = try HistoryReader(history).event(at: position) } }
            #expect(Kept.names(in: cache) == [])
            let next = try Kept.open(path, cache)
            #expect(next.origin == .built)
            #expect(try Answers(next) == Answers(try Kept.open(path, nil)))
        }
    }

    @Test("I09 who follows a log that is rewritten in place to something longer is told, kept or not", arguments: [false, true], 0..<6)
    func rewrittenLonger(isKept: Bool, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let text = Array(Kept.lines(&random, count: 900).utf8)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", text)
            let cache = folder.path + "/cache"
            if isKept { _ = try Kept.open(path, cache) }
            var history = try Kept.open(path, isKept ? cache : nil)
            #expect(history.origin == (isKept ? .cached : .built))
            try folder.write("events.jsonl", Array(Kept.lines(&random, from: 900, count: 5).utf8), appending: true)
            guard case .grown(let more) = try history.growth(jobs: 1) else { Issue.record("seed \(seed): it has only grown"); return }
            history = more
            #expect(history.count == 905)
            try folder.write("events.jsonl", Array(Kept.lines(&random, from: 1000, count: 1200).utf8))
            guard case .replaced = try history.growth(jobs: 1) else { Issue.record("seed \(seed): taken for growth"); return }
        }
    }

    @Test("I08 a log whose times come to fall throughout as it grows is read anew, as it would be read whole")
    func comesToFall() throws {
        func line(_ number: Int, minute: Int) -> String {
            #"{"id":"\#(number)","type":"PushEvent","actor":{},"repo":{"name":"r"},"payload":{"n":\#(number)},"created_at":"2026-03-05T14:\#(minute):00Z"}"# + "\n"
        }
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", line(0, minute: 40) + line(1, minute: 41))
            let cache = folder.path + "/cache"
            _ = try Kept.open(path, cache)
            for number in 2..<10 {
                try folder.write("events.jsonl", Array(line(number, minute: 40 - number).utf8), appending: true)
                #expect(try Answers(try Kept.open(path, cache)) == Answers(try Kept.open(path, nil)), "\(number) events")
            }
            #expect(try Kept.open(path, nil).notes.contains { $0.contains("newest first") })
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
