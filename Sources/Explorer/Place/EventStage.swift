import Rehydration

/// What the event pane shows of an event. `r` goes from one stage to the next, and back to the usual view behind the last.
enum EventStage: Equatable, Sendable {
    /// The data as today's schema has them, and the envelope.
    case usual
    /// The record as its source wrote it.
    case raw
    /// What came out of one upcaster, by the number of its step.
    case step(Int)
    /// What the model sees in the end.
    case final
}

extension HistoryPlace {
    /// Those of the event at hand that `r` goes through, in their order.
    var stages: [EventStage] {
        guard let recorded, recorded.event != nil else { return [] }
        let steps = recorded.trace?.steps.count ?? 0
        return [.raw] + (0..<steps).map { .step($0) } + (steps > 0 || recorded.trace?.problem != nil ? [.final] : [])
    }

    /// Where an event has fewer stages than the one before, its last stands for those that it lacks.
    private var shownStage: Int { min(stage, stages.count) }

    var eventStage: EventStage { shownStage > 0 ? stages[shownStage - 1] : .usual }

    mutating func goToNextStage(_ layout: Layout) {
        stage = shownStage < stages.count ? shownStage + 1 : 0
        event.list = ListPosition()
        refreshTrees(layout)
    }

    /// `Event`, `Event 2 of 4: v1 → v2`.
    func eventTitle(arrow: String) -> String {
        let what: String
        switch eventStage {
        case .usual: return "Event"
        case .raw: what = "raw"
        case .final: what = "final"
        case .step(let number):
            guard let step = recorded?.trace?.steps[number].upcaster else { return "Event" }
            what = "v\(step.from) \(arrow) v\(step.to)"
        }
        let count = stages.count
        return count > 1 ? "Event \(shownStage) of \(count): \(what)" : "Event: \(what)"
    }
}
