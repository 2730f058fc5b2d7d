import EventLog
import TestSupport
import Testing

@Suite("Readings that are stopped, and go on")
struct PartialReadingTests {
    private static func lines(_ range: Range<Int>) -> String {
        range.map { Bank.line("account-\($0 % 50)", $0 / 50, .deposited($0), minute: $0 % 60) + "\n" }.joined()
    }

    /// Opens and stops after some blocks.
    private static func stopped(_ paths: [String], blocks: Int = 3) throws -> History {
        let seen = Box(0)
        let monitor = ScanMonitor(isStopped: { seen.value >= blocks }, progressed: { _ in seen.change { $0 += 1 } })
        return try HistoryOpening(files: paths.map { SourcePath($0) }, monitor: monitor).open()
    }

    @Test("who follows a log that was read in part gets the rest, in steps, and it is partial no longer", arguments: [1, 2], [0, 777])
    func goesOn(jobs: Int, added: Int) throws {
        try withTemporaryFolder { folder in
            let count = 20_000
            let path = try folder.write("events.jsonl", Self.lines(0..<count))
            var history = try Self.stopped([path])
            #expect(history.isPartial && history.count > 0 && history.count < count)
            if added > 0 { try folder.write("events.jsonl", Array(Self.lines(count..<(count + added)).utf8), appending: true) }
            var steps = 0
            while history.isPartial {
                guard case .grown(let more) = try history.growth(jobs: jobs, step: 600_000) else { Issue.record("it does not go on"); return }
                #expect(more.count > history.count)
                history = more
                steps += 1
            }
            #expect(steps > 1)
            let whole = try History(files: [path])
            #expect(history.count == count + added)
            #expect(try history.events() == whole.events())
            #expect(history.versions == whole.versions)
            guard case .unchanged = try history.growth(jobs: jobs) else { Issue.record("more came"); return }
        }
    }

    @Test("what cannot be gone on with has to be opened anew: documents, and files behind the one that was being read")
    func opensAnew() throws {
        try withTemporaryFolder { folder in
            let document = try folder.write("a.json", "[\n" + Self.lines(0..<20_000).split(separator: "\n").joined(separator: ",\n") + "\n]")
            let first = try folder.write("b.jsonl", Self.lines(0..<20_000))
            let second = try folder.write("c.jsonl", Self.lines(20_000..<20_010))
            for paths in [[document], [first, second]] {
                let history = try Self.stopped(paths)
                #expect(history.isPartial)
                guard case .unread = try history.growth(jobs: 1) else { Issue.record("\(paths)"); return }
            }
        }
    }
}
