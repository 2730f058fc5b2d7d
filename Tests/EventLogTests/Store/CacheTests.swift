import EventLog
import Glibc
import JSONText
import Testing
import TestSupport

/// What the append side keeps of a store outside it: never needed, never believed without need.
@Suite struct CacheTests {
    private func cacheFiles(_ test: TestStore) -> [String] {
        TestStore.names(in: test.cacheFolder).map { test.cacheFolder + "/" + $0 }
    }

    /// 600 events in 40 streams, in several sittings, so that there are several segments.
    private func fill(_ test: TestStore, events: Int = 600) throws {
        var next = 0
        var size = 1
        while next < events {
            let store = try test.open(cached: true)
            for _ in 0..<size where next < events {
                try store.append((next..<(next + 5)).map { event($0) }, to: ExactString("s\(next % 40)"), expecting: .any)
                next += 5
            }
            try store.close()
            size = size % 41 + 7
        }
    }

    /// Every id is known, others are not, and versions are those that a new reading of all finds.
    private func check(_ test: TestStore, events: Int = 600, _ comment: Comment? = nil) throws {
        let cached = try test.open(cached: true)
        let plain = try test.open()
        #expect(cached.count == events, comment)
        #expect(plain.count == events, comment)
        for number in stride(from: 0, to: events, by: 37) {
            let stream = ExactString("s\(number / 5 * 5 % 40)")
            let there = outcome { try cached.append([event(number)], to: stream, expecting: .none) }
            #expect(there.hasPrefix("there"), comment)
            #expect(there == outcome { try plain.append([event(number)], to: stream, expecting: .none) }, comment)
        }
        for stream in 0..<40 {
            let probe = [EventToAppend(type: "T", data: [0x31], id: ExactString("new-\(stream)"))]
            let asked = outcome { try cached.append(probe, to: ExactString("s\(stream)"), expecting: .exact(1 << 40)) }
            #expect(asked.hasPrefix("expected"), comment)
            #expect(asked == outcome { try plain.append(probe, to: ExactString("s\(stream)"), expecting: .exact(1 << 40)) }, comment)
        }
    }

    @Test func `with and without a cache the answers are the same`() throws {
        try withStore { test in
            try fill(test)
            let segments = cacheFiles(test)
            #expect(segments.count >= 1 && segments.count < 12)
            try check(test)
            #expect(cacheFiles(test).allSatisfy { !$0.contains(".new-") })
        }
    }

    @Test func `I08 what another process appended is read on from the known end`() throws {
        try withStore { test in
            try fill(test)
            let calls = FaultyCalls()
            let first = try test.open(cached: true)
            for round in 0..<20 {
                // Another one, without a cache of its own.
                try test.append([3000 + round], to: "other")
                #expect(outcome { try first.append([event(4000 + round)], to: "first", expecting: round == 0 ? .none : .exact(Int64(round - 1))) } == "ok \(round)")
                #expect(outcome { try first.append([event(3000 + round)], to: "other", expecting: .none) } == "there \(round)")
            }
            try first.close()
            let again = try test.open(calls: calls, cached: true)
            #expect(again.count == 640)
            // Reading all would take as many reads as there are bytes; here the cache and a few samples do.
            #expect(outcome { try again.append([event(3000)], to: "other", expecting: .any) } == "there 0")
        }
    }

    @Test func `I01 a cache that is gone, empty or cut is built anew`() throws {
        try withStore { test in
            try fill(test)
            for size in [0, 1, 136, 4096, 9000] {
                for file in cacheFiles(test) { try test.folder.truncate(file, to: size) }
                try check(test, "cut to \(size)")
            }
            for file in cacheFiles(test) { unlink(file) }
            try check(test, "gone")
            #expect(cacheFiles(test).count == 1)
        }
    }

    @Test func `I02 I03 I05 a changed byte is never believed`() throws {
        var random = SplitMix64(seed: 2)
        try withStore { test in
            try fill(test, events: 200)
            let file = cacheFiles(test)[0]
            let whole = TestStore.bytes(of: file)
            for round in 0..<200 {
                var bytes = whole
                let at = round < 140 ? round : random.below(bytes.count)
                bytes[at] ^= UInt8(1 + random.below(255))
                try test.folder.write("cache/" + file.split(separator: "/").last!, bytes)
                if round % 25 == 0 { try check(test, events: 200, "seed 2, round \(round), byte \(at)") }
                let store = try test.open(cached: true)
                let number = random.below(200)
                #expect(
                    outcome { try store.append([event(number)], to: ExactString("s\(number / 5 * 5 % 40)"), expecting: .none) }.hasPrefix("there"),
                    "seed 2, round \(round), byte \(at)")
            }
        }
    }

    @Test func `I07 I09 P16 another store in the same place is not taken for the old one`() throws {
        try withStore { test in
            try fill(test, events: 200)
            var bytes = test.bytes
            usleep(20_000)
            // Same size, other content: two streams have changed their names.
            let text = String(decoding: bytes, as: UTF8.self).replacing("\"s5\"", with: "\"x5\"")
            try test.write(text)
            let store = try test.open(cached: true)
            #expect(outcome { try store.append([event(1000)], to: "s5", expecting: .exists) } == "actual none")
            // Shorter, and then longer again.
            bytes = test.bytes
            let lines = test.lines
            try test.write(lines.prefix(100).map { $0 + "\n" }.joined())
            #expect(try test.open(cached: true).count == 100)
            try test.write(bytes)
            #expect(try test.open(cached: true).count == 200)
            // Damage far before the end, and the store grew: the samples tell.
            bytes = test.bytes
            bytes[300] = 0
            try test.write(bytes + bytes.suffix(0))
            try test.write("\n", appending: true)
            #expect(try test.open(cached: true).damage != nil)
        }
    }

    @Test func `P02 P03 a cache holds no name, id or value, nor does its name`() throws {
        try withStore { test in
            let store = try test.open(cached: true)
            let secret = "canary-7261"
            let new = EventToAppend(
                type: ExactString(secret), data: Array("{\"\(secret)\":\"\(secret)\"}".utf8), id: ExactString(secret), meta: Array("{\"\(secret)\":1}".utf8))
            try store.append([new], to: ExactString(secret), expecting: .none)
            try store.append([event(0)], to: "a", expecting: .none)
            try store.close()
            _ = try test.open(cached: true)
            let files = cacheFiles(test)
            #expect(files.count == 1)
            for file in files {
                #expect(TestStore.bytes(of: file).count > 8000)
                #expect(!String(decoding: TestStore.bytes(of: file), as: UTF8.self).contains("canary"))
                #expect(!file.split(separator: "/").last!.contains("store"))
            }
        }
    }

    @Test func `P04 P05 a folder that is a link or open to others is not used`() throws {
        try withStore { test in
            try test.append([0])
            let elsewhere = test.folder.path + "/elsewhere"
            mkdir(elsewhere, 0o700)
            symlink(elsewhere, test.cacheFolder)
            #expect(outcome { try test.open(cached: true).append([event(1)], to: "a", expecting: .any) } == "ok 1")
            unlink(test.cacheFolder)
            mkdir(test.cacheFolder, 0o700)
            chmod(test.cacheFolder, 0o777)
            #expect(outcome { try test.open(cached: true).append([event(2)], to: "a", expecting: .any) } == "ok 2")
            chmod(test.cacheFolder, 0o700)
            #expect(TestStore.names(in: elsewhere) == [])
            #expect(TestStore.names(in: test.cacheFolder) == [])
            // A cache file that is a link to something else is replaced by name, never written through.
            _ = try test.open(cached: true)
            let file = try #require(cacheFiles(test).first)
            unlink(file)
            let target = try test.folder.write("target", "mine")
            symlink(target, file)
            _ = try test.open(cached: true)
            #expect(TestStore.bytes(of: target) == Array("mine".utf8))
            #expect(try test.open(cached: true).count == 3)
        }
    }

    @Test func `a store that was imported opens by the cache that importing left`() throws {
        try withStore { test in
            try fill(test, events: 200)
            mkdir(test.cacheFolder, 0o700)
            var options = EventStore.Options(cacheFolder: test.cacheFolder)
            options.cachedFrom = 1
            let files = cacheFiles(test).count
            let path = test.folder.path + "/imported"
            let outcome = try StoreImport(into: path, options: options).copy(SourcePath(test.file))
            #expect(outcome?.events == 200)
            #expect(cacheFiles(test).count == files + 1)
            #expect(TestStore.bytes(of: path + "/events.jsonl") == test.bytes)
            let store = try EventStore(path: path, options: options)
            #expect(EventLogTests.outcome { try store.append([event(7)], to: "s5", expecting: .none) } == "there 2")
        }
    }
}
