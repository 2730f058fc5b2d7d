import EventLog
import Synchronization

/// Goes over a log once, on several cores, with a question to its streams.
///
/// Each thread has streams, readers of the models and states of its own, and goes over the log from front to back in pieces, which all
/// share; within each piece it takes the events stream by stream. So findings come about in the order of the log, the first ones soon.
struct LogSweep {
    let history: History
    let models: [any Model]
    let extent: StreamExtent

    /// What a thread tells the one that asked.
    enum News<Asker: StreamAsker>: Sendable {
        /// Findings, and before which position of the log nothing more will be found by that thread.
        case found([Asker.Finding], thread: Int, reached: Int, events: Int, streams: Int)
        case ended(Asker.Summary, thread: Int)
        case failed(any Error, thread: Int)
    }

    /// - Parameters:
    ///   - make: makes what asks, on each thread.
    ///   - found: called on this thread with findings as they come about, thread by thread.
    /// - Returns: the threads' summaries, and how far it came where it was stopped before its end.
    /// - Complexity: O(bytes of the log + events), shared among cores.
    /// - Throws: `SourceError`, `ModelError`, `UpcasterChainError`, and what `found` and `make` throw.
    func run<Asker: StreamAsker>(
        _ asking: Asking, _ make: @escaping @Sendable (Rehydrator) throws -> Asker,
        found: (_ findings: [Asker.Finding], _ thread: Int, _ reached: Int) throws -> Void
    ) throws -> (summaries: [Asker.Summary], stoppedAt: QuestionProgress?) {
        let jobs = threads(asking)
        if jobs > 1, extent.streamCount > history.streamCount / 16 { history.expectStreamNames() }
        let shares = extent.shares(jobs)
        let stop = StopSign(asking.isStopped)
        let channel = Channel<News<Asker>>(senders: jobs)
        let (history, models, extent, mostStates) = (history, models, extent, asking.mostStates)
        let pieces = SharedPieces(history, to: extent.reach, readers: jobs) { extent.counts[$0] >= 0 }
        for thread in 0..<jobs {
            Threads.detach {
                defer {
                    pieces.leave(thread)
                    channel.close()
                }
                do {
                    let rehydrator = try Rehydrator(history: history, models: models)
                    let asker = try make(rehydrator)
                    let sweeper = Sweeper(
                        rehydrator, asker, extent, isMine: { shares[$0] == Int32(thread) }, mostStates: mostStates, stop, pieces, thread: thread
                    ) { findings, reached, events, streams in
                        channel.send(.found(findings, thread: thread, reached: reached, events: events, streams: streams))
                    }
                    do { try sweeper.sweep() } catch is CancellationError { stop.set() }
                    channel.send(.ended(asker.summary(), thread: thread))
                } catch {
                    stop.set()
                    channel.send(.failed(error, thread: thread))
                }
            }
        }
        return try gather(channel, jobs, stop, asking, found)
    }

    /// How many threads go: no more than there are streams.
    func threads(_ asking: Asking) -> Int { max(1, min(asking.jobs, extent.streamCount)) }

    private func gather<Asker: StreamAsker>(
        _ channel: Channel<News<Asker>>, _ jobs: Int, _ stop: StopSign, _ asking: Asking,
        _ found: (_ findings: [Asker.Finding], _ thread: Int, _ reached: Int) throws -> Void
    ) throws -> (summaries: [Asker.Summary], stoppedAt: QuestionProgress?) {
        var summaries = [Asker.Summary?](repeating: nil, count: jobs)
        var failures = [(any Error)?](repeating: nil, count: jobs)
        var refusal: (any Error)?
        var done = 0
        var ended = 0
        let total = extent.eventCount
        let streamTotal = extent.streamCount
        var reach: QuestionProgress { .init(events: min(done, total), total: total, streams: min(ended, streamTotal), streamTotal: streamTotal) }
        // What the threads have in memory goes after they have ended: nobody waits for that.
        var running = jobs
        while running > 0 {
            let news = channel.receive()
            if news.isEmpty { break }
            for one in news {
                switch one {
                case .ended(let summary, let thread):
                    summaries[thread] = summary
                    running -= 1
                case .failed(let error, let thread):
                    failures[thread] = error
                    running -= 1
                case .found(let findings, let thread, let reached, let events, let streams):
                    done += events
                    ended += streams
                    // After a refusal the threads are only waited for.
                    guard refusal == nil else { continue }
                    do {
                        try found(findings, thread, reached)
                        try asking.progressed(reach)
                    } catch {
                        refusal = error
                        stop.set()
                    }
                }
            }
        }
        if let refusal { throw refusal }
        if let failure = failures.lazy.compactMap(\.self).first { throw failure }
        return (summaries.compactMap(\.self), stop.wasSet ? reach : nil)
    }
}

/// Whether a question is to end early. Once it said so it stays so.
final class StopSign: Sendable {
    private let isSet = Atomic(false)
    private let asked: @Sendable () -> Bool

    init(_ asked: @escaping @Sendable () -> Bool) { self.asked = asked }

    func set() { isSet.store(true, ordering: .relaxed) }
    var wasSet: Bool { isSet.load(ordering: .relaxed) }

    /// - Throws: `CancellationError` if it is to end.
    func check() throws {
        if !wasSet, asked() { set() }
        if wasSet { throw CancellationError() }
    }
}
