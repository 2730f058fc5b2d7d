import EventLog
import JSONText
import Rehydration
import Screen

extension Frame {
    mutating func drawTimeline(_ place: HistoryPlace, zone: Zone, in rect: Rect) {
        let isFocused = place.focus == .timeline
        let stream = place.stream
        drawPane(rect, title: stream?.name.description ?? "no stream", trailing: scrubber(place), isFocused: isFocused)
        guard let stream else { return }
        let inside = rect.inset()
        let columns = TimelineColumns(place, width: inside.columns)
        let rows = (place.timelineTop..<max(place.timelineTop, place.eventCount)).prefix(inside.rows)
        for (offset, index) in rows.enumerated() {
            let row = Rect(column: inside.column, row: inside.row + offset, columns: inside.columns, rows: 1)
            drawEvent(index, of: stream, place, columns, zone: zone, in: row)
            if index == place.cursor { restyle(row) { isFocused ? $0.reverse() : $0.bold() } }
            // What is not yet at the cursor's time is dim.
            if index > place.cursor { restyle(row) { $0.dim() } }
        }
    }

    /// `37 / 214`: the version at the cursor, and the last.
    private func scrubber(_ place: HistoryPlace) -> String {
        guard let last = place.position(of: place.eventCount - 1) else { return "" }
        let now = place.position(of: place.cursor).map { String(place.history.version(at: $0)) } ?? "start"
        return "\(now) / \(place.history.version(at: last))"
    }

    private mutating func drawEvent(
        _ index: Int, of stream: History.Stream, _ place: HistoryPlace, _ columns: TimelineColumns, zone: Zone, in row: Rect
    ) {
        guard let position = place.position(of: index) else { return }
        let history = place.history
        let time = history.time(at: position)
        func at(_ column: Int) -> Point { Point(column: row.column + column, row: row.row) }

        write(index == place.cursor ? glyphs.marker : " ", at: at(0), columns: 1)
        let version = String(history.version(at: position))
        write(version, at: at(1 + max(0, columns.version - version.utf8.count)), columns: columns.version)
        if let time {
            let text = columns.showsDay ? String(time.longText(in: zone).prefix(23)) : time.clockText(in: zone)
            write(columns.showsDay ? Self.withoutYear(text) : text, at: at(columns.time), style: Theme.remark)
        }
        if let since = columns.since, let time, let before = place.position(of: index - 1).flatMap({ history.time(at: $0) }) {
            let text = Self.span(from: before, to: time)
            write(text, at: at(since + max(0, TimelineColumns.sinceWidth - text.utf8.count)), columns: TimelineColumns.sinceWidth, style: Theme.remark)
        }
        let type = history.type(at: position)
        write(Self.shortName(of: type), at: at(columns.type), columns: columns.typeWidth, style: Theme.style(ofType: type))
        if let sign = Self.sign(of: place.marks[index]) {
            write(sign, at: at(row.columns - 1), columns: 1, style: Theme.alarm)
        }
    }

    /// `!` for a broken invariant or an event that could not be folded, `?` for a type without handler.
    private static func sign(of marks: EventMarks?) -> String? {
        guard let marks else { return nil }
        if !marks.broke.isEmpty || marks.problem != nil { return "!" }
        return marks.handling == .unhandled ? "?" : nil
    }

    /// `Thu 03-05 14:32:00`.
    private static func withoutYear(_ text: String) -> String {
        let parts = text.split(separator: " ")
        guard parts.count == 3 else { return text }
        return "\(parts[0]) \(parts[1].suffix(5)) \(parts[2].prefix(8))"
    }

    /// The last part of a qualified type name, as `Namespace\\Class` or `java.pkg.Class$Inner`; what it is told by stays whole.
    private static func shortName(of type: ExactString) -> String {
        let name = type.description
        let cut = name.lastIndex { $0 == "\\" || $0 == "$" || $0 == ":" }
        guard let cut, name.index(after: cut) < name.endIndex else { return name }
        return String(name[name.index(after: cut)...])
    }

    /// `+20s`, `+3m`, `-2h`: the time since the event before, in its largest unit; `+.25s` below a second.
    static func span(from before: Instant, to after: Instant) -> String {
        let (difference, overflow) = after.microseconds.subtractingReportingOverflow(before.microseconds)
        guard !overflow else { return "" }
        let sign = difference < 0 ? "-" : "+"
        let magnitude = difference.magnitude
        let units: [(UInt64, String)] = [
            (86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "m"), (1_000_000, "s"),
        ]
        for (size, name) in units where magnitude >= size { return "\(sign)\(magnitude / size)\(name)" }
        let hundredths = magnitude / 10_000
        return hundredths == 0 ? "+0" : "\(sign).\(hundredths < 10 ? "0" : "")\(hundredths)s"
    }
}

/// Where the timeline's columns begin, for its width.
struct TimelineColumns {
    static let sinceWidth = 5

    let version: Int
    let time: Int
    let showsDay: Bool
    let since: Int?
    let type: Int
    let typeWidth: Int

    init(_ place: HistoryPlace, width: Int) {
        let last = place.position(of: place.eventCount - 1).map { place.history.version(at: $0) } ?? 0
        version = String(last).utf8.count
        time = version + 2
        let hasTime = place.position(of: 0).flatMap { place.history.time(at: $0) } != nil
        showsDay = hasTime && width >= 48
        var next = time + (hasTime ? (showsDay ? 18 : 8) + 1 : 0)
        if hasTime, width >= 37 {
            since = next
            next += Self.sinceWidth + 1
        } else {
            since = nil
        }
        type = next
        typeWidth = max(0, width - next - 2)
    }
}
