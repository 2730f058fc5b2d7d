import EventLog
import JSONText
import Screen

extension Frame {
    mutating func drawStreams(_ place: HistoryPlace, in rect: Rect) {
        let isFocused = place.focus == .streams
        drawPane(rect, title: "Streams", isFocused: isFocused)
        let inside = rect.inset()
        let count = place.history.streamCount
        if count == 0 { write("no events", at: inside.origin, columns: inside.columns, style: Theme.remark) }
        for (offset, index) in (place.streams.top..<max(place.streams.top, count)).prefix(inside.rows).enumerated() {
            let row = Rect(column: inside.column, row: inside.row + offset, columns: inside.columns, rows: 1)
            drawStream(place.history.stream(at: index), isSelected: index == place.streams.selected, isFocused, in: row)
        }
    }

    private mutating func drawStream(_ stream: History.Stream, isSelected: Bool, _ isFocused: Bool, in row: Rect) {
        let events = Self.grouped(stream.positions.count)
        let name = max(0, row.columns - events.utf8.count - 2)
        write(isSelected ? glyphs.marker : " ", at: row.origin, columns: 1)
        write(stream.name.description, at: Point(column: row.column + 1, row: row.row), columns: name)
        write(events, at: Point(column: row.endColumn - events.utf8.count, row: row.row), style: Theme.remark)
        if isSelected { restyle(row) { isFocused ? $0.reverse() : $0.bold() } }
    }
}
