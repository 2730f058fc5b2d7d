import JSONText
import TestSupport
import Testing

@testable import EventLog

@Suite("The index cache: what is kept comes out as it was")
struct IndexKeepingTests {
    @Test("a log that was kept answers as one that is read, and says that it was kept", arguments: 0..<4)
    func cached(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Kept.lines(&random, count: 100 + random.below(4000)))
            let cache = folder.path + "/cache/indexes"
            let built = try Kept.open(path, cache)
            let cached = try Kept.open(path, cache)
            #expect(built.origin == .built)
            #expect(cached.origin == .cached)
            #expect(try Answers(cached) == Answers(built), "seed \(seed)")
        }
    }

    @Test("formats that are read through the parser are kept as well")
    func slowFormats() throws {
        let rows = (0..<50).map { #"{"streamId":"a-\#($0 % 3)","eventId":"\#($0)","eventType":"T\#($0 % 2)","eventNumber":\#($0 / 3),"positionEventNumber":\#($0 / 3),"positionStreamId":"a-\#($0 % 3)","data":"{\"n\":1}","title":"t"}"# }
        try withTemporaryFolder { folder in
            let path = try folder.write("feed.jsonl", rows.joined(separator: "\n"))
            let cache = folder.path + "/cache"
            let built = try Kept.open(path, cache)
            let cached = try Kept.open(path, cache)
            #expect(built.count == 50)
            #expect(cached.origin == .cached)
            #expect(try Answers(cached) == Answers(built))
        }
    }

    @Test("rows that are loaded alone, or with their pages, are what was kept", arguments: [1, 3])
    func loadedRows(jobs: Int) throws {
        try withTemporaryFolder { folder in
            let count = 60 * PackedTable.pageRows + 100
            let path = try folder.write("events.jsonl", (0..<count).map { Bank.line("a-\($0 % 9)", $0 / 9, .deposited($0), minute: $0 % 60) + "\n" }.joined())
            let cache = folder.path + "/cache"
            let built = try Kept.open(path, cache)
            // Of most pages a row or two, of some many, of the last, which is not full, a few.
            let wanted = (0..<count).filter { $0 % 777 == 0 || $0 / PackedTable.pageRows % 7 == 3 && $0 % 5 == 0 || $0 > count - 4 }
            let cached = try Kept.open(path, cache)
            #expect(cached.origin == .cached)
            cached.expect(wanted, jobs: jobs)
            for position in wanted + [1, 2, 3, count / 2] {
                #expect((0..<LogColumn.count).allSatisfy { cached.rows[position, $0] == built.rows[position, $0] }, "#\(position)")
            }
        }
    }

    @Test("a name is found by itself, whether few were asked for or many")
    func foundNames() throws {
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", (0..<200).map { Bank.line("account-\($0)", 0, .deposited($0)) + "\n" }.joined())
            let cache = folder.path + "/cache"
            _ = try Kept.open(path, cache)
            let cached = try Kept.open(path, cache)
            #expect(cached.origin == .cached)
            for number in 0..<200 {
                #expect(cached.stream(named: ExactString("account-\(number)"))?.name == ExactString("account-\(number)"))
                #expect(cached.stream(named: ExactString("account-\(number + 200)")) == nil)
            }
        }
    }

    @Test("names of a cached index are the same read one by one and all at once, near and far apart, on any number of cores", arguments: 0..<3)
    func storedNames(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        try withTemporaryFolder { folder in
            var text = ""
            for number in 0..<3000 {
                let name = random.oneIn(6) ? #"s\u0041-\#(number)"# : "stream-\(number)" + String(repeating: "x", count: random.oneIn(200) ? 3000 : random.below(20))
                let filler = random.oneIn(50) ? String(repeating: "y", count: random.below(90_000)) : ""
                text += Bank.line(name, 0, .other(type: "T\(number % 7)", data: #"{"f":"\#(filler)"}"#)) + "\n"
            }
            let path = try folder.write("events.jsonl", text)
            let cache = folder.path + "/cache"
            let truth = try Kept.open(path, nil).streams.map(\.name)
            _ = try Kept.open(path, cache)
            for jobs in [1, 2, 5] {
                #expect(try Kept.open(path, cache, jobs: jobs).streams.map(\.name) == truth, "seed \(seed)")
                let single = try Kept.open(path, cache, jobs: jobs)
                #expect((0..<truth.count).map { single.stream(at: $0).name } == truth, "seed \(seed)")
            }
        }
    }

    @Test("I12 nothing, one byte and one line feed are logs without events, kept or not")
    func empty() throws {
        for text in ["", "\n", "\r\n \n"] {
            try withTemporaryFolder { folder in
                let path = try folder.write("events.jsonl", text)
                let cache = folder.path + "/cache"
                #expect(try Kept.open(path, cache).count == 0)
                #expect(try Kept.open(path, cache).count == 0)
            }
        }
    }

    @Test("I05 another version's index has another name, so that neither version ever writes over the other's")
    func versions() throws {
        try withTemporaryFolder { folder in
            let file = try SourceFile(path: try folder.write("events.jsonl", Bank.line("a", 0, .deposited(1))))
            let names = try [IndexFile.version, IndexFile.version + 1].map { try #require(IndexCache.Key([file], format: nil, version: $0)).name }
            #expect(names[0] != names[1])
        }
    }
}
