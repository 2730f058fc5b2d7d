import EventLog
import JSONText
package import Rehydration

/// What is laid over one stream, and what the timeline shows of it. The source stays as it is.
package struct Alteration: Equatable, Sendable {
    package private(set) var overlay: HistoryOverlay
    /// Of recorded events that are not as they were, by number.
    private(set) var marks: [Int: OverlayPlan.Mark] = [:]
    /// What was inserted before the recorded event of a number.
    private(set) var insertions: [Int: [EventToAppend]] = [:]

    init(_ stream: ExactString) { overlay = HistoryOverlay(stream: stream) }

    /// - Throws: `OverlayError`; it then stays as it was.
    mutating func make(_ edit: HistoryOverlay.Edit, events count: Int) throws(OverlayError) {
        try overlay.make(edit, events: count)
        try renew(events: count)
    }

    mutating func undo(events count: Int) -> Bool {
        guard overlay.undo() else { return false }
        try? renew(events: count)
        return true
    }

    mutating func redo(events count: Int) -> Bool {
        guard overlay.redo() else { return false }
        try? renew(events: count)
        return true
    }

    /// To be called also where the stream has other events than before.
    mutating func renew(events count: Int) throws(OverlayError) {
        let plan = try overlay.plan(events: count)
        marks = [:]
        insertions = [:]
        for entry in plan.entries where entry.mark != .actual {
            switch entry.target {
            case .recorded(let number): marks[number] = entry.mark
            case .inserted(let number): if !entry.isSkipped { insertions[entry.slot, default: []].append(plan.inserted[number]) }
            }
        }
    }

    var insertedCount: Int { insertions.values.reduce(0) { $0 + $1.count } }

    /// `1 skipped, 2 inserted`.
    var text: String {
        let kinds: [(OverlayPlan.Mark, String)] = [(.skipped, "skipped"), (.edited, "edited"), (.moved, "moved")]
        let recorded = kinds.map { kind, name in (marks.values.count { $0 == kind }, name) }
        let parts = (recorded + [(insertedCount, "inserted")]).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.isEmpty ? "nothing changed" : parts.joined(separator: ", ")
    }
}

/// One line of the timeline.
enum TimelineLine {
    /// Of its rows.
    case row(Int)
    /// An event that stands in the altered history only.
    case inserted(EventToAppend)
    /// So many more than there is room for.
    case more(Int)
}

extension HistoryPlace {
    /// What is laid over the stream that is looked at.
    package var alteration: Alteration? { stream.flatMap { alterations[$0.name] } }

    /// What was inserted is shown where all events of its stream are.
    private var shownInsertions: [Int: [EventToAppend]] {
        guard timeline.scope == .stream, timeline.shown == nil, let alteration else { return [:] }
        return alteration.insertions
    }

    /// Lines that rows leave free for what is inserted among them, so that the cursor stays in sight.
    func insertedLines(atMost most: Int) -> Int { min(most, shownInsertions.values.reduce(0) { $0 + $1.count }) }

    /// From the first row in sight on, so many lines at most. Inserted events take half of them at most.
    func timelineLines(_ height: Int) -> [TimelineLine] {
        let insertions = shownInsertions
        var lines: [TimelineLine] = []
        var row = timeline.top
        var room = height / 2
        while lines.count < height, row <= rowCount {
            if let here = insertions[row], room > 0 {
                let shown = here.count <= room ? here.count : room - 1
                lines += here.prefix(shown).map { .inserted($0) }
                if shown < here.count { lines.append(.more(here.count - shown)) }
                room -= min(here.count, room)
            }
            if row < rowCount { lines.append(.row(row)) }
            row += 1
        }
        return Array(lines.prefix(height))
    }
}
