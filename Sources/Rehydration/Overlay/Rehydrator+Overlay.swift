package import EventLog
import JSONText

extension Rehydrator {
    /// Adds an edit to an overlay, if it can be carried out.
    /// - Returns: what must be said of it: a field that was not there and now is. Nil: nothing.
    /// - Throws: `OverlayError` that says why it is impossible, `SourceError`; the overlay then stays as it was.
    package func add(_ edit: HistoryOverlay.Edit, to overlay: inout HistoryOverlay, on stream: History.Stream) throws -> String? {
        var changed = overlay
        changed.add(edit)
        let count = stream.positions.count
        switch edit {
        case .insert(_, .before(let slot)), .move(_, let slot):
            guard (0...count).contains(slot) else { throw OverlayError("there is no such place in \(stream.name)") }
        case .skip, .restore, .set, .insert, .shift: break
        }
        let events = try events(of: changed, on: stream)
        defer { overlay = changed }
        guard case .set(let target, let path, _) = edit else { return nil }
        _ = try events.event(target)
        let before = try self.events(of: overlay, on: stream).event(target)
        let data = try JSONParser().value(of: before.data)
        let field = EventField(path, in: data)
        guard field.part == .data, data[field.path] == nil else { return nil }
        return "\(before.type) has no \(path); it was added"
    }

    /// The altered timeline.
    /// - Complexity: O(events × edits).
    package func plan(of overlay: HistoryOverlay, on stream: History.Stream) throws -> OverlayPlan {
        try OverlayPlan(overlay, events: stream.positions.count)
    }

    /// The state after so many events of the altered history; marks of a run of them. Steps cost what steps on the stream do.
    /// - Parameter number: of the event that was folded last, among those that are not skipped; −1: before the first.
    /// - Throws: `SourceError`; `CancellationError` if stopped.
    package func state(of overlay: HistoryOverlay, on stream: History.Stream, at number: Int) throws -> RehydratedState {
        try overlayCursor(overlay, on: stream).cursor.rehydrated(at: number)
    }

    package func marks(of overlay: HistoryOverlay, on stream: History.Stream, in range: Range<Int>) throws -> [EventMarks] {
        try overlayCursor(overlay, on: stream).cursor.marks(in: range)
    }

    /// An entry's event, with what was set in it, under the version that it was recorded with.
    package func event(of overlay: HistoryOverlay, on stream: History.Stream, _ target: HistoryOverlay.Target) throws -> Event {
        try overlayCursor(overlay, on: stream).events.event(target)
    }

    /// Calls `body` with each event of the altered history, under the version that it has there.
    package func forEachEvent(of overlay: HistoryOverlay, on stream: History.Stream, _ body: (Event) throws -> Void) throws {
        let events = try events(of: overlay, on: stream)
        for number in 0..<events.count {
            try body(try events.event(number))
            if number % FoldProgress.interval == 0 { try progress.report(number, events.count) }
        }
    }

    func heading(of overlay: HistoryOverlay, on stream: History.Stream, _ number: Int) throws -> EventHeading {
        try overlayCursor(overlay, on: stream).events.heading(of: number)
    }

    func events(of overlay: HistoryOverlay, on stream: History.Stream) throws -> OverlayEvents {
        OverlayEvents(try plan(of: overlay, on: stream), on: EventPath(stream), reader, feed, upcasters)
    }

    /// The one kept, if it is of this overlay; else a new one, which begins where the histories part.
    func overlayCursor(
        _ overlay: HistoryOverlay, on stream: History.Stream
    ) throws -> (cursor: any AnyStreamCursor, events: OverlayEvents) {
        if let kept = overlayCursor, kept.overlay.stream == overlay.stream, kept.overlay.edits == overlay.edits {
            return (kept.cursor, kept.events)
        }
        let events = try events(of: overlay, on: stream)
        let cursor = makeCursor(try fold(for: stream.name), on: events, snapshots: nil)
        let common = events.plan.unchangedCount - 1
        if common >= 0, let state = try frozenState(of: stream, at: common) {
            cursor.seed(state, after: common, problems: try problems(of: stream, upTo: common))
        }
        overlayCursor?.cursor.dropCheckpoints()
        overlayCursor = (overlay, cursor, events)
        return (cursor, events)
    }
}
