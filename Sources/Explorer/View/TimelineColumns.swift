import EventLog
import Screen

/// Where the timeline's columns lie, for its width. What is not wanted, or has no room, is nil.
struct TimelineColumns {
    struct Span {
        let start: Int
        let width: Int
        var end: Int { start + width }

        func point(of line: Rect) -> Point { Point(column: line.column + start, row: line.row) }
    }

    /// Panes that are narrower never show data.
    static let leastForData = 46
    private static let leastData = 11
    /// What a long type's name keeps beside data.
    private static let leastType = 14

    private(set) var number: Span?
    private(set) var time: Span?
    private(set) var since: Span?
    private(set) var stream: Span?
    private(set) var version: Span?
    private(set) var type: Span?
    private(set) var data: Span?
    private(set) var sign: Span?
    let showsDay: Bool
    /// Whether the time column tells spans, not clocks.
    let isTimeSpan: Bool
    /// Whether a day is told where a new one begins, since the clock shows none: in the column of spans, else in the clock's.
    var tellsDays: Bool { time != nil && !isTimeSpan && !showsDay }
    /// Whether the clock's column has room for a day and the minute.
    var holdsMinutes: Bool { time.map { $0.width >= Self.minutes } ?? false }

    /// Columns of `03-05 14:32`.
    private static let minutes = 11

    /// - Parameter streams: columns of the widest name of a stream in sight.
    init(_ place: HistoryPlace, width: Int, streams: Int) {
        let history = place.history
        let wanted = place.timeline.columns
        let isLog = place.timeline.scope == .log
        isTimeSpan = place.timeline.time == .previous || place.timeline.time == .mark
        showsDay = width >= (isLog ? 84 : 64)
        // The first column is the marker's, the last the sign's.
        var room = Room(next: 1, end: width - (wanted.contains(.signs) ? 1 : 0))
        if wanted.contains(.signs) { sign = Span(start: width - 1, width: 1) }
        let lastVersion = place.position(of: place.eventCount - 1).map { history.version(at: $0) } ?? 0
        if isLog {
            number = room.take(String(max(0, history.count - 1)).utf8.count)
        } else if wanted.contains(.version) {
            number = room.take(String(lastVersion).utf8.count)
        }
        let hasTimes = history.earliest != nil
        let natural = max(6, min(32, place.opened.typeWidth))
        let hasSince = hasTimes && wanted.contains(.since) && !isTimeSpan && width >= (isLog ? 84 : 37)
        if hasTimes, wanted.contains(.time) {
            // A log has many events a day, a stream often one: there a type is cut rather than the clock given up for the day.
            let type = isLog ? 13 + natural : max(10, natural * 2 / 3)
            let hasRoom = !hasSince && room.left >= Self.minutes + 1 + type
            time = room.take(isTimeSpan ? 13 : showsDay ? 18 : hasRoom ? Self.minutes : 8)
        }
        if hasSince { since = room.take(5) }
        let wantsData = wanted.contains(.data) && width >= Self.leastForData - 2
        // Where there is little room the data need some of it, too.
        if isLog, wanted.contains(.stream) { stream = room.take(max(8, min(streams, 28, width / (showsDay || !wantsData ? 3 : 4)))) }
        if isLog, wanted.contains(.version), width >= 84 { version = room.take(6) }
        // A long name is cut rather than the data given up.
        let hasData = wantsData && room.left - min(natural, Self.leastType) - 1 >= Self.leastData
        if wanted.contains(.type) { type = room.take(hasData ? min(natural, room.left - Self.leastData - 1) : room.left) }
        if wanted.contains(.data), hasData || type == nil { data = room.take(room.left) }
    }

    /// What is not given to a column yet.
    private struct Room {
        var next: Int
        let end: Int
        /// A blank stays before what follows.
        var left: Int { end - 1 - next }

        mutating func take(_ columns: Int) -> Span? {
            guard columns > 0, next + columns <= end else { return nil }
            defer { next += columns + 1 }
            return Span(start: next, width: columns)
        }
    }
}
