package import EventLog
import JSONText

/// State at any event of a history, under any models. The one engine behind commands and screen.
///
/// Used by one thread at a time; each makes its own.
package final class Rehydrator {
    package let history: History
    package let reader: HistoryReader
    package let models: [any ModelReader]
    let upcasters: UpcasterChain
    private let budget: Int
    private var cursors: [ExactString: any AnyStreamCursor] = [:]
    private var order: [ExactString] = []
    /// A cursor of its own for marks, so that looking over a stream never moves the one that a person steps.
    private var surveyor: (stream: ExactString, cursor: any AnyStreamCursor)?

    /// Cursors kept at once; the least recently asked goes first.
    private static let mostCursors = 16

    /// - Parameter budget: bytes for all checkpoints together.
    /// - Throws: `ModelError`, `UpcasterChainError`.
    package init(history: History, models: [any Model], budget: Int = 256 << 20) throws {
        self.history = history
        reader = HistoryReader(history)
        self.models = try models.map { try $0.makeReader() }
        upcasters = try UpcasterChain(self.models)
        self.budget = budget
    }

    /// The state after one of the stream's events, by its number among them (−1: before the first).
    /// - Complexity: from the nearest checkpoint, O(events between).
    package func state(of stream: History.Stream, at index: Int) throws -> RehydratedState {
        try cursor(on: stream).rehydrated(at: index)
    }

    /// The marks of a run of events. Runs asked for one after another cost O(events of the run).
    package func marks(of stream: History.Stream, in range: Range<Int>) throws -> [EventMarks] {
        if surveyor?.stream != stream.name {
            surveyor = (stream.name, makeCursor(try fold(for: stream.name), on: stream))
        }
        return try surveyor?.cursor.marks(in: range) ?? []
    }

    /// How an event came to be what today's schema sees.
    /// - Throws: `HandlerError` of the upcaster that failed.
    package func upcast(_ event: Event) throws -> UpcastTrace { try upcasters.upcast(event) }

    /// The first model, in the order given, that has an aggregate for the stream; else the merge fold.
    private func fold(for stream: ExactString) throws -> any Fold {
        for model in models {
            if let fold = try model.fold(for: stream) { return fold }
        }
        return MergeFold()
    }

    private func cursor(on stream: History.Stream) throws -> any AnyStreamCursor {
        if let cursor = cursors[stream.name] {
            order.removeAll { $0 == stream.name }
            order.append(stream.name)
            return cursor
        }
        let cursor = makeCursor(try fold(for: stream.name), on: stream)
        cursors[stream.name] = cursor
        order.append(stream.name)
        if order.count > Self.mostCursors { cursors[order.removeFirst()] = nil }
        return cursor
    }

    private func makeCursor(_ fold: some Fold, on stream: History.Stream) -> any AnyStreamCursor {
        StreamCursor(
            fold: fold, stream: stream, reader: reader, upcasters: upcasters, budget: budget / Self.mostCursors)
    }
}
