import EventLog
import Glibc
import JSONText
import TestSupport

/// Events named by a digit, as the tables of append sequences name them: event `n` has the id `n` and always the same bytes.
func event(_ number: Int, data: String? = nil, time: ExactString? = "2026-03-05T14:32:00Z") -> EventToAppend {
    EventToAppend(type: "T", data: Array((data ?? #"{"n":\#(number)}"#).utf8), id: ExactString("\(number)"), time: time)
}

/// A folder with a store in it.
struct TestStore {
    let folder: TemporaryFolder
    var path: String { folder.path + "/store" }
    var file: String { path + "/events.jsonl" }
    var cacheFolder: String { folder.path + "/cache" }

    func open(
        calls: any FileCalls = SystemFileCalls(), cached: Bool = false, _ change: (inout EventStore.Options) -> Void = { _ in }
    ) throws(StoreError) -> EventStore {
        var options = EventStore.Options(
            cacheFolder: cached ? cacheFolder : nil, clock: { Instant.reading("2026-03-05T14:32:00Z".utf8)!.instant })
        if cached { options.cachedFrom = 1 }
        change(&options)
        return try EventStore(path: path, options: options, calls: calls)
    }

    /// Ten streams' worth of habits: appends one batch of events in one go.
    @discardableResult
    func append(_ numbers: [Int], to stream: ExactString = "a", expecting: ExpectedVersion = .any) throws -> Appended {
        let store = try open()
        defer { try? store.close() }
        return try store.append(numbers.map { event($0) }, to: stream, expecting: expecting)
    }

    var bytes: [UInt8] { Self.bytes(of: file) }
    var text: String { String(decoding: bytes, as: UTF8.self) }
    var lines: [String] { text.split(separator: "\n").map(String.init) }

    func write(_ text: String, appending: Bool = false) throws { try write(Array(text.utf8), appending: appending) }
    func write(_ bytes: [UInt8], appending: Bool = false) throws {
        try folder.write("store/events.jsonl", bytes, appending: appending)
    }

    var names: [String] { Self.names(in: path) }
    var tornFiles: [String] { names.filter { $0.contains(".torn-") } }

    /// The ids of the events that a reader finds, in order.
    var ids: [String] {
        guard let history = try? History(files: [file]), let events = try? history.events() else { return [] }
        return events.map { $0.event.id?.description ?? "-" }
    }

    static func bytes(of path: String) -> [UInt8] {
        guard let file = fopen(path, "re") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
        return bytes
    }

    static func names(in folder: String) -> [String] { ((try? SystemFileCalls().names(in: folder)) ?? []).sorted() }

    static func mode(of path: String) -> UInt32 { ((try? SystemFileCalls().status(at: path))?.permissions) ?? 0 }
}

func withStore<Result>(_ body: (TestStore) throws -> Result) throws -> Result {
    try withTemporaryFolder { try body(TestStore(folder: $0)) }
}

/// What an append came to, in a few letters.
func outcome(_ body: () throws -> Appended) -> String {
    do {
        let appended = try body()
        return appended.wasThere ? "there \(appended.version)" : "ok \(appended.version)"
    } catch let error as StoreError {
        switch error.problem {
        case .wrongExpectedVersion(_, .exact(let expected), let actual):
            return "expected \(expected) actual \(actual.map { String($0) } ?? "none")"
        case .wrongExpectedVersion(_, _, let actual): return "actual \(actual.map { String($0) } ?? "none")"
        case .duplicateID(let id, let stored, _): return "duplicate \(id) at \(stored.position)"
        case .repeatedID(let id, let first, let again): return "repeated \(id) \(first) \(again)"
        case .invalidEvent(_, let message): return message
        case .damaged(let damage): return "damaged \(damage.offset) \(damage.line): \(damage.message)"
        case .notAStore(let why): return why
        default: return "\(error.problem)"
        }
    } catch { return "\(error)" }
}
