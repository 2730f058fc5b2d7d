import Glibc
import JSONText
import TestSupport
import Testing

@testable import EventLog

/// Everything that a history says, to compare one way of opening it with another.
struct Answers: Equatable {
    let events: [RecordedEvent]
    let streams: [String]
    let notes: [String]
    let problems: [LogProblem]
    let span: [Int?]
    let lines: [Int?]

    init(_ history: History) throws {
        let reader = HistoryReader(history)
        events = try (0..<history.count).map { try reader.event(at: $0) }
        // A line's number takes a look at the file: not for every event.
        lines = stride(from: 0, to: history.count, by: 97).map { history.place(of: $0).line }
        streams = history.streams.map { "\($0.name) \(Array($0.positions)) \(history.stream(named: $0.name)?.positions.count ?? -1)" }
        notes = history.notes
        problems = history.problems
        span = [history.earliest, history.latest, history.typeCount, history.malformedCount]
    }
}

@Suite("The index cache")
struct IndexCacheTests {
    private static func lines(_ random: inout SplitMix64, from start: Int = 0, count: Int) -> String {
        var text = ""
        for number in start..<(start + count) {
            if random.oneIn(25) { text += "{bad\n" }
            if random.oneIn(25) { text += "\r\n" }
            // Streams with escapes in their names cannot be read back plainly.
            let stream = random.oneIn(5) ? #"odd\u00e9-\#(number % 7)"# : "account-\(number % 40)"
            text += Bank.line(stream, number, .deposited(number), minute: number) + "\n"
        }
        return text
    }

    private static func open(_ path: String, _ cache: String?, jobs: Int = 2) throws -> History {
        try HistoryOpening(files: [SourcePath(argument: path)], jobs: jobs, cache: cache.map { IndexCache(path: $0) }).open()
    }

    private static func cacheFile(_ folder: String) throws -> String {
        let names = names(in: folder).filter { $0.hasSuffix(".index") }
        return folder + "/" + (try #require(names.first))
    }

    @Test("a log that was kept answers as one that is read, and says that it was kept", arguments: 0..<4)
    func cached(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Self.lines(&random, count: 100 + random.below(4000)))
            let cache = folder.path + "/cache/indexes"
            let built = try Self.open(path, cache)
            let cached = try Self.open(path, cache)
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
            let built = try Self.open(path, cache)
            let cached = try Self.open(path, cache)
            #expect(built.count == 50)
            #expect(cached.origin == .cached)
            #expect(try Answers(cached) == Answers(built))
        }
    }

    @Test("I08 a log that grew is read from where it ended, and comes out as if read whole", arguments: 0..<12)
    func grown(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        try withTemporaryFolder { folder in
            let whole = Array(Self.lines(&random, count: 200 + random.below(3000)).utf8)
            let cache = folder.path + "/cache"
            // Cut anywhere, within lines too.
            var cuts = (0..<4).map { _ in random.below(whole.count) }.sorted()
            cuts[0] = max(cuts[0], 2000)
            var path = ""
            var start = 0
            for cut in cuts + [whole.count] where cut > start {
                path = try folder.write("events.jsonl", whole[start..<cut], appending: true)
                start = cut
                let kept = try Self.open(path, cache)
                let anew = try Self.open(path, nil)
                #expect(try Answers(kept) == Answers(anew), "seed \(seed), \(cut) bytes")
            }
            #expect(try Self.open(path, cache).origin == .cached)
        }
    }

    @Test("I08 whole lines added are all that is read again")
    func extended() throws {
        var random = SplitMix64(seed: 1)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Self.lines(&random, count: 3000))
            let cache = folder.path + "/cache"
            _ = try Self.open(path, cache)
            try folder.write("events.jsonl", Array(Self.lines(&random, from: 3000, count: 10).utf8), appending: true)
            let grown = try Self.open(path, cache)
            #expect(grown.origin == .extended)
            #expect(grown.count == 3010)
        }
    }

    @Test("I01 an index that is gone, empty, one byte or a head alone is made anew")
    func cutIndex() throws {
        try expectRebuilt { file, size in
            for keep in [0, 1, 47, 48, size / 2, size - 1] { try file(.cut(keep)) }
            try file(.removed)
        }
    }

    @Test("I02 a byte changed anywhere in head or body is found", arguments: 0..<4)
    func flipped(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        try expectRebuilt { file, size in
            for at in 0..<(seed == 0 ? 48 : 0) { try file(.flipped(at)) }
            for _ in 0..<20 { try file(.flipped(48 + random.below(size - 48))) }
        }
    }

    @Test("I03 I04 I06 counts and offsets that cannot be, behind a checksum that is right, show no wrong event", arguments: 0..<6)
    func forged(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var source = SplitMix64(seed: 9)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Self.lines(&source, count: 600))
            let cache = folder.path + "/cache"
            let truth = try Answers(try Self.open(path, cache))
            let byID = Dictionary(truth.events.map { ($0.event.id, $0) }) { first, _ in first }
            let file = try Self.cacheFile(cache)
            let original = try SourceFile(path: file).bytes
            for _ in 0..<30 {
                var bytes = original
                for _ in 0...random.below(8) { bytes[48 + random.below(bytes.count - 48)] = UInt8(random.below(256)) }
                try folder.write("cache/" + String(file.split(separator: "/").last!), Self.sealed(bytes))
                let history = try Self.open(path, cache)
                // Refused as a whole, or event by event: what is shown at all is what stands there.
                let reader = HistoryReader(history)
                for position in 0..<min(history.count, truth.events.count) {
                    guard let event = try? reader.event(at: position) else { continue }
                    let known = byID[event.event.id]
                    let isTrue = known?.raw == event.raw && known?.event.stream == event.event.stream
                    if !isTrue { Issue.record("seed \(seed), #\(position)") }
                }
                _ = history.streams.reduce(0) { $0 + $1.positions.count + $1.name.bytes.count }
            }
        }
    }

    /// A file whose checksums fit what it holds.
    private static func sealed(_ bytes: [UInt8]) throws -> [UInt8] {
        try withTemporaryFolder { folder in
            let file = try SourceFile(path: try folder.write("x", bytes))
            var reader = CacheReader(Array(bytes[16..<48]))
            let facts = Int(try reader.word())
            let sum = try #require(Checksum.of(file, 48..<bytes.count, jobs: 1))
            return IndexFile.head(factsLength: facts, bodyLength: bytes.count - 48, sum: sum) + bytes[48...]
        }
    }

    @Test("I05 an index of another version, or that is none, is made anew")
    func otherVersion() throws {
        try expectRebuilt { file, _ in
            for at in [0, 14, 15] { try file(.flipped(at)) }
            try file(.replaced(Array("{\"stream\":\"a\"}\n".utf8)))
        }
    }

    private enum Damage { case cut(Int), flipped(Int), removed, replaced([UInt8]) }

    private func expectRebuilt(_ body: (_ damage: (Damage) throws -> Void, _ size: Int) throws -> Void) throws {
        var random = SplitMix64(seed: 3)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Self.lines(&random, count: 500))
            let cache = folder.path + "/cache"
            let truth = try Answers(try Self.open(path, cache))
            let file = try Self.cacheFile(cache)
            let name = "cache/" + String(try #require(file.split(separator: "/").last))
            let original = try SourceFile(path: file).bytes
            try body({ damage in
                switch damage {
                case .cut(let keep): try folder.write(name, original.prefix(keep))
                case .flipped(let at):
                    var bytes = original
                    bytes[at] ^= 0x10
                    try folder.write(name, bytes)
                case .removed: unlink(file)
                case .replaced(let bytes): try folder.write(name, bytes)
                }
                let history = try Self.open(path, cache)
                #expect(history.origin == .built, "\(damage)")
                #expect(try Answers(history) == truth, "\(damage)")
                #expect(try Self.open(path, cache).origin == .cached, "\(damage)")
            }, original.count)
        }
    }

    @Test("I07 P16 another content of the same size and time is not taken for the one before")
    func replaced() throws {
        var random = SplitMix64(seed: 4)
        let text = Self.lines(&random, count: 900)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", text)
            let cache = folder.path + "/cache"
            _ = try Self.open(path, cache)
            var times = stat()
            stat(path, &times)
            // In place, one digit in the middle, its time set back.
            var bytes = Array(text.utf8)
            let at = try #require((bytes.count / 2..<bytes.count).first { bytes[$0] == UInt8(ascii: "1") })
            bytes[at] = UInt8(ascii: "2")
            try folder.write("events.jsonl", bytes)
            var both = [times.st_atim, times.st_mtim]
            utimensat(AT_FDCWD, path, &both, 0)
            let history = try Self.open(path, cache)
            #expect(history.origin == .built)
            #expect(try Answers(history) == Answers(try Self.open(path, nil)))
        }
    }

    @Test("I09 a log that shrank or was replaced by another file is read anew")
    func shrunk() throws {
        var random = SplitMix64(seed: 5)
        try withTemporaryFolder { folder in
            let text = Array(Self.lines(&random, count: 900).utf8)
            let path = try folder.write("events.jsonl", text)
            let cache = folder.path + "/cache"
            _ = try Self.open(path, cache)
            try folder.truncate(path, to: text.count / 2)
            #expect(try Self.open(path, cache).origin == .built)
            // Rotated: a new file of that name, which happens to begin in the same way.
            try folder.write("other.jsonl", text)
            rename(folder.path + "/other.jsonl", path)
            #expect(try Self.open(path, cache).origin == .built)
        }
    }

    @Test("I10 a log cut short behind an open history is told where it is read, and nothing crashes")
    func cutWhileOpen() throws {
        var random = SplitMix64(seed: 6)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Self.lines(&random, count: 900))
            let cache = folder.path + "/cache"
            _ = try Self.open(path, cache)
            let history = try Self.open(path, cache)
            #expect(history.origin == .cached)
            for size in [history.bytes / 2, 0] {
                try folder.truncate(path, to: size)
                #expect(throws: SourceError.self) { try HistoryReader(history).event(at: history.count - 1) }
                _ = history.streams.map { $0.name }
            }
        }
    }

    @Test("I14 P04 P05 a cache that cannot be written, is not ours alone, or is a link, is done without")
    func unusable() throws {
        var random = SplitMix64(seed: 7)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Self.lines(&random, count: 300))
            let truth = try Answers(try Self.open(path, nil))
            let target = try folder.write("target", "precious")
            // A file where the folder should be; a folder that others may write to; a link to a folder; a link as the index itself.
            let occupied = try folder.write("occupied", "x")
            let open = folder.path + "/open"
            mkdir(open, 0o777)
            chmod(open, 0o777)
            let linked = folder.path + "/linked"
            mkdir(folder.path + "/elsewhere", 0o700)
            symlink(folder.path + "/elsewhere", linked)
            for cache in [occupied, occupied + "/below", open, linked, "/proc/nowhere"] {
                #expect(try Answers(try Self.open(path, cache)) == truth, "\(cache)")
                let history = try Self.open(path, cache)
                #expect(history.origin == .built, "\(cache)")
                #expect(history.unkept != nil, "\(cache)")
            }
            // The program's own folder around it as well.
            let program = folder.path + "/user/hindcast"
            mkdir(folder.path + "/user", 0o700)
            symlink(folder.path + "/elsewhere", program)
            #expect(try Self.open(path, program + "/indexes").unkept?.reason == .notAFolder)
            unlink(program)
            mkdir(program, 0o700)
            chmod(program, 0o777)
            #expect(try Self.open(path, program + "/indexes").unkept?.reason == .open)
            #expect(names(in: program).isEmpty)
            chmod(program, 0o700)
            #expect(try Self.open(path, program + "/indexes").unkept == nil)
            #expect(try Self.open(path, program + "/indexes").origin == .cached)
            #expect(names(in: open).isEmpty)
            #expect(names(in: folder.path + "/elsewhere").isEmpty)

            let good = folder.path + "/good"
            _ = try Self.open(path, good)
            let file = try Self.cacheFile(good)
            unlink(file)
            symlink(target, file)
            #expect(try Self.open(path, good).origin == .built)
            #expect(try SourceFile(path: target).bytes == Array("precious".utf8))
            #expect(try Self.open(path, good).origin == .cached)
        }
    }

    @Test("I15 several who build the same index at once all answer right, and leave one")
    func atOnce() async throws {
        var random = SplitMix64(seed: 8)
        let text = Self.lines(&random, count: 2000)
        let folder = try withTemporaryFolder { $0.path } + "-shared"
        mkdir(folder, 0o700)
        defer { for name in names(in: folder + "/cache") { unlink(folder + "/cache/" + name) }; rmdir(folder + "/cache"); unlink(folder + "/e.jsonl"); rmdir(folder) }
        let path = try TemporaryFolder(path: folder).write("e.jsonl", text)
        let truth = try Answers(try Self.open(path, nil))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    for _ in 0..<3 {
                        let answers = try? Answers(try Self.open(path, folder + "/cache"))
                        #expect(answers == truth)
                    }
                }
            }
        }
        #expect(names(in: folder + "/cache").count == 1)
    }

    @Test("I16 what a killed run left is removed with the next; P14 clean removes our files and nothing else")
    func leftovers() throws {
        var random = SplitMix64(seed: 10)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Self.lines(&random, count: 300))
            let cache = folder.path + "/cache"
            _ = try Self.open(path, cache)
            let name = String(try #require(try Self.cacheFile(cache).split(separator: "/").last))
            try folder.write("cache/\(name).1a2b.tmp", "half")
            try folder.write("cache/notes.txt", "mine")
            unlink(cache + "/" + name)
            _ = try Self.open(path, cache)
            #expect(Set(names(in: cache)) == [name, "notes.txt"])
            try folder.write("cache/\(name).1a2b.tmp", "half")
            #expect(IndexCache(path: cache).clear() == 2)
            #expect(names(in: cache) == ["notes.txt"])
        }
    }

    @Test("P01 P02 P03 the cache is for its owner alone, and holds no name, id or value", arguments: [mode_t(0), 0o022, 0o077])
    func secrets(mask: mode_t) throws {
        let lines = (0..<200).map { Bank.line("canary-stream-\($0)", 0, .other(type: "CanaryType\($0)", data: #"{"canary-key":"canary-value"}"#)) }
        try withTemporaryFolder { folder in
            let path = try folder.write("canary-file.jsonl", lines.joined(separator: "\n"))
            let cache = folder.path + "/cache/indexes"
            let before = umask(mask)
            _ = try Self.open(path, cache)
            umask(before)
            let file = try Self.cacheFile(cache)
            let bytes = try SourceFile(path: file).bytes
            for canary in ["canary", "Canary", "MoneyDeposited", "2026-03"] { #expect(!bytes.contains(Array(canary.utf8)), "\(canary)") }
            #expect(!file.contains("canary-file"))
            var facts = stat()
            stat(file, &facts)
            #expect(facts.st_mode & 0o777 == 0o600)
            for folder in [cache, folder.path + "/cache"] {
                stat(folder, &facts)
                #expect(facts.st_mode & 0o777 == 0o700)
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

    @Test("P15 a home that belongs to somebody else is written to by nobody, whoever runs the program")
    func foreignHome() throws {
        var random = SplitMix64(seed: 11)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Self.lines(&random, count: 300))
            let home = folder.path + "/home"
            mkdir(home, 0o755)
            // Only root can give a folder away; for others no home but their own is writable anyway.
            guard chown(home, 12345, 12345) == 0 else { return }
            let history = try Self.open(path, home + "/.cache/hindcast/indexes")
            #expect(history.origin == .built)
            #expect(try Answers(history) == Answers(try Self.open(path, nil)))
            #expect(names(in: home).isEmpty)
            // Nor is anything put into a cache folder that is theirs.
            for folder in ["/.cache", "/.cache/hindcast", "/.cache/hindcast/indexes"] {
                mkdir(home + folder, 0o755)
                chown(home + folder, 12345, 12345)
                _ = try Self.open(path, home + "/.cache/hindcast/indexes")
                #expect(names(in: home + folder).isEmpty)
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
            let truth = try Self.open(path, nil).streams.map(\.name)
            _ = try Self.open(path, cache)
            for jobs in [1, 2, 5] {
                #expect(try Self.open(path, cache, jobs: jobs).streams.map(\.name) == truth, "seed \(seed)")
                let single = try Self.open(path, cache, jobs: jobs)
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
                #expect(try Self.open(path, cache).count == 0)
                #expect(try Self.open(path, cache).count == 0)
            }
        }
    }
}

/// What lies in a folder.
private func names(in folder: String) -> [String] {
    FolderEntries.names(in: SourcePath(folder))?.map { String(decoding: $0, as: UTF8.self) } ?? []
}

extension SourceFile {
    fileprivate convenience init(path: String) throws { try self.init(path: SourcePath(argument: path)) }

    var bytes: [UInt8] { get throws { try read(0..<size) } }
}

extension [UInt8] {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        String(decoding: self.map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self).contains(String(decoding: part, as: UTF8.self))
    }
}
