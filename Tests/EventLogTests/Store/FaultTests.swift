import EventLog
import Glibc
import JSONText
import Testing
import TestSupport

/// Calls that fail, and processes that end in the middle.
@Suite struct FaultTests {
    /// Appends one event after the other, each alone or in a batch of three, and ends the process at the n-th call, for every n.
    /// What was acknowledged must be there, in order, once; of the rest all or nothing; and the next append works.
    private func sweep(cached: Bool, firstOnly: Bool, bytesOfLastWrite: Int, doesCall: Bool) throws {
        var endsAt = 1
        var isOver = false
        while !isOver {
            try withStore { test in
                if !firstOnly { try test.append([100]) }
                let before = test.ids
                let calls = FaultyCalls()
                calls.endsAtCall = endsAt
                calls.endBytes = bytesOfLastWrite
                calls.doesNothingAtTheEnd = !doesCall
                var acknowledged = before
                var attempted: [String] = []
                do {
                    let store = try test.open(calls: calls, cached: cached)
                    for numbers in firstOnly ? [[0, 1, 2]] : [[0], [1, 2, 3], [4]] {
                        attempted = numbers.map { "\($0)" }
                        try store.append(numbers.map { event($0) }, to: "a", expecting: .any)
                        acknowledged += attempted
                        attempted = []
                    }
                    try store.close()
                } catch {}
                isOver = !calls.hasEnded
                calls.end()

                let next = try test.open(cached: cached)
                #expect(next.damage == nil, "call \(endsAt): \(calls.made.last ?? "")")
                try next.append([event(50)], to: "a", expecting: .any)
                let found = test.ids
                #expect(
                    found == acknowledged + ["50"] || found == acknowledged + attempted + ["50"],
                    "call \(endsAt), \(calls.made.last ?? ""): \(acknowledged) and perhaps \(attempted), found \(found)")
                try next.append([event(51), event(52)], to: "a", expecting: .exact(Int64(found.count - 1)))
                #expect(try test.open().count == found.count + 2)
            }
            endsAt += 1
        }
        #expect(endsAt > 10)
    }

    @Test(arguments: [0, 40, 150, 1 << 20])
    func `S01 a process that ends at any call of an append leaves the old or the new state`(_ bytes: Int) throws {
        try sweep(cached: false, firstOnly: false, bytesOfLastWrite: bytes, doesCall: bytes > 40)
    }

    @Test(arguments: [0, 40, 1 << 20])
    func `S01 S09 S13 the same for the first append of all`(_ bytes: Int) throws {
        try sweep(cached: false, firstOnly: true, bytesOfLastWrite: bytes, doesCall: bytes > 40)
    }

    @Test(arguments: [0, 1 << 20])
    func `S14 the same with a cache that is being written`(_ bytes: Int) throws {
        try sweep(cached: true, firstOnly: false, bytesOfLastWrite: bytes, doesCall: bytes > 40)
    }

    @Test(arguments: [0, 1, 10, 60, 139], [ENOSPC, EFBIG, EDQUOT, EIO])
    func `S08 a short write is cut back, and a later append succeeds`(_ bytes: Int, _ code: Int32) throws {
        try withStore { test in
            try test.append([0])
            let before = test.bytes
            let calls = FaultyCalls()
            let store = try test.open(calls: calls)
            calls.plan("write", .shortenThenFail(bytes, code))
            let error = #expect(throws: StoreError.self) { try store.append([event(1), event(2)], to: "a", expecting: .any) }
            #expect(error?.problem == .writing(FileCallError(call: "write", code: code)))
            #expect(error?.path == test.file)
            #expect(test.bytes == before)
            calls.forget()
            #expect(outcome { try store.append([event(1), event(2)], to: "a", expecting: .exact(0)) } == "ok 2")
            #expect(test.ids == ["0", "1", "2"])
        }
    }

    @Test func `S08 a write that is only short is gone on with`() throws {
        try withStore { test in
            let calls = FaultyCalls()
            let store = try test.open(calls: calls)
            try store.append([event(0)], to: "a", expecting: .any)
            calls.plan("write", .shorten(7))
            try store.append([event(1)], to: "a", expecting: .any)
            #expect(test.ids == ["0", "1"])
        }
    }

    @Test func `S08 what cannot be cut back is a torn tail, and the handle dead`() throws {
        try withStore { test in
            try test.append([0])
            let calls = FaultyCalls()
            let store = try test.open(calls: calls)
            calls.plan("write", .shortenThenFail(20, ENOSPC))
            calls.plan("ftruncate", .fail(EIO))
            #expect(throws: StoreError.self) { try store.append([event(1)], to: "a", expecting: .any) }
            calls.forget()
            #expect(throws: StoreError(path: test.file, problem: .dead)) { try store.append([event(1)], to: "a", expecting: .any) }
            #expect(outcome { try test.append([1]) } == "ok 1")
            #expect(test.ids == ["0", "1"])
            #expect(test.tornFiles.count == 1)
        }
    }

    @Test(arguments: ["mkdir", "open", "fchmod", "write", "fdatasync", "renameNew", "fsync"])
    func `S09 nothing is left of a store that could not be made`(_ call: String) throws {
        try withStore { test in
            let calls = FaultyCalls()
            calls.plan(call, .fail(ENOSPC))
            let store = try test.open(calls: calls)
            #expect(throws: StoreError.self) { try store.append([event(0)], to: "a", expecting: .none) }
            #expect(TestStore.names(in: test.folder.path) == [])
            calls.forget()
            #expect(outcome { try store.append([event(0)], to: "a", expecting: .none) } == "ok 0")
            #expect(test.names == ["events.jsonl"])
        }
    }

    @Test(arguments: ["fdatasync", "fsync"])
    func `S09 S10 a new store that the disk did not confirm is taken away, and that is said`(_ call: String) throws {
        try withStore { test in
            let calls = FaultyCalls()
            calls.plan(call, .fail(EIO))
            let store = try test.open(calls: calls)
            let error = #expect(throws: StoreError.self) { try store.append([event(0)], to: "a", expecting: .none) }
            #expect(error?.problem == .notMade(FileCallError(call: call, code: EIO)))
            #expect(TestStore.names(in: test.folder.path) == [])
        }
    }

    @Test func `S13 S37 a second name that a killed process left is taken away by the next append`() throws {
        try withStore { test in
            try test.append([0])
            #expect(link(test.file, test.path + "/.events.jsonl.new-left") == 0)
            try test.append([1])
            #expect(test.names == ["events.jsonl"])
            #expect(test.ids == ["0", "1"])
        }
    }

    @Test(arguments: [false, true])
    func `S10 after a sync that failed the handle is dead, though the next would succeed`(_ forEver: Bool) throws {
        try withStore { test in
            try test.append([0])
            let calls = FaultyCalls()
            let store = try test.open(calls: calls)
            calls.plan("fdatasync", .fail(EIO), forEver: forEver)
            let error = #expect(throws: StoreError.self) { try store.append([event(1)], to: "a", expecting: .exact(0)) }
            #expect(error?.problem == .notDurable(FileCallError(call: "fdatasync", code: EIO)))
            #expect(throws: StoreError(path: test.file, problem: .dead)) { try store.append([event(1)], to: "a", expecting: .any) }
            #expect(calls.made.filter { $0 == "fdatasync" }.count == 1)
            #expect(outcome { try test.append([1], expecting: .exact(0)) } == "ok 1")
            #expect(test.ids == ["0", "1"])
        }
    }

    @Test(arguments: [EINVAL, ENOSYS, EROFS])
    func `S11 a disk that cannot confirm is told of, never passed over`(_ code: Int32) throws {
        try withStore { test in
            try test.append([0])
            let calls = FaultyCalls()
            let store = try test.open(calls: calls)
            calls.plan("fsync", .fail(code))
            let error = #expect(throws: StoreError.self) { try store.append([event(1)], to: "a", expecting: .any) }
            #expect(error?.problem == .notDurable(FileCallError(call: "fsync", code: code)))
        }
    }

    @Test func `S12 what closing tells is reported`() throws {
        try withStore { test in
            try test.append([0])
            let calls = FaultyCalls()
            let store = try test.open(calls: calls)
            try store.append([event(1)], to: "a", expecting: .any)
            calls.plan("close", .fail(EIO))
            #expect(throws: StoreError(path: test.file, problem: .closing(FileCallError(call: "close", code: EIO)))) { try store.close() }
            #expect(test.ids == ["0", "1"])
        }
    }

    @Test func `S13 the folders of a new file are on the disk before the answer`() throws {
        try withStore { test in
            let calls = FaultyCalls()
            let store = try test.open(calls: calls)
            try store.append([event(0)], to: "a", expecting: .none)
            let made = calls.made.filter { ["write", "fdatasync", "renameNew", "fsync"].contains($0) }
            #expect(made == ["write", "fdatasync", "renameNew", "fsync", "fsync"])
            let count = calls.made.count
            try store.append([event(1)], to: "a", expecting: .any)
            try store.append([event(2)], to: "a", expecting: .any)
            let later = calls.made[count...].filter { ["write", "fdatasync", "fsync"].contains($0) }
            // One write and one sync each; the first append of a handle makes sure of the folder.
            #expect(later == ["write", "fdatasync", "fsync", "write", "fdatasync"])
        }
    }

    @Test func `S14 a cache is written, synced and named in that order`() throws {
        try withStore { test in
            try test.append([0, 1, 2])
            let calls = FaultyCalls()
            _ = try test.open(calls: calls, cached: true)
            let made = calls.made.filter { ["pwrite", "fdatasync", "rename", "fsync"].contains($0) }
            #expect(made.starts(with: ["pwrite", "fdatasync", "rename", "fsync"]))
        }
    }

    @Test(arguments: ["open", "fchmod", "pwrite", "fdatasync", "rename", "fsync", "mkdir", "unlink", "pread"])
    func `I14 a cache that fails fails no append`(_ call: String) throws {
        try withStore { test in
            try test.append([0])
            try test.append([1, 2])
            for number in 1...8 {
                let calls = FaultyCalls()
                // The store's own calls of that kind come first; they are not what is asked here.
                let store = try? test.open(calls: calls, cached: true) { options in options.cachedFrom = number.isMultiple(of: 2) ? 1 : 1 << 30 }
                guard let store else { continue }
                if call == "fdatasync" || call == "fsync" || call == "pread" || call == "open" { continue }
                calls.plan(call, .fail(ENOSPC), forEver: true)
                #expect(outcome { try store.append([event(2 + number)], to: "a", expecting: .any) }.hasPrefix("ok"))
                try store.close()
            }
            #expect(try test.open().damage == nil)
        }
    }

    @Test(arguments: [ENOLCK, EOPNOTSUPP, ENOSYS])
    func `S41 a file system that cannot lock is told of, and nothing is written`(_ code: Int32) throws {
        try withStore { test in
            try test.append([0])
            let before = test.bytes
            let calls = FaultyCalls()
            let store = try test.open(calls: calls)
            calls.plan("flock", .fail(code), forEver: true)
            let error = #expect(throws: StoreError.self) { try store.append([event(1)], to: "a", expecting: .any) }
            #expect(error?.problem == .system(doing: "locking", FileCallError(call: "flock", code: code)))
            #expect(test.bytes == before)
            #expect(throws: StoreError.self) { try test.open(calls: calls) }
        }
    }

    @Test func `S41 a file system that is only memory works as any other`() throws {
        var name = Array("/dev/shm/hindcast-test-XXXXXX".utf8CString)
        // Where there is none, there is nothing to try.
        guard mkdtemp(&name) != nil else { return }
        let folder = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let path = folder + "/store"
        defer {
            for name in TestStore.names(in: path) { unlink(path + "/" + name) }
            rmdir(path)
            rmdir(folder)
        }
        let store = try EventStore(path: path)
        #expect(outcome { try store.append([event(0), event(1)], to: "a", expecting: .none) } == "ok 1")
        #expect(outcome { try store.append([event(2)], to: "a", expecting: .exact(1)) } == "ok 2")
        try store.close()
        #expect(try StoreCondition.of(path + "/events.jsonl") == .whole)
        #expect(try EventStore(path: path).load("a").map(\.event.version) == [0, 1, 2])
    }

    @Test func `S37 a recovery that ends at any call is done again`() throws {
        let torn = #"{"stream":"a","version":1,"ty"#
        var endsAt = 1
        var isOver = false
        while !isOver {
            try withStore { test in
                try test.append([0])
                let whole = test.bytes
                try test.write(torn, appending: true)
                let calls = FaultyCalls()
                calls.endsAtCall = endsAt
                calls.endBytes = 5
                _ = try? test.open(calls: calls).recover()
                isOver = !calls.hasEnded
                calls.end()
                let store = try test.open()
                _ = try store.recover()
                #expect(try store.recover() == nil)
                #expect(test.bytes == whole, "call \(endsAt)")
                // Wherever it ended: what was cut off lies aside in full.
                #expect(test.tornFiles.contains { TestStore.bytes(of: test.path + "/" + $0) == Array(torn.utf8) }, "call \(endsAt)")
            }
            endsAt += 1
        }
        #expect(endsAt > 8)
    }
}
