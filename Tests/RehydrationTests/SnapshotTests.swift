import EventLog
import Glibc
import JSONText
import Rehydration
import TestSupport
import Testing

@Suite("Snapshots")
struct SnapshotTests {
    private func stream(_ history: History) throws -> History.Stream { try #require(history.stream(named: "account-0")) }

    private func lines(_ count: Int) -> [String] {
        Bank.lines("account-0", [.opened(owner: "a")] + (1..<count).map { $0 % 7 == 3 ? .other(type: "Refused", data: "{}") : .deposited($0) })
    }

    private func write(_ lines: [String], in folder: TemporaryFolder, name: String = "log.jsonl") throws -> History {
        try History(files: [try folder.write(name, lines.map { $0 + "\n" }.joined())])
    }

    private func rehydrator(_ history: History, _ folder: TemporaryFolder, fingerprint: String = "1") throws -> (Rehydrator, SnapshotFolder) {
        let snapshots = try #require(SnapshotFolder(root: folder.path + "/cache", history: history, fingerprint: fingerprint))
        return (try Rehydrator(history: history, models: [BankModel()], snapshots: snapshots), snapshots)
    }

    private func files(_ folder: TemporaryFolder) -> [String] {
        func all(_ path: String) -> [String] {
            entries(of: path).flatMap { $0.isFolder ? all("\(path)/\($0.name)") : ["\(path)/\($0.name)"] }
        }
        return all(folder.path + "/cache")
    }

    @Test("a state from a snapshot is the folded one, with its errors, and says where it is from")
    func used() throws {
        try withTemporaryFolder { folder in
            let history = try write(lines(100), in: folder)
            let (builder, place) = try rehydrator(history, folder)
            #expect(try builder.buildSnapshots(of: stream(history), every: 25, in: place).map(\.version) == [24, 49, 74, 99])
            let (user, _) = try rehydrator(history, folder)
            let plain = try Rehydrator(history: history, models: [BankModel()])
            for index in [80, 49, 99, 30, 3, 51] {
                let (found, expected) = (try user.state(of: stream(history), at: index), try plain.state(of: stream(history), at: index))
                #expect(found.state == expected.state && found.errors == expected.errors && found.changes == expected.changes, "at \(index)")
            }
            let (fresh, _) = try rehydrator(history, folder)
            let state = try fresh.state(of: stream(history), at: 80)
            #expect(state.origin == .snapshot(74))
            #expect(state.folded == 6)
            #expect(fresh.notices == [])
        }
    }

    @Test("files and folders are the user's alone")
    func modes() throws {
        try withTemporaryFolder { folder in
            let history = try write(lines(30), in: folder)
            let (builder, place) = try rehydrator(history, folder)
            _ = try builder.buildSnapshots(of: stream(history), every: 10, in: place)
            let file = try #require(files(folder).first)
            var facts = stat()
            #expect(stat(file, &facts) == 0 && facts.st_mode & 0o777 == 0o600)
            #expect(stat(folder.path + "/cache/snapshots", &facts) == 0 && facts.st_mode & 0o777 == 0o700)
            #expect(files(folder).count == 1)
            #expect(place.clear() == 1)
            #expect(files(folder) == [])
        }
    }

    @Test("every damaged byte is noticed, ignored and said, or changes nothing")
    func damage() throws {
        try withTemporaryFolder { folder in
            let history = try write(lines(40), in: folder)
            let (builder, place) = try rehydrator(history, folder)
            _ = try builder.buildSnapshots(of: stream(history), every: 20, in: place)
            let file = try #require(files(folder).first)
            let name = String(file.dropFirst(folder.path.count + 1))
            let good = try #require(read(file))
            let expected = try Rehydrator(history: history, models: [BankModel()]).state(of: stream(history), at: 39)
            for place in stride(from: 0, to: good.count, by: 7) {
                var bad = good
                bad[place] ^= 0x21
                try folder.write(name, bad)
                let (user, _) = try rehydrator(history, folder)
                let state = try user.state(of: stream(history), at: 39)
                #expect(state.state == expected.state && state.errors == expected.errors, "byte \(place)")
                #expect(state.origin == .snapshot(19) || user.notices.count == 1, "byte \(place): \(state.origin)")
            }
            for count in [0, 7, 47, 60, good.count - 1] {
                try folder.write(name, good.prefix(count))
                let (user, _) = try rehydrator(history, folder)
                #expect(try user.state(of: stream(history), at: 39).state == expected.state, "cut at \(count)")
            }
        }
    }

    private func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return bytes
    }

    @Test("snapshots of other events are never used, though stream, version and model are the same")
    func otherEvents() throws {
        try withTemporaryFolder { folder in
            var texts = lines(40)
            let history = try write(texts, in: folder)
            let (builder, place) = try rehydrator(history, folder)
            _ = try builder.buildSnapshots(of: stream(history), every: 20, in: place)
            texts[5] = Bank.line("account-0", 5, .deposited(500))
            let changed = try write(texts, in: folder)
            let (user, _) = try rehydrator(changed, folder)
            let state = try user.state(of: stream(changed), at: 39)
            let expected = try Rehydrator(history: changed, models: [BankModel()]).state(of: stream(changed), at: 39)
            #expect(state.state == expected.state)
            #expect(state.origin == .start)
            #expect(user.notices.count == 1)
            #expect(try user.snapshots(of: stream(changed), verifying: true).contains { $0.ok == false })
        }
    }

    @Test("a log that grew keeps the snapshots that are of its events")
    func grown() throws {
        try withTemporaryFolder { folder in
            let short = try write(Array(lines(60).prefix(40)), in: folder)
            let (builder, place) = try rehydrator(short, folder)
            _ = try builder.buildSnapshots(of: stream(short), every: 20, in: place)
            let long = try write(lines(60), in: folder)
            let (user, _) = try rehydrator(long, folder)
            let state = try user.state(of: stream(long), at: 50)
            let expected = try Rehydrator(history: long, models: [BankModel()]).state(of: stream(long), at: 50)
            #expect(state.origin == .snapshot(39))
            #expect(state.state == expected.state && state.errors == expected.errors)
        }
    }

    @Test("another model's snapshots are not looked at")
    func otherModel() throws {
        try withTemporaryFolder { folder in
            let history = try write(lines(40), in: folder)
            let (builder, place) = try rehydrator(history, folder)
            _ = try builder.buildSnapshots(of: stream(history), every: 20, in: place)
            let (user, _) = try rehydrator(history, folder, fingerprint: "2")
            #expect(try user.state(of: stream(history), at: 39).origin == .start)
            #expect(user.notices == [])
        }
    }

    @Test("the budget holds for all cursors together, and states larger than it are not kept")
    func budget() throws {
        let names = (0..<20).map { "account-\($0)" }
        let history = try History(lines: names.flatMap { Bank.lines($0, [.opened(owner: $0)] + Array(repeating: .deposited(1), count: 300)) })
        for budget in [0, 100, 5000, 40_000] {
            let rehydrator = try Rehydrator(history: history, models: [BankModel()], budget: budget)
            for name in names + names.reversed() {
                let state = try rehydrator.state(of: try #require(history.stream(named: ExactString(name))), at: 299)
                #expect(state.state.object?["balance"] == 299)
                #expect(rehydrator.checkpointBytes <= budget)
            }
        }
    }
}
