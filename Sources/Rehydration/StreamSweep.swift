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
            try pass(part, visit)
        }
    }

    /// A stream with an event that its fold refuses is folded again by a cursor, which knows how to leave that event out.
    private func outcome(_ stream: History.Stream, _ state: FrozenState?, isSwept: Bool) throws -> Outcome {
        if isSwept { return Outcome(stream: stream, state: state, problems: 0) }
        let cursor = rehydrator.makeCursor(try rehydrator.fold(for: stream.name), on: EventPath(stream), snapshots: nil)
        defer { cursor.dropCheckpoints() }
        let frozen = try cursor.frozen(at: stream.positions.count - 1)
        return Outcome(stream: stream, state: frozen, problems: cursor.problems(upTo: .max - 1).count)
    }

    private func pass(_ streams: ArraySlice<History.Stream>, _ visit: (Outcome) throws -> Void) throws {
        let run = rehydrator.run
        var groups = SweptGroups(rehydrator, count: streams.count)
        var slots = [Int32](repeating: -1, count: rehydrator.history.streamCount)
        for (slot, stream) in streams.enumerated() {
            guard let first = stream.positions.first else { try groups.begin(slot, stream.name); continue }
            let number = run.streamNumber(at: first)
            // A stream whose versions do not follow the log is folded in its own order.
            guard run.isInOrder(stream: number) else { continue }
            try groups.begin(slot, stream.name)
            slots[number] = Int32(slot)
            run.know(stream.name, ofStream: number)
        }
        let progress = rehydrator.progress
        var next = 0
        while next < rehydrator.history.count {
            next = try run.hold(from: next, bytes: Self.pieceBytes)
            try groups.fold(run.arrange(slots, count: streams.count), by: rehydrator.feed)
            try progress.report(next, rehydrator.history.count)
        }
        for (slot, stream) in streams.enumerated() {
            try visit(outcome(stream, groups.frozen(slot), isSwept: groups.isSound(slot)))
        }
    }
}
