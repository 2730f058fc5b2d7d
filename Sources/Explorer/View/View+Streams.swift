import EventLog
import JSONText
import Screen

extension Frame {
    mutating func drawStreams(_ place: HistoryPlace, zone: Zone, in rect: Rect) {
        let pane = place.streams
        let isFocused = place.focus == .streams
        drawPane(rect, title: "Streams", trailing: trailing(place), isFocused: isFocused)
        var inside = rect.inset()
        let history = place.history
        if let match = pane.arrangement.match {
            let (line, rest) = inside.splitTop(1)
            let matching = Self.grouped(pane.rows?.matching ?? 0)
            drawFilter(match, shown: "\(line.columns >= 34 ? "shown " : "")\(matching) of \(Self.grouped(history.streamCount))", in: line)
            inside = rest
        }
        let count = pane.count(in: history)
        if count == 0 {
            let text = history.streamCount == 0 ? "no events" : place.isRunning(.streams) ? "" : "no stream fits; \(place.escapeLevel == .match ? "Esc" : ":streams") shows all"
            write(text, at: inside.origin, columns: inside.columns, style: Theme.remark)
        }
        let columns = StreamColumns(history, width: inside.columns)
        for (offset, row) in (pane.list.top..<max(pane.list.top, count)).prefix(inside.rows).enumerated() {
            let line = Rect(column: inside.column, row: inside.row + offset, columns: inside.columns, rows: 1)
            let isSelected = row == pane.list.selected
            switch pane.line(row, in: history) {
            case .stream(let index):
                draw(history.stream(at: index), place, columns, zone, then: place.countThen(ofStream: index), in: line)
                if place.countThen(ofStream: index) == 0 { restyle(line) { $0.dim() } }
            case .category(let category): draw(category, columns, in: line)
            case nil: continue
            }
            if isSelected {
                write(glyphs.marker, at: line.origin, columns: 1)
                restyle(line) { isFocused ? $0.reverse() : $0.bold() }
            }
        }
    }

    /// The order, else that `!` may be missing: streams are looked at when they are gone to, or by `:check`.
    private func trailing(_ place: HistoryPlace) -> String {
        if place.streams.arrangement.order != .name { return "by \(place.streams.arrangement.order.rawValue)" }
        let isKnown = place.isChecked || place.surveyedStreams.count >= place.history.streamCount
        return isKnown || place.streams.troubled.isEmpty ? "" : "! so far"
    }

    private mutating func draw(_ stream: History.Stream, _ place: HistoryPlace, _ columns: StreamColumns, _ zone: Zone, then: Int?, in line: Rect) {
        let events = Self.grouped(then ?? stream.positions.count)
        let hasTrouble = place.streams.troubled[stream.name].map { $0 < then ?? .max } ?? false
        let room = columns.name(events: events.utf8.count)
        let name = stream.name.description
        writeName(name, at: Point(column: line.column + 1, row: line.row), columns: max(0, room))
        if hasTrouble {
            // A name that needs the room keeps it: the sign then stands right before the number.
            let column = columnsWritten(name) <= room - 2 ? room : room + 1
            write("!", at: Point(column: line.column + column, row: line.row), columns: 1, style: Theme.alarm)
        }
        write(events, at: Point(column: line.column + columns.eventsEnd - events.utf8.count, row: line.row), style: Theme.remark)
        let ends = [(columns.first, stream.positions.first), (columns.last, stream.positions.last)]
        for case (let column?, let position?) in ends {
            guard let time = place.history.time(at: position) else { continue }
            write(TimeTexts.minute(time, in: zone), at: Point(column: line.column + column, row: line.row), columns: StreamColumns.timeWidth, style: Theme.remark)
        }
    }

    private mutating func draw(_ category: StreamRows.Category, _ columns: StreamColumns, in line: Rect) {
        let events = Self.grouped(category.events)
        let room = max(0, columns.name(events: events.utf8.count))
        let long = "+ \(category.name)-*  \(Self.counted(category.streams, "stream"))"
        let name = columnsWritten(long) <= room ? long : "+ \(category.name)-*  \(Self.grouped(category.streams))"
        write(name, at: Point(column: line.column + 1, row: line.row), columns: room, style: Theme.name)
        write(events, at: Point(column: line.column + columns.eventsEnd - events.utf8.count, row: line.row), style: Theme.remark)
    }
}

/// Where the columns of the list of streams lie, for its width.
struct StreamColumns {
    static let timeWidth = 16

    let eventsEnd: Int
    let first: Int?
    let last: Int?

    init(_ history: History, width: Int) {
        let hasTimes = history.earliest != nil
        let times = !hasTimes || width < 46 ? 0 : width < 64 ? 1 : 2
        eventsEnd = width - times * (Self.timeWidth + 2)
        last = times > 0 ? width - Self.timeWidth : nil
        first = times > 1 ? width - 2 * Self.timeWidth - 2 : nil
    }

    /// Columns for a name, beside a number of events.
    func name(events: Int) -> Int { eventsEnd - events - 2 }
}
