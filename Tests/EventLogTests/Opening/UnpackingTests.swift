import EventLog
import TestSupport
import Testing

@Suite("Several files that have to be unpacked")
struct UnpackingTests {
    private static func lines(_ range: Range<Int>) -> [UInt8] {
        Array(range.map { Bank.line("account-\($0 % 7)", $0 / 7, .deposited($0), minute: $0 % 60) + "\n" }.joined().utf8)
    }

    @Test("they are read in their order, plain ones between them, however many are unpacked at once", arguments: [1, 2, 7])
    func order(jobs: Int) throws {
        try withTemporaryFolder { folder in
            let files = try (0..<15).map { number in
                // The earlier, the longer they take.
                let start = (0..<number).reduce(0) { $0 + 1500 - $1 * 100 }
                let text = Self.lines(start..<(start + 1500 - number * 100))
                return switch number % 3 {
                case 0: try folder.write("\(number + 10).jsonl.gz", gzipped(text))
                case 1: try folder.write("\(number + 10).jsonl.zst", zstdCompressed(text))
                default: try folder.write("\(number + 10).jsonl", text)
                }
            }
            let told = Box<[ScanProgress]>([])
            let monitor = ScanMonitor(progressed: { progress in told.change { $0.append(progress) } })
            let history = try HistoryOpening(files: files.map { SourcePath($0) }, jobs: jobs, monitor: monitor).open()
            #expect(history.count == 12_000)
            #expect((0..<history.count).allSatisfy { history.version(at: $0) == Int64($0 / 7) })
            #expect(!history.isPartial && history.problems.isEmpty)
            // In bytes on disk: it never goes back, nor beyond the end.
            let reached = told.value.map(\.bytesRead)
            #expect(reached == reached.sorted())
            #expect(told.value.allSatisfy { $0.bytes == told.value[0].bytes && $0.bytesRead <= $0.bytes })
        }
    }

    @Test("what is there of them is shown before all are unpacked, and kept where somebody has enough")
    func shownEarly() throws {
        try withTemporaryFolder { folder in
            let packed = try (0..<3).map { try folder.write("\($0).jsonl.gz", gzipped(Self.lines(($0 * 100)..<($0 * 100 + 100)))) }
            // Nobody knows how much more comes here.
            let pipe = try Pipe()
            pipe.write(Self.lines(300..<350))
            let shown = Box<[Int]>([])
            let monitor = ScanMonitor(isStopped: { shown.value.last == 350 }, grew: { history in shown.change { $0.append(history.count) } })
            let history = try HistoryOpening(
                files: packed.map { SourcePath($0) } + [.standardInput], jobs: 2, monitor: monitor, opener: SourceOpener(standardInput: pipe.output)
            ).open()
            #expect(shown.value.first == 100)
            #expect(shown.value == shown.value.sorted())
            #expect(history.count == 350 && history.isPartial)
            #expect((0..<history.count).allSatisfy { history.version(at: $0) == Int64($0 / 7) })
            pipe.finish()
        }
    }

    @Test("I19 one that cannot be unpacked is flagged, the others are read; alone it is refused")
    func damaged() throws {
        try withTemporaryFolder { folder in
            let first = try folder.write("a.jsonl.gz", gzipped(Self.lines(0..<10)))
            let bad = try folder.write("b.jsonl.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF])
            let last = try folder.write("c.jsonl", Self.lines(10..<20))
            let history = try History(files: [first, bad, last])
            #expect(history.count == 20 && !history.isPartial)
            #expect(history.problems.map(\.place.path) == [bad])
            #expect(throws: SourceError.self) { try History(files: [bad]) }
            #expect(throws: SourceError.self) { try History(files: [first, folder.path + "/missing.jsonl", last]) }
        }
    }
}
