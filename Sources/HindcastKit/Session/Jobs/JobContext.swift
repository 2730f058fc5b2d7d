import EventLog
import Explorer
import Glibc
import Rehydration

/// What a job works on: the history and the models as they are when it begins. Every job reads with a reader of its own.
struct JobContext: Sendable {
    let history: History
    let models: [any Model]
    /// Cores that a question over many streams may use.
    let jobs: Int
    /// How a store is opened that events are appended to.
    var storeOptions = EventStore.Options()
    let makeRehydrator: @Sendable () throws -> Rehydrator

    /// One that tells how far a long fold is, and ends it when the job is to stop.
    /// - Throws: `ModelError`, `UpcasterChainError`.
    func makeRehydrator(telling monitor: JobMonitor) throws -> Rehydrator {
        let rehydrator = try makeRehydrator()
        rehydrator.progress = FoldProgress { try monitor.report($0, $1) }
        return rehydrator
    }

    /// The position of a number of a scope. O(1).
    func positions(of scope: EventScope) -> ScopePositions {
        switch scope {
        case .log: ScopePositions(history)
        case .stream(let name): history.stream(named: name).map { ScopePositions($0) } ?? .none
        }
    }
}

/// The events of a scope by their numbers.
struct ScopePositions: Sendable {
    private let stream: History.Stream?
    let count: Int

    init(_ stream: History.Stream) {
        self.stream = stream
        count = stream.positions.count
    }

    init(_ log: History) {
        stream = nil
        count = log.count
    }

    /// Of a stream that is not there.
    static let none = ScopePositions(count: 0)

    private init(count: Int) {
        stream = nil
        self.count = count
    }

    var isLog: Bool { stream == nil }

    subscript(number: Int) -> Int { stream.map { $0.positions[number] } ?? number }
}

/// Asks a job whether it is to stop, and tells what it found.
struct JobMonitor {
    let isStopped: @Sendable () -> Bool
    let tell: (JobNews) -> Void
    /// As `tell(.progress)`, but not oftener than anybody can see.
    let progress: (_ done: Int, _ of: Int) -> Void

    /// - Throws: `CancellationError` once the job is to stop.
    func report(_ done: Int, _ all: Int) throws {
        if isStopped() { throw CancellationError() }
        progress(done, all)
    }

    private static let restMilliseconds = 100

    /// Lets a while pass: who runs through many streams looks at none of their charts and marks.
    /// - Throws: `CancellationError` once the job is to stop.
    func rest() throws {
        for _ in 0..<(Self.restMilliseconds / 5) {
            if isStopped() { throw CancellationError() }
            usleep(5000)
        }
    }
}

/// Numbers on their way to the explorer: told in batches, so that a rare one is seen soon and many cost little.
struct RowBatch {
    private var rows: [UInt32] = []
    private var told = ContinuousClock.now
    private let tell: (JobNews) -> Void

    private static let most = 4096
    private static let patience = Duration.milliseconds(50)

    init(_ tell: @escaping (JobNews) -> Void) { self.tell = tell }

    mutating func add(_ row: Int) {
        rows.append(UInt32(row))
        if rows.count >= Self.most { flush() }
    }

    /// To be called now and then.
    mutating func tellIfDue() { if !rows.isEmpty, ContinuousClock.now - told >= Self.patience { flush() } }

    mutating func flush() {
        guard !rows.isEmpty else { return }
        tell(.rows(rows))
        rows = []
        told = .now
    }
}
