package import EventLog
package import JSONText

/// Changes laid over a stream: events skipped, edited, inserted, moved. The history itself stays as it is.
///
/// A value: edits in their order, each of which can be undone and done again.
package struct HistoryOverlay: Hashable, Sendable {
    /// Which event an edit is about.
    package enum Target: Hashable, Sendable {
        /// By its number among the stream's events as they were recorded, from 0.
        case recorded(Int)
        /// By the number of its insertion, from 0.
        case inserted(Int)
    }

    package enum Edit: Hashable, Sendable {
        case skip(Target)
        /// Takes a skip back.
        case restore(Target)
        /// Sets what lies at a path of the event: see `EventField`.
        case set(Target, JSONPath, JSONValue)
        /// One behind the other, and taken back together.
        case insert([EventToAppend], Place)
        /// To the place of the recorded event of that number.
        case move(Target, to: Int)
        /// Past so many events of the altered history: later, or earlier where negative.
        case shift(Target, by: Int)
    }

    /// Where something is inserted.
    package enum Place: Hashable, Sendable {
        /// Before the recorded event of that number; with the number of events, behind the last.
        case before(Int)
        /// Right behind an event of the altered history, skipped or not; nil: before all.
        case behind(Target?)
    }

    package let stream: ExactString
    package private(set) var edits: [Edit] = []
    /// Taken back, the next to be done again last.
    package private(set) var undone: [Edit] = []

    package init(stream: ExactString) { self.stream = stream }

    package var isEmpty: Bool { edits.isEmpty }

    /// Does one more edit; what was undone is forgotten. `Rehydrator.add(_:to:on:)` refuses the impossible first.
    mutating func add(_ edit: Edit) {
        edits.append(edit)
        undone = []
    }

    /// Does one more edit, if it can be carried out on a stream of so many events. What a setting inside of an event comes to is only
    /// known where the event is read: `Rehydrator.add(_:to:on:)` looks at that, too.
    /// - Throws: `OverlayError`; it then stays as it was.
    /// - Complexity: O(events × edits).
    package mutating func make(_ edit: Edit, events count: Int) throws(OverlayError) {
        var changed = self
        changed.add(edit)
        _ = try changed.plan(events: count)
        self = changed
    }

    /// What stands where on a stream of so many events.
    /// - Complexity: O(events × edits).
    package func plan(events count: Int) throws(OverlayError) -> OverlayPlan { try OverlayPlan(self, events: count) }

    /// - Returns: false where there is nothing to undo.
    @discardableResult
    package mutating func undo() -> Bool {
        guard let last = edits.popLast() else { return false }
        undone.append(last)
        return true
    }

    @discardableResult
    package mutating func redo() -> Bool {
        guard let next = undone.popLast() else { return false }
        edits.append(next)
        return true
    }
}

/// Why an edit is impossible, in words for whoever asked for it.
package struct OverlayError: Error, Hashable, Sendable {
    package let message: String

    package init(_ message: String) { self.message = message }
}
