import EventLog
import JSONText

/// Which fields of the events of a stream, or of the log, were seen with one value only: they tell no event from its neighbours.
struct FieldHabits: Equatable, Sendable {
    private struct Habit: Equatable {
        let text: String
        var events = 1
        var isSame = true
    }

    /// By stream; nil: of the log.
    private var known: [ExactString?: [String: Habit]] = [:]

    /// - Complexity: O(fields).
    mutating func note(_ summary: EventSummary, of stream: ExactString) {
        for scope in [nil, stream] {
            for field in summary.fields { note(field, in: scope) }
        }
    }

    private mutating func note(_ field: EventSummary.Field, in scope: ExactString?) {
        guard let habit = known[scope]?[field.name] else {
            known[scope, default: [:]][field.name] = Habit(text: field.text)
            return
        }
        known[scope]?[field.name]?.events += 1
        if habit.text != field.text { known[scope]?[field.name]?.isSame = false }
    }

    /// A summary's fields, those last that were the same in all events that have them.
    func ordered(_ summary: EventSummary, of stream: ExactString?) -> [EventSummary.Field] {
        let habits = known[stream] ?? [:]
        func isConstant(_ field: EventSummary.Field) -> Bool { habits[field.name].map { $0.isSame && $0.events >= Self.leastEvents } ?? false }
        return summary.fields.filter { !isConstant($0) } + summary.fields.filter(isConstant)
    }

    /// Fewer say nothing.
    private static let leastEvents = 3
}
