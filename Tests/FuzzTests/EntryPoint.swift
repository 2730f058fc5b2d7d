import JSONText
import TestSupport
import Testing

@testable import EventLog

/// Where bytes of others come in.
enum EntryPoint: String, CaseIterable, Sendable {
    case parser, scanner, documents, unwrapper, indexCache, gzip, zstd, pointInTime, jsonPath, map, textScan

    /// What is read there when all is well.
    private var sound: [[UInt8]] {
        switch self {
        case .pointInTime:
            ["12", "#1204", "50%", "start", "2026-03-05T14:32:00Z", "14:32", "thursday 14:32", "yesterday 9:00", "-3h", "2026-03-05T14:32:00.123456+01:00"]
                .map { Array($0.utf8) }
        case .jsonPath: [".balance", ".items[0].sku", #".["odd key"]"#, #".a["\u00e9\"x"][12].b"#, "."].map { Array($0.utf8) }
        case .map: ["stream=.aggregate.id,type=.kind,time=.ts", #"type=.["a,b"],version=.v[0]"#, "type=.t"].map { Array($0.utf8) }
        case .unwrapper: Self.wrapped
        default: Samples.logs
        }
    }

    private static let wrapped: [[UInt8]] = {
        let texts: [String] = [
            ":ok\n\nevent: x\ndata: \(Self.line(1))\n\ndata: \(Self.line(2))\n", #"{"stream":"a","version":0,"type":"T","data":{"q":"\\"x\\""}}"# + "\n",
             "\"{\"\"stream\"\":\"\"a\"\",\"\"version\"\":0,\"\"type\"\":\"\"T\"\"}\"\n\"{\"\"stream\"\":\"\"a\"\"\n,\"\"type\"\":\"\"T\"\"}\"\n",
        ]
        return texts.map { Array($0.utf8) }
    }()

    static func line(_ number: Int) -> String { Bank.line("account-\(number % 5)", number, .deposited(number)) }

    func input(_ random: inout SplitMix64) -> [UInt8] {
        if random.oneIn(12) { return (0..<random.below(2000)).map { _ in UInt8(random.below(256)) } }
        var bytes = random.pick(sound)
        if self == .gzip || self == .zstd {
            // Sound within, damaged without, and the other way round.
            if random.oneIn(2) { bytes = Mutation.mutated(bytes, &random) }
            bytes = self == .gzip ? gzipped(bytes) : zstdCompressed(bytes)
            return random.oneIn(4) ? bytes : Mutation.mutated(bytes, &random)
        }
        return Mutation.mutated(bytes, &random)
    }

    /// One entry point at work.
    struct Run {
        private let entry: EntryPoint
        private let folder: TemporaryFolder
        private let parser = JSONParser()
        private var kept: [UInt8] = []
        private var random = SplitMix64(seed: 1)

        init(_ entry: EntryPoint, _ folder: TemporaryFolder) throws {
            self.entry = entry
            self.folder = folder
            guard entry == .indexCache else { return }
            try folder.write("log.jsonl", (0..<60).map { EntryPoint.line($0) + "\n" }.joined())
            _ = try open("log.jsonl", cache: true)
            kept = try SourceFile(path: SourcePath(try indexPath)).bytes
        }

        private var cache: String { folder.path + "/cache" }

        private var indexPath: String {
            get throws { cache + "/" + (PrivateFolder.names(in: cache).first { $0.hasSuffix(".index") } ?? "") }
        }

        private func open(_ name: String, cache isKept: Bool = false) throws -> History {
            try HistoryOpening(
                files: [SourcePath(folder.path + "/" + name)], jobs: 2, cache: isKept ? IndexCache(path: cache) : nil).open()
        }

        /// Whatever comes of it is well, as long as it comes.
        mutating func read(_ input: [UInt8]) throws {
            switch entry {
            case .parser:
                _ = try? parser.parse(input) { view in
                    let value = view.value
                    // What is read can be written, and reads as the same.
                    let again = try? parser2.value(of: Array(value.line.utf8))
                    if again == nil { Issue.record("what was written is not read: \(input)") }
                }
            case .scanner, .documents, .unwrapper, .gzip, .zstd:
                try folder.write("input", input)
                guard let history = try? open("input") else { return }
                look(at: history)
            case .textScan:
                try folder.write("input", input)
                guard let history = try? open("input") else { return }
                for text in ["account-1", "\"", "é\n", "\\"] { try TextScan(text, in: history, jobs: 2).forEach { $0 < history.count } }
            case .indexCache:
                // The checksum put right as often as not: what it guards must hold without it as well.
                var bytes = kept
                for _ in 0...random.below(6) { bytes[random.below(bytes.count)] = input.isEmpty ? 0 : input[random.below(input.count)] }
                if random.oneIn(10) { bytes = Array(bytes.prefix(random.below(bytes.count))) }
                try folder.write("cache/" + String(try indexPath.split(separator: "/").last!), random.oneIn(2) ? bytes : try sealed(bytes))
                guard let history = try? open("log.jsonl", cache: true) else { return }
                look(at: history)
            case .pointInTime:
                let text = String(decoding: input, as: UTF8.self)
                guard let point = PointInTime(parsing: text) else { return }
                let history = Samples.history
                for stream in history.streams { _ = try? point.resolve(on: stream, of: history, zone: .utc) }
            case .jsonPath:
                let text = String(decoding: input, as: UTF8.self)
                guard let path = try? JSONPath(parsing: text) else { return }
                // A path that is written out is the same path.
                if (try? JSONPath(parsing: "\(path)")) != path { Issue.record("\(text) is written as \(path)") }
            case .map: _ = try? EnvelopeFormat(map: String(decoding: input, as: UTF8.self))
            }
        }

        private let parser2 = JSONParser()

        private func look(at history: History) {
            let reader = HistoryReader(history)
            for position in 0..<min(history.count, 50) { if let event = try? reader.event(at: position) { _ = reader.counted(event) } }
            for stream in history.streams.prefix(50) { _ = (stream.positions.count, history.summary(of: stream)) }
            _ = (history.notes, history.problems.count, history.earliest, history.latest)
        }

        private func sealed(_ bytes: [UInt8]) throws -> [UInt8] {
            guard bytes.count > 48 else { return bytes }
            let file = try SourceFile(path: SourcePath(try folder.write("x", bytes)))
            var reader = CacheReader(Array(bytes[16..<48]))
            guard let facts = try? reader.word(), let sum = Checksum.of(file, 48..<bytes.count, jobs: 1) else { return bytes }
            return IndexFile.head(factsLength: Int(truncatingIfNeeded: facts), bodyLength: bytes.count - 48, sum: sum) + bytes[48...]
        }
    }
}

extension PrivateFolder {
    fileprivate static func names(in path: String) -> [String] {
        FolderEntries.names(in: SourcePath(path))?.map { String(decoding: $0, as: UTF8.self) } ?? []
    }
}

extension SourceFile {
    fileprivate var bytes: [UInt8] { get throws { try read(0..<size) } }
}
