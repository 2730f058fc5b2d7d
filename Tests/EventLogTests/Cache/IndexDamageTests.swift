import Glibc
import JSONText
import TestSupport
import Testing

@testable import EventLog

@Suite("The index cache: damaged and forged indexes")
struct IndexDamageTests {
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

    @Test("I05 an index of another version, or that is none, is made anew")
    func otherVersion() throws {
        try expectRebuilt { file, _ in
            for at in [0, 14, 15] { try file(.flipped(at)) }
            try file(.replaced(Array("{\"stream\":\"a\"}\n".utf8)))
        }
    }

    @Test("I03 I04 I06 counts and offsets that cannot be, behind a checksum that is right, show no wrong event", arguments: 0..<6)
    func forged(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var source = SplitMix64(seed: 9)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Kept.lines(&source, count: 600))
            let cache = folder.path + "/cache"
            let truth = try Answers(try Kept.open(path, cache))
            let byID = Dictionary(truth.events.map { ($0.event.id, $0) }) { first, _ in first }
            let file = try Kept.cacheFile(cache)
            let original = try SourceFile(path: file).bytes
            for _ in 0..<30 {
                var bytes = original
                for _ in 0...random.below(8) { bytes[48 + random.below(bytes.count - 48)] = UInt8(random.below(256)) }
                try folder.write("cache/" + String(file.split(separator: "/").last!), Self.sealed(bytes))
                let history = try Kept.open(path, cache)
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

    private enum Damage { case cut(Int), flipped(Int), removed, replaced([UInt8]) }

    private func expectRebuilt(_ body: (_ damage: (Damage) throws -> Void, _ size: Int) throws -> Void) throws {
        var random = SplitMix64(seed: 3)
        try withTemporaryFolder { folder in
            let path = try folder.write("events.jsonl", Kept.lines(&random, count: 500))
            let cache = folder.path + "/cache"
            let truth = try Answers(try Kept.open(path, cache))
            let file = try Kept.cacheFile(cache)
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
                let history = try Kept.open(path, cache)
                #expect(history.origin == .built, "\(damage)")
                #expect(try Answers(history) == truth, "\(damage)")
                #expect(try Kept.open(path, cache).origin == .cached, "\(damage)")
            }, original.count)
        }
    }
}
