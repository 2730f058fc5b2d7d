package import EventLog
package import JSONText

/// What an altered history would have come to: `what-if`.
package struct WhatIf: Hashable, Sendable {
    package let overlay: HistoryOverlay
    /// After the recorded event of that number, and what stands at its place and before in the altered history; −1: before the first.
    package let index: Int

    package init(_ overlay: HistoryOverlay, at index: Int) {
        self.overlay = overlay
        self.index = index
    }

    package struct Answer: Hashable, Sendable {
        package let actual: RehydratedState
        package let altered: RehydratedState
        package let changes: [JSONChange]
        /// Of the altered history, in its order.
        package let faults: [Fault]
    }

    /// An event of the altered history that could not be folded, or that broke an invariant.
    package struct Fault: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case foldError(HandlerError)
            case invariant(String)
        }

        package let event: EventHeading
        package let mark: OverlayPlan.Mark
        package let kind: Kind
        /// Whether it comes of what was altered: an invariant that was broken by then in the recorded history is none of that.
        package let isNew: Bool
    }
}

extension Rehydrator {
    /// - Complexity: O(events), invariants being checked after each.
    /// - Throws: `OverlayError`, `SourceError`; `CancellationError` if stopped.
    package func answer(_ question: WhatIf, on stream: History.Stream) throws -> WhatIf.Answer {
        let plan = try plan(of: question.overlay, on: stream)
        let count = plan.foldedCount(throughEntry: plan.entry(through: question.index))
        let actual = try state(of: stream, at: question.index)
        let marks = try marks(of: question.overlay, on: stream, in: 0..<count)
        let altered = try state(of: question.overlay, on: stream, at: count - 1)
        var faults: [WhatIf.Fault] = []
        // Where each invariant first broke as recorded, and which events could not be folded.
        var broken: [String: Int] = [:]
        var refused: Set<Int> = []
        for (number, marks) in try self.marks(of: stream, in: 0..<(question.index + 1)).enumerated() {
            for name in marks.broke where broken[name] == nil { broken[name] = number }
            if marks.problem != nil { refused.insert(number) }
        }
        for (number, marks) in marks.enumerated() where marks.problem != nil || !marks.broke.isEmpty {
            let entry = plan.entries[Int(plan.folded[number])]
            let mark = entry.mark
            let event = try heading(of: question.overlay, on: stream, number)
            if let problem = marks.problem { faults.append(.init(event: event, mark: mark, kind: .foldError(problem), isNew: mark != .actual || !refused.contains(entry.slot))) }
            faults += marks.broke.map { name in
                .init(event: event, mark: mark, kind: .invariant(name), isNew: broken[name].map { $0 > entry.slot } ?? true)
            }
        }
        return WhatIf.Answer(
            actual: actual, altered: altered, changes: JSONValue.changes(from: actual.state, to: altered.state), faults: faults)
    }

    /// The altered history at one of its places, for who looks at both.
    /// - Complexity: as a step on the stream, and O(events) for what stands where; O(events × edits) for an overlay that was not the last.
    /// - Throws: `OverlayError`, `SourceError`; `CancellationError` if stopped.
    package func alteredPlace(of overlay: HistoryOverlay, on stream: History.Stream, at place: OverlayPlace) throws -> AlteredPlace {
        let (cursor, events) = try overlayCursor(overlay, on: stream)
        let plan = events.plan
        let entry = plan.entry(at: place)
        let number = plan.foldedCount(throughEntry: entry) - 1
        let event: Event?
        if place.beyond > 0 {
            event = try events.event(number)
        } else {
            let isEdited = plan.entries.contains { $0.target == .recorded(place.recorded) && $0.isEdited }
            event = isEdited ? try events.event(.recorded(place.recorded)) : nil
        }
        return AlteredPlace(state: try cursor.rehydrated(at: number), event: event, entry: place.beyond > 0 ? plan.entries[entry] : nil)
    }
}

/// What an overlay makes of a place in a stream.
package struct AlteredPlace: Hashable, Sendable {
    /// After what stands there, and before, in the altered history.
    package let state: RehydratedState
    /// The recorded event with what was set in it, nil where nothing was; or the event that stands there in the altered history only.
    package let event: Event?
    /// The latter's entry.
    package let entry: OverlayPlan.Entry?
}
