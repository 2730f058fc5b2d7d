import EventLog
import JSONText
package import Rehydration

/// What is laid over one stream, and what the timeline shows of it. The source stays as it is.
package struct Alteration: Equatable, Sendable {
    package private(set) var overlay: HistoryOverlay
    /// Of recorded events that are not as they were, by number.
    private(set) var marks: [Int: OverlayPlan.Mark] = [:]
    /// What stands among them in the altered history only.
    private(set) var extras = ExtraLines()
    /// Recorded events that stand elsewhere, by number.
    private var moved: Set<Int> = []
    /// Recorded events that are edited and skipped.
    private var editedSkips = 0
    /// What stands behind the last recorded event; nil where anything else is altered.
    private(set) var appended: [EventToAppend]?
    /// Events that were ever inserted by its edits.
    private var insertions = 0

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
        func event(_ number: Int) -> EventToAppend { (try? plan.insertedEvent(number, in: overlay.stream)) ?? plan.inserted[number] }
        marks = [:]
        moved = []
        editedSkips = 0
        extras = ExtraLines()
        insertions = plan.inserted.count
        appended = plan.appended?.map(event)
        var row = -1
        for entry in plan.entries {
            row = entry.unmovedNumber ?? row
            if case .recorded(let number) = entry.target {
                if entry.mark != .actual { marks[number] = entry.mark }
                if entry.isMoved { moved.insert(number) }
                if entry.isEdited, entry.isSkipped { editedSkips += 1 }
            }
            guard entry.isExtra, !entry.isSkipped else { continue }
            let inserted: EventToAppend? = if case .inserted(let number) = entry.target { event(number) } else { nil }
            extras.add(ExtraLine(target: entry.target, inserted: inserted, isEdited: entry.isEdited), behind: row)
        }
    }

    var insertedCount: Int { extras.lines.count { $0.inserted != nil } }

    /// The event that was inserted last.
    var lastInserted: HistoryOverlay.Target { .inserted(insertions - 1) }

    /// `1 skipped, 2 inserted`.
    var text: String {
        func count(_ kind: OverlayPlan.Mark) -> Int { marks.values.count { $0 == kind } }
        let parts = [
            (count(.skipped) - editedSkips, "skipped"), (editedSkips, "edited and skipped"), (count(.edited), "edited"), (count(.moved), "moved"),
            (insertedCount, "inserted"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        return parts.isEmpty ? "nothing changed" : parts.joined(separator: ", ")
    }

    /// What stands in a line of the timeline; nil before the first event.
    func target(at row: Int, beyond: Int) -> HistoryOverlay.Target? {
        guard beyond > 0 else { return row < 0 ? nil : .recorded(row) }
        return extras[row].dropFirst(beyond - 1).first?.target
    }

    /// Right behind a line of the timeline. Behind one that only tells where an event was: behind what stands before it.
    func place(behind row: Int, beyond: Int) -> HistoryOverlay.Place {
        if beyond > 0 { return .behind(target(at: row, beyond: beyond)) }
        var before = row
        while moved.contains(before) { before -= 1 }
        let last = before == row ? nil : extras[before].last?.target
        return .behind(last ?? target(at: before, beyond: 0))
    }

    /// Right before it.
    func place(before row: Int, beyond: Int) -> HistoryOverlay.Place {
        if beyond > 0 { return place(behind: row, beyond: beyond - 1) }
        return row < 0 || moved.contains(row) ? place(behind: row, beyond: 0) : .before(row)
    }

    /// The line of an event; where it has none of its own, that which tells where it was.
    func line(of target: HistoryOverlay.Target) -> (row: Int, beyond: Int)? {
        if let place = extras.place(of: target) { return place }
        guard case .recorded(let number) = target else { return nil }
        return (number, 0)
    }
}

/// An event of the altered history that stands among the recorded ones in a line of its own.
struct ExtraLine: Equatable, Sendable {
    let target: HistoryOverlay.Target
    /// As it is now; nil for a recorded event that was moved there.
    let inserted: EventToAppend?
    let isEdited: Bool
}

/// Lines between the rows of a timeline, by the row that they follow; those before the first follow −1.
struct ExtraLines: Equatable, Sendable {
    private(set) var lines: [ExtraLine] = []
    /// Rows with such lines behind them, ascending, and how many lines come before each of these rows.
    private var rows: [Int] = []
    private var starts: [Int] = []

    var count: Int { lines.count }

    /// - Parameter row: not before that of the line added last.
    mutating func add(_ line: ExtraLine, behind row: Int) {
        if rows.last != row {
            rows.append(row)
            starts.append(lines.count)
        }
        lines.append(line)
    }

    subscript(row: Int) -> ArraySlice<ExtraLine> {
        let place = RowList.partition(rows.count) { rows[$0] < row }
        return place < rows.count && rows[place] == row ? lines[starts[place]..<end(place)] : []
    }

    private func end(_ place: Int) -> Int { place + 1 < starts.count ? starts[place + 1] : lines.count }

    /// Where a row's own line is when all are counted. O(log rows).
    func line(ofRow row: Int) -> Int {
        let place = RowList.partition(rows.count) { rows[$0] < row }
        return row + (place < rows.count ? starts[place] : lines.count)
    }

    /// The row of a line, and how many lines behind it. O(log rows).
    func place(ofLine line: Int) -> (row: Int, beyond: Int) {
        let place = RowList.partition(rows.count) { rows[$0] + starts[$0] <= line } - 1
        guard place >= 0 else { return (line, 0) }
        let beyond = line - rows[place] - starts[place]
        return beyond <= end(place) - starts[place] ? (rows[place], beyond) : (line - end(place), 0)
    }

    /// O(lines).
    func place(of target: HistoryOverlay.Target) -> (row: Int, beyond: Int)? {
        guard let index = lines.firstIndex(where: { $0.target == target }) else { return nil }
        let place = RowList.partition(starts.count) { starts[$0] <= index } - 1
        return (rows[place], index - starts[place] + 1)
    }
}

/// One line of the timeline.
enum TimelineLine {
    /// Of its rows.
    case row(Int)
    /// Behind one of them.
    case extra(ExtraLine, OverlayPlace)
}

extension HistoryPlace {
    /// What is laid over the stream that is looked at.
    package var alteration: Alteration? { stream.flatMap { alterations[$0.name] } }

    /// The same, where it alters anything.
    var overlay: HistoryOverlay? { alteration.flatMap { $0.overlay.isEmpty ? nil : $0.overlay } }

    /// All overlays that alter anything, by stream.
    var overlays: [HistoryOverlay] { alterations.values.map(\.overlay).filter { !$0.isEmpty }.sorted { $0.stream < $1.stream } }

    /// Lines of the altered history are shown where all events of its stream are.
    var extraLines: ExtraLines {
        guard timeline.scope == .stream, timeline.shown == nil, let alteration else { return ExtraLines() }
        return alteration.extras
    }

    /// What is under the cursor, if it is no recorded event in its own place.
    var extra: ExtraLine? { beyond > 0 ? extraLines[cursor].dropFirst(beyond - 1).first : nil }

    var lineCount: Int { rowCount + extraLines.count }

    /// The line under the cursor; −1: before the first.
    var cursorLine: Int { extraLines.line(ofRow: cursorRow) + beyond }

    /// From the first line in sight on, so many at most.
    func timelineLines(_ height: Int) -> [TimelineLine] {
        let extras = extraLines
        let top = min(timeline.top, lineCount)
        return (top..<max(top, min(lineCount, top + height))).map { line in
            let (row, beyond) = extras.place(ofLine: line)
            let behind = extras[row]
            return beyond == 0 ? .row(row) : .extra(behind[behind.startIndex + beyond - 1], OverlayPlace(recorded: row, beyond: beyond))
        }
    }
}
