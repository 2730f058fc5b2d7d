import JSONText
import TestSupport
import Testing

@testable import EventLog

@Suite("Blocks of a file, read on several cores")
struct BlockTests {
    @Test("any number of cores finds the same log, wherever lines begin and end", arguments: 0..<6)
    func sameLog(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var text: [UInt8] = random.oneIn(2) ? [0xEF, 0xBB, 0xBF] : []
        var offsets: [Int] = []
        var badLines: [Int] = []
        var number = 0
        var line = 1
        while text.count < 3 * BlockReader.blockSize + random.below(BlockReader.blockSize) {
            // Now and then a line that fills several blocks, or that ends exactly where one does.
            var length = random.below(2000)
            if random.oneIn(150) { length = random.below(2 * BlockReader.blockSize) }
            if random.oneIn(100) { length = max(0, BlockReader.blockSize - text.count % BlockReader.blockSize - 60 - random.below(3)) }
            if random.oneIn(30) {
                badLines.append(line)
                text += Array("{broken\n".utf8)
            } else if random.oneIn(30) {
                text += [0x0D, 0x0A]
            } else {
                offsets.append(text.count)
                let event = #"{"stream":"s-\#(number % 50)","version":\#(number / 50),"type":"T","data":"\#(String(repeating: "x", count: length))"}"#
                text += Array(event.utf8) + [0x0A]
                number += 1
            }
            line += 1
        }
        if random.oneIn(2) { text.removeLast() }
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", text)
            for jobs in [1, 2, 5] {
                let history = try HistoryOpening(files: [SourcePath(path)], jobs: jobs).open()
                let found = (0..<history.count).map { history.location(of: $0).offset }
                #expect(found == offsets, "seed \(seed), \(jobs) jobs")
                #expect(history.problems.map(\.place.line) == badLines, "seed \(seed), \(jobs) jobs")
                let position = random.below(history.count)
                let expected = text[..<offsets[position]].count { $0 == 0x0A } + 1
                #expect(history.place(of: position).line == expected, "seed \(seed), #\(position)")
            }
        }
    }

    @Test("a reading that is stopped keeps what it has, and says that it is not all")
    func stopped() throws {
        let text = (0..<20_000).map { Bank.line("a-\($0 % 9)", $0 / 9, .deposited($0)) + "\n" }.joined()
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", text)
            let seen = Box<[ScanProgress]>([])
            let monitor = ScanMonitor(isStopped: { seen.value.count >= 3 }, progressed: { progress in seen.change { $0.append(progress) } })
            let history = try HistoryOpening(files: [SourcePath(path)], monitor: monitor).open()
            #expect(history.isPartial)
            #expect(history.count > 0 && history.count < 20_000)
            #expect(history.count == seen.value.last?.events)
            #expect(try history.events().last?.event.version == Int64((history.count - 1) / 9))
        }
    }

    @Test("a log is shown while it is read, and each time it is a beginning of the whole")
    func shownWhileRead() throws {
        let text = (0..<30_000).map { Bank.line("a-\($0 % 9)", $0 / 9, .deposited($0)) + "\n" }.joined()
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", text)
            let shown = Box<[History]>([])
            let monitor = ScanMonitor(grew: { history in shown.change { $0.append(history) } })
            let history = try HistoryOpening(files: [SourcePath(path)], jobs: 2, monitor: monitor).open()
            #expect(!history.isPartial)
            #expect(shown.value.count > 2)
            for part in shown.value {
                #expect(part.isPartial)
                #expect(part.count <= history.count)
                #expect((0..<part.count).allSatisfy { part.version(at: $0) == history.version(at: $0) && part.streamName(at: $0) == history.streamName(at: $0) })
                #expect(part.streams.reduce(0) { $0 + $1.positions.count } == part.count)
            }
        }
    }
}
