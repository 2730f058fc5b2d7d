import Glibc
import JSONText
import TestSupport
import Testing

@testable import EventLog

@Suite("The index cache: whose it is, and what lies in it")
struct CacheFolderTests {
    @Test("P01 P02 P03 the cache is for its owner alone, and holds no name, id or value", arguments: [mode_t(0), 0o022, 0o077])
    func secrets(mask: mode_t) throws {
        let lines = (0..<200).map { Bank.line("canary-stream-\($0)", 0, .other(type: "CanaryType\($0)", data: #"{"canary-key":"canary-value"}"#)) }
        try withTemporaryFolder { folder in
            let path = try folder.write("canary-file.jsonl", lines.joined(separator: "\n"))
            let cache = folder.path + "/cache/indexes"
            let before = umask(mask)
            _ = try Kept.open(path, cache)
            umask(before)
            let file = try Kept.cacheFile(cache)
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

    @Test("I14 P04 P05 a cache that cannot be written, is not ours alone, or is a link, is done without")
    func unusable() throws {
        var random = SplitMix64(seed: 7)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Kept.lines(&random, count: 300))
            let truth = try Answers(try Kept.open(path, nil))
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
                #expect(try Answers(try Kept.open(path, cache)) == truth, "\(cache)")
                let history = try Kept.open(path, cache)
                #expect(history.origin == .built, "\(cache)")
                #expect(history.unkept != nil, "\(cache)")
            }
            // The program's own folder around it as well.
            let program = folder.path + "/user/hindcast"
            mkdir(folder.path + "/user", 0o700)
            symlink(folder.path + "/elsewhere", program)
            #expect(try Kept.open(path, program + "/indexes").unkept?.reason == .notAFolder)
            unlink(program)
            mkdir(program, 0o700)
            chmod(program, 0o777)
            #expect(try Kept.open(path, program + "/indexes").unkept?.reason == .open)
            #expect(Kept.names(in: program).isEmpty)
            chmod(program, 0o700)
            #expect(try Kept.open(path, program + "/indexes").unkept == nil)
            #expect(try Kept.open(path, program + "/indexes").origin == .cached)
            #expect(Kept.names(in: open).isEmpty)
            #expect(Kept.names(in: folder.path + "/elsewhere").isEmpty)

            let good = folder.path + "/good"
            _ = try Kept.open(path, good)
            let file = try Kept.cacheFile(good)
            unlink(file)
            symlink(target, file)
            #expect(try Kept.open(path, good).origin == .built)
            #expect(try SourceFile(path: target).bytes == Array("precious".utf8))
            #expect(try Kept.open(path, good).origin == .cached)
        }
    }

    @Test("P15 a home that belongs to somebody else is written to by nobody, whoever runs the program")
    func foreignHome() throws {
        var random = SplitMix64(seed: 11)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Kept.lines(&random, count: 300))
            let home = folder.path + "/home"
            mkdir(home, 0o755)
            // Only root can give a folder away; for others no home but their own is writable anyway.
            guard chown(home, 12345, 12345) == 0 else { return }
            let history = try Kept.open(path, home + "/.cache/hindcast/indexes")
            #expect(history.origin == .built)
            #expect(try Answers(history) == Answers(try Kept.open(path, nil)))
            #expect(Kept.names(in: home).isEmpty)
            // Nor is anything put into a cache folder that is theirs.
            for folder in ["/.cache", "/.cache/hindcast", "/.cache/hindcast/indexes"] {
                mkdir(home + folder, 0o755)
                chown(home + folder, 12345, 12345)
                _ = try Kept.open(path, home + "/.cache/hindcast/indexes")
                #expect(Kept.names(in: home + folder).isEmpty)
            }
        }
    }

    @Test("I15 several who build the same index at once all answer right, and leave one")
    func atOnce() async throws {
        var random = SplitMix64(seed: 8)
        let text = Kept.lines(&random, count: 2000)
        let folder = try withTemporaryFolder { $0.path } + "-shared"
        mkdir(folder, 0o700)
        defer { for name in Kept.names(in: folder + "/cache") { unlink(folder + "/cache/" + name) }; rmdir(folder + "/cache"); unlink(folder + "/e.jsonl"); rmdir(folder) }
        let path = try TemporaryFolder(path: folder).write("e.jsonl", text)
        let truth = try Answers(try Kept.open(path, nil))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    for _ in 0..<3 {
                        let answers = try? Answers(try Kept.open(path, folder + "/cache"))
                        #expect(answers == truth)
                    }
                }
            }
        }
        #expect(Kept.names(in: folder + "/cache").count == 1)
    }

    @Test("I16 what a killed run left is removed with the next; P14 clean removes our files and nothing else")
    func leftovers() throws {
        var random = SplitMix64(seed: 10)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Kept.lines(&random, count: 300))
            let cache = folder.path + "/cache"
            _ = try Kept.open(path, cache)
            let name = String(try #require(try Kept.cacheFile(cache).split(separator: "/").last))
            try folder.write("cache/\(name).1a2b.tmp", "half")
            try folder.write("cache/notes.txt", "mine")
            unlink(cache + "/" + name)
            _ = try Kept.open(path, cache)
            #expect(Set(Kept.names(in: cache)) == [name, "notes.txt"])
            try folder.write("cache/\(name).1a2b.tmp", "half")
            #expect(IndexCache(path: cache).clear() == 2)
            #expect(Kept.names(in: cache) == ["notes.txt"])
        }
    }
}

extension [UInt8] {
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        String(decoding: self.map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self).contains(String(decoding: part, as: UTF8.self))
    }
}
