package import EventLog
import JSONText

/// Folds many streams to their ends, as fast as it goes: for what is asked of all streams.
///
/// The log is read once from front to back, in pieces; within each piece the events are folded stream by stream, so that a state
/// is at hand for all that befalls it there. Used by one thread; each core takes streams of its own.
package final class StreamSweep {
    private let rehydrator: Rehydrator

    package init(_ rehydrator: Rehydrator) { self.rehydrator = rehydrator }

    /// What folding a stream to its end came to.
    package struct Outcome {
        package let stream: History.Stream
        /// Nil where the fold has no initial state, or the state cannot be kept.
        package let state: FrozenState?
        /// Events that could not be folded.
        package let problems: Int
    }

    /// States at hand at once. More streams take more passes over the log.
    private static let mostStates = 1 << 16
    /// Of the log, read at once.
    private static let pieceBytes = 32 << 20

    /// - Parameter visit: is given each stream once, in the order given.
    /// - Complexity: O(events of the log) for reading, O(events of the streams) for folding; no checkpoint and no JSON.
    /// - Throws: `SourceError`; `CancellationError` if stopped.
    package func fold(_ streams: [History.Stream], _ visit: (Outcome) throws -> Void) throws {
        for start in stride(from: 0, to: streams.count, by: Self.mostStates) {
            let part = streams[start..<min(start + Self.mostStates, streams.count)]
            let states = try pass(part)
            for (stream, state) in zip(part, states) { try visit(outcome(stream, state)) }
        }
    }

    /// A stream with an event that its fold refuses is folded again by a cursor, which knows how to leave that event out.
    private func outcome(_ stream: History.Stream, _ state: (any AnySweptState)?) throws -> Outcome {
        if let state { return Outcome(stream: stream, state: try? state.frozen(), problems: 0) }
        let cursor = rehydrator.makeCursor(try rehydrator.fold(for: stream.name), on: EventPath(stream), snapshots: nil)
        defer { cursor.dropCheckpoints() }
        let frozen = try cursor.frozen(at: stream.positions.count - 1)
        return Outcome(stream: stream, state: frozen, problems: cursor.problems(upTo: .max - 1).count)
    }

    /// The states at the end; nil for a stream that needs more care.
    private func pass(_ streams: ArraySlice<History.Stream>) throws -> [(any AnySweptState)?] {
        let run = rehydrator.run
        var states = try streams.map { stream in
            // A stream whose versions do not follow the log is folded in its own order.
            isInOrder(stream) ? try sweptState(rehydrator.fold(for: stream.name), of: stream) : nil
        }
        var slots = [Int32](repeating: -1, count: rehydrator.history.streamCount)
        for (slot, stream) in streams.enumerated() where states[slot] != nil && !stream.positions.isEmpty {
            slots[run.streamNumber(at: stream.positions[stream.positions.startIndex])] = Int32(slot)
        }
        let progress = rehydrator.progress
        var next = 0
        while next < rehydrator.history.count {
            let end = try run.hold(from: next, bytes: Self.pieceBytes)
            // By stream, then by position.
            var keys: [UInt64] = []
            keys.reserveCapacity(end - next)
            for position in next..<end {
                let slot = slots[run.streamNumber(at: position)]
                if slot >= 0 { keys.append(UInt64(slot) << 40 | UInt64(position - next)) }
            }
            keys.sort()
            try fold(keys, from: next, &states)
            next = end
            try progress.report(next, rehydrator.history.count)
        }
        return states
    }

    private func fold(_ keys: [UInt64], from first: Int, _ states: inout [(any AnySweptState)?]) throws {
        let mask = UInt64(1) << 40 - 1
        var at = 0
        let feed = rehydrator.feed
        while at < keys.count {
            let slot = Int(keys[at] >> 40)
            var end = at + 1
            while end < keys.count, Int(keys[end] >> 40) == slot { end += 1 }
            if let state = states[slot] {
                feed.begin(at..<end) { first + Int(keys[$0] & mask) }
                if try !state.apply(feed) { states[slot] = nil }
            }
            at = end
        }
    }

    private func isInOrder(_ stream: History.Stream) -> Bool {
        zip(stream.positions, stream.positions.dropFirst()).allSatisfy { $0 < $1 }
    }

    private func sweptState(_ fold: some Fold, of stream: History.Stream) throws -> (any AnySweptState)? {
        do { return SweptState(fold, try fold.initialState(of: stream.name)) } catch let error as CancellationError { throw error } catch {
            return nil
        }
    }
}

/// The state of one stream while many are folded.
private protocol AnySweptState: AnyObject {
    /// False where an event was refused.
    func apply(_ feed: EventFeed) throws -> Bool
    func frozen() throws -> FrozenState
}

private final class SweptState<F: Fold>: AnySweptState {
    private let fold: F
    private var state: F.State

    init(_ fold: F, _ state: F.State) {
        self.fold = fold
        self.state = state
    }

    func apply(_ feed: EventFeed) throws -> Bool {
        do {
            try fold.apply(feed, to: &state)
            return true
        } catch let error as CancellationError {
            throw error
        } catch let error as SourceError {
            throw error
        } catch {
            return false
        }
    }

    func frozen() throws -> FrozenState { try fold.freeze(state) }
}
