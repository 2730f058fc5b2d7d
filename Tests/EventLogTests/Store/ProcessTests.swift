import EventLog
import Glibc
import JSONText
import Testing
import TestSupport

/// Several processes, and ones that are killed.
@Suite struct ProcessTests {
    /// The helper lies beside the program that runs the tests.
    private static let writer: String = {
        let runner = (try? SystemFileCalls().resolve("/proc/self/exe")) ?? ""
        return runner.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/StoreWriter"
    }()

    private struct Child {
        let process: pid_t
        private let output: String

        init(_ arguments: [String]) throws {
            // A file and not a pipe, of which another child could hold the other end.
            var name = Array("/tmp/hindcast-child-XXXXXX".utf8CString)
            let file = mkstemp(&name)
            output = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            close(file)
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_APPEND, 0)
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
            // The threads of a test block signals; a child must not.
            var attributes = posix_spawnattr_t()
            posix_spawnattr_init(&attributes)
            var none = sigset_t()
            sigemptyset(&none)
            posix_spawnattr_setsigmask(&attributes, &none)
            posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
            defer {
                posix_spawn_file_actions_destroy(&actions)
                posix_spawnattr_destroy(&attributes)
            }
            var words: [UnsafeMutablePointer<CChar>?] = ([ProcessTests.writer] + arguments).map { strdup($0) } + [nil]
            defer { for word in words { free(word) } }
            var process = pid_t()
            let failure = posix_spawn(&process, ProcessTests.writer, &actions, &attributes, &words, environ)
            try #require(failure == 0, "\(ProcessTests.writer): error \(failure)")
            self.process = process
        }

        /// Ten seconds at most.
        func waitForFirstLine() {
            for _ in 0..<10_000 where TestStore.bytes(of: output).isEmpty { usleep(1000) }
        }

        /// What it printed, and how it ended: an exit code, or 128 and a signal.
        func finish() -> (lines: [String], status: Int32) {
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            let text = String(decoding: TestStore.bytes(of: output), as: UTF8.self)
            unlink(output)
            // A line without its end was not told in full.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
            return (lines, status & 0x7f == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f))
        }
    }

    @Test(arguments: ["exact", "any"])
    func `S15 S16 X20 eight processes append to one stream, and no version is missing or doubled`(_ expecting: String) throws {
        try withStore { test in
            let perProcess = 250
            let children = try (0..<8).map { try Child(["append", test.path, "a", "\(perProcess)", "1", expecting, "p\($0)"]) }
            let results = children.map { $0.finish() }
            #expect(results.allSatisfy { $0.status == 0 && $0.lines.count == perProcess })
            let versions = results.flatMap(\.lines).compactMap { Int($0.split(separator: " ")[1]) }
            #expect(versions.sorted() == Array(0..<(8 * perProcess)))
            let history = try History(files: [test.file])
            #expect(history.problems == [])
            let events = try history.events()
            #expect(events.map(\.event.version) == (0..<Int64(8 * perProcess)).map { $0 })
            for line in results.flatMap(\.lines) {
                let parts = line.split(separator: " ")
                #expect(events[Int(parts[1]) ?? 0].event.id?.description == String(parts[0]))
            }
            #expect(try StoreCondition.of(test.file) == .whole)
        }
    }

    @Test func `S16 S20 who appends without a break lets others have their turn`() throws {
        try withStore { test in
            try test.append([0])
            let busy = try (0..<3).map { try Child(["append", test.path, "a", "1000000", "1", "any", "b\($0)"]) }
            for child in busy { child.waitForFirstLine() }
            // Far more than their turns take, and far less than the time that an append waits at most.
            let store = try test.open { $0.patience = 5000 }
            for number in 1...20 {
                #expect(outcome { try store.append([event(number)], to: "own", expecting: .any) } == "ok \(number - 1)")
            }
            for child in busy {
                kill(child.process, SIGKILL)
                _ = child.finish()
            }
        }
    }

    @Test func `S01 S17 S35 a writer killed at random leaves all that it acknowledged, once and in order`() throws {
        var random = SplitMix64(seed: 17)
        try withStore { test in
            mkdir(test.cacheFolder, 0o700)
            var acknowledged: [String] = []
            for round in 0..<30 {
                let batch = random.oneIn(2) ? 1 : 7
                let child = try Child(
                    ["append", test.path, "a", "100000", "\(batch)", "any", "r\(round)"] + (random.oneIn(2) ? [test.cacheFolder] : []))
                child.waitForFirstLine()
                usleep(UInt32(random.below(30_000)))
                kill(child.process, random.oneIn(3) ? SIGTERM : SIGKILL)
                let (lines, status) = child.finish()
                #expect(status >= 128)
                acknowledged += lines.map { String($0.split(separator: " ")[0]) }
                let ids = test.ids
                let known = Set(ids)
                #expect(known.count == ids.count, "seed 17, round \(round)")
                #expect(acknowledged.allSatisfy(known.contains), "seed 17, round \(round)")
                let condition = test.names.contains("events.jsonl") ? try StoreCondition.of(test.file) : .whole
                if case .damaged = condition { Issue.record("seed 17, round \(round): \(condition)") }
            }
            #expect(acknowledged.count >= 30)
            let store = try test.open()
            try store.append([event(0)], to: "a", expecting: .exists)
            #expect(try StoreCondition.of(test.file) == .whole)
            // In order: what was acknowledged later stands later.
            let places = Dictionary(uniqueKeysWithValues: test.ids.enumerated().map { ($1, $0) })
            let order = acknowledged.compactMap { places[$0] }
            #expect(order == order.sorted())
        }
    }

    @Test func `S38 two processes that recover at once`() throws {
        try withStore { test in
            try test.append([0])
            for round in 0..<10 {
                try test.write("{\"torn", appending: true)
                let children = try (0..<4).map { try Child(["append", test.path, "a", "1", "1", "any", "x\(round)-\($0)"]) }
                #expect(children.map { $0.finish().status } == [0, 0, 0, 0])
                #expect(test.tornFiles.count == round + 1)
            }
            #expect(try test.open().count == 41)
        }
    }

    @Test func `a store that is not there is made once by several`() throws {
        for round in 0..<5 {
            try withStore { test in
                let children = try (0..<6).map { try Child(["append", test.path, "a", "3", "2", "any", "y\($0)"]) }
                #expect(children.map { $0.finish().status } == [0, 0, 0, 0, 0, 0], "round \(round)")
                #expect(test.names == ["events.jsonl"])
                #expect(try test.open().count == 36)
            }
        }
    }
}
