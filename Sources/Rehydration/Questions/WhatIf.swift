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
        for (number, marks) in marks.enumerated() where marks.problem != nil || !marks.broke.isEmpty {
            let mark = plan.entries[Int(plan.folded[number])].mark
            let event = try heading(of: question.overlay, on: stream, number)
            if let problem = marks.problem { faults.append(.init(event: event, mark: mark, kind: .foldError(problem))) }
            faults += marks.broke.map { .init(event: event, mark: mark, kind: .invariant($0)) }
        }
        return WhatIf.Answer(
            actual: actual, altered: altered, changes: JSONValue.changes(from: actual.state, to: altered.state), faults: faults)
    }
}
