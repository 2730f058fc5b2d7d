import EventLog
import JSONText

/// A stream's state while its events come, and how to have it back as it was where one is refused.
///
/// Keeps nothing as long as all goes well; after a refusal it folds again from the last such place without what was refused.
/// A class: where the state lies in it is then known, and need not be asked of the runtime for every few events.
final class StreamFold<F: Fold> {
    let fold: F
    let stream: History.Stream
    // One thread's, one loop's.
    @exclusivity(unchecked) var state: F.State
    /// Numbers of the events that were refused, ascending.
    private(set) var refused: [Int] = []
    private var kept: (state: FrozenState, next: Int)?

    /// - Throws: whatever the fold's initial state throws.
    init(_ fold: F, _ stream: History.Stream) throws {
        self.fold = fold
        self.stream = stream
        state = try fold.initialState(of: stream.name)
    }

    /// Notes that an event was refused and has the state as it was before it.
    /// - Complexity: O(events since the last refusal).
    /// - Throws: `SourceError`, `CancellationError`.
    func undo(_ index: Int, with replay: EventFeed) throws {
        refused.append(index)
        while let other = try rebuild(before: index, with: replay) {
            // A model that remembers things of its own may refuse another one when it is asked again.
            refused.insert(other, at: refused.firstIndex { $0 > other } ?? refused.endIndex)
        }
        do { kept = (try fold.freeze(state), index + 1) } catch let error as CancellationError { throw error } catch {}
    }

    /// - Returns: an event that is refused this time, and was not before.
    private func rebuild(before index: Int, with replay: EventFeed) throws -> Int? {
        var next = kept?.next ?? 0
        do {
            state = try kept.map { try fold.thaw($0.state) } ?? fold.initialState(of: stream.name)
            let positions = stream.positions
            for hole in refused where hole >= next && hole <= index {
                replay.begin(next..<hole) { positions[$0] }
                try fold.apply(replay, to: &state)
                next = hole + 1
            }
            return nil
        } catch let error where EventFault.isOfTheEvent(error) {
            guard replay.index >= next, !refused.contains(replay.index) else { throw CancellationError() }
            return replay.index
        }
    }
}

/// What is an event's own fault.
enum EventFault {
    /// Stopping is no fault of an event's, and neither is a file that cannot be read.
    static func isOfTheEvent(_ error: any Error) -> Bool { !(error is CancellationError || error is SourceError) }

    static func handlerError(_ error: any Error, _ fold: String) -> HandlerError {
        (error as? HandlerError) ?? HandlerError(handler: fold, path: nil, line: nil, message: "\(error)")
    }
}
