package import EventLog
import JSONText

/// Folds stream after stream, each from its first event to its last, as fast as it goes: for what is asked of all streams.
///
/// Used by one thread; each core has its own. A stream with an event that its fold refuses is folded again by a cursor, which
/// knows how to leave that event out.
package final class StreamSweep {
    private let rehydrator: Rehydrator

    package init(_ rehydrator: Rehydrator) { self.rehydrator = rehydrator }

    /// What folding a stream to its end came to.
    package struct Outcome {
        package let state: FrozenState?
        package let problems: Int
    }

    /// - Complexity: O(events), no checkpoint and no JSON.
    /// - Throws: `SourceError`; `CancellationError` if stopped.
    package func fold(_ stream: History.Stream) throws -> Outcome { try fold(stream, rehydrator.fold(for: stream.name)) }

    private func fold(_ stream: History.Stream, _ fold: some Fold) throws -> Outcome {
        if let state = try plain(stream, fold) { return Outcome(state: state, problems: 0) }
        let cursor = rehydrator.makeCursor(fold, on: EventPath(stream), snapshots: nil)
        let state = try cursor.frozen(at: stream.positions.count - 1)
        return Outcome(state: state, problems: cursor.problems(upTo: .max - 1).count)
    }

    /// Nil where an event was refused.
    private func plain<F: Fold>(_ stream: History.Stream, _ fold: F) throws -> FrozenState? {
        do {
            var state = try fold.initialState(of: stream.name)
            let feed = rehydrator.feed
            feed.begin(EventPath(stream), 0..<stream.positions.count)
            try fold.apply(feed, to: &state)
            return try fold.freeze(state)
        } catch let error as CancellationError {
            throw error
        } catch let error as SourceError {
            throw error
        } catch {
            return nil
        }
    }
}
