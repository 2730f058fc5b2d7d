import JSONText
import TestSupport
import Testing

@testable import EventLog

/// Everything that a history says, to compare one way of opening it with another.
struct Answers: Equatable {
    let events: [RecordedEvent]
    let streams: [String]
    let notes: [String]
    let problems: [LogProblem]
    let span: [Int?]
    let lines: [Int?]

    init(_ history: History) throws {
        let reader = HistoryReader(history)
        events = try (0..<history.count).map { try reader.event(at: $0) }
        // A line's number takes a look at the file: not for every event.
        lines = stride(from: 0, to: history.count, by: 97).map { history.place(of: $0).line }
        streams = history.streams.map { "\($0.name) \(Array($0.positions)) \(history.stream(named: $0.name)?.positions.count ?? -1)" }
        notes = history.notes
        problems = history.problems
        span = [history.earliest, history.latest, history.typeCount, history.malformedCount]
    }
}

/// Logs and where their indexes are kept.
enum Kept {
    static func lines(_ random: inout SplitMix64, from start: Int = 0, count: Int) -> String {
        var text = ""
        for number in start..<(start + count) {
            if random.oneIn(25) { text += "{bad\n" }
            if random.oneIn(25) { text += "\r\n" }
            // Streams with escapes in their names cannot be read back plainly.
            let stream = random.oneIn(5) ? #"odd\u00e9-\#(number % 7)"# : "account-\(number % 40)"
            text += Bank.line(stream, number, .deposited(number), minute: number) + "\n"
        }
        return text
    }

    static func open(_ path: String, _ cache: String?, jobs: Int = 2) throws -> History {
        try HistoryOpening(files: [SourcePath(argument: path)], jobs: jobs, cache: cache.map { IndexCache(path: $0) }).open()
    }

    static func cacheFile(_ folder: String) throws -> String {
        let names = names(in: folder).filter { $0.hasSuffix(".index") }
        return folder + "/" + (try #require(names.first))
    }

    /// What lies in a folder.
    static func names(in folder: String) -> [String] {
        FolderEntries.names(in: SourcePath(folder))?.map { String(decoding: $0, as: UTF8.self) } ?? []
    }
}

extension SourceFile {
    convenience init(path: String) throws { try self.init(path: SourcePath(argument: path)) }

    var bytes: [UInt8] { get throws { try read(0..<size) } }
}
