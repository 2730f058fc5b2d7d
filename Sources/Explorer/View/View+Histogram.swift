import EventLog
import Screen

extension Frame {
    mutating func draw(_ pane: HistogramPane, zone: Zone, isCounting: Bool, in rect: Rect) {
        fill(rect)
        let title: String = switch pane.scope {
        case .log: "Events over time: the log"
        case .stream(let name): "Events over time: \(name)"
        }
        let width = pane.histogram.map { "\(TimeTexts.width($0.width)) a line" } ?? ""
        drawPane(rect, title: title, trailing: isCounting ? "counting" : width, isFocused: true)
        let inside = rect.inset()
        guard let bars = pane.histogram else { return }
        guard !bars.bars.isEmpty else {
            write("no event has a time here", at: Point(column: inside.column + 2, row: inside.row), columns: max(0, inside.columns - 2), style: Theme.remark)
            return
        }
        let most = bars.bars.map(\.count).max() ?? 0
        let countWidth = max(6, Self.grouped(most).utf8.count)
        for (offset, index) in (pane.list.top..<max(pane.list.top, bars.bars.count)).prefix(inside.rows).enumerated() {
            let line = Rect(column: inside.column, row: inside.row + offset, columns: inside.columns, rows: 1)
            let bar = bars.bars[index]
            let time = Instant(microseconds: bars.start + Int64(index) * bars.width)
            let text = bars.width < 60_000_000 ? String(time.longText(in: zone).prefix(23)) : String(time.longText(in: zone).prefix(20))
            let label = min(columnsWritten(text), max(0, inside.columns - countWidth - 12))
            write(text, at: Point(column: line.column + 2, row: line.row), columns: label, style: Theme.remark)
            let count = bar.count == 0 ? "" : Self.grouped(bar.count)
            write(count, at: Point(column: line.column + 3 + label + countWidth - count.utf8.count, row: line.row), columns: countWidth)
            drawBar(bar.count, of: most, at: line.column + 5 + label + countWidth, in: line)
            if index == pane.list.selected {
                write(glyphs.marker, at: line.origin, columns: 1)
                restyle(Rect(column: line.column, row: line.row, columns: 5 + label + countWidth, rows: 1)) { $0.reverse() }
            }
        }
    }

    /// A bar to the right, an eighth of the room's columns at its finest where there are glyphs for it.
    private mutating func drawBar(_ count: Int, of most: Int, at column: Int, in line: Rect) {
        let room = line.endColumn - column
        guard count > 0, most > 0, room > 0 else { return }
        let length = max(1, Int((Double(count) / Double(most) * Double(room)).rounded()))
        let full = glyphs.bars[glyphs.bars.count - 1]
        write(String(repeating: full, count: min(length, room)), at: Point(column: column, row: line.row), columns: room, style: Theme.chart)
    }
}
