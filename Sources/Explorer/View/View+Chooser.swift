import EventLog
import JSONText
import Screen

extension Frame {
    mutating func drawChooser(_ state: ExplorerState, in layout: Layout) {
        guard let chooser = state.chooser, let rect = layout.panes[.streams] else { return }
        drawPane(rect, title: "Stores", isFocused: true)
        let inside = rect.inset()
        let width = min(inside.columns / 2, (chooser.stores.map { columnsWritten($0.title) }.max() ?? 0) + 2)
        for (offset, store) in chooser.stores.dropFirst(chooser.list.top).prefix(inside.rows).enumerated() {
            let row = Rect(column: inside.column, row: inside.row + offset, columns: inside.columns, rows: 1)
            let isSelected = chooser.list.top + offset == chooser.list.selected
            write(isSelected ? glyphs.marker : " ", at: row.origin, columns: 1)
            write(store.title, at: Point(column: row.column + 1, row: row.row), columns: width)
            write(
                store.detail, at: Point(column: row.column + 2 + width, row: row.row), columns: max(0, row.columns - width - 2),
                style: Theme.remark)
            if isSelected { restyle(row) { $0.reverse() } }
        }
    }

    mutating func drawOpening(_ path: String, in layout: Layout) {
        guard let rect = layout.panes[.streams] else { return }
        drawPane(rect, title: "Reading", isFocused: true)
        write(path, at: rect.inset().origin, columns: rect.columns - 2)
    }

    mutating func drawQuestion(_ question: Overlay.Question) {
        let title: String
        let lines: [String]
        switch question {
        case .runModel(let path):
            title = "Run the model?"
            lines = ["A model lies beside this source:", path, "It is a program. Run it?  y yes   n no"]
        case .append(let request, let text):
            title = "Append?"
            let events = request.events.prefix(3).map { "+ \($0.type) \(String(decoding: $0.data.prefix(200), as: UTF8.self))" }
            let rest = request.events.count - events.count
            lines = TextPane(title: "", text: text).lines(columns: max(1, size.columns - 8)) + events + (rest > 0 ? ["  and \(rest) more"] : [])
                + ["y yes   n or Enter no"]
        case .leave(let text, _):
            title = "Leave?"
            lines = TextPane(title: "", text: text).lines(columns: max(1, size.columns - 8)) + ["Leave it and lose that?  y yes   n or Enter no"]
        }
        let width = min(size.columns - 2, max(40, (lines.map(columnsWritten).max() ?? 0) + 4))
        let rect = Rect(column: (size.columns - width) / 2, row: max(0, size.rows / 2 - 3), columns: width, rows: lines.count + 2)
        fill(rect)
        drawPane(rect, title: title, isFocused: true)
        for (offset, line) in lines.enumerated() {
            write(line, at: Point(column: rect.column + 2, row: rect.row + 1 + offset), columns: rect.columns - 4)
        }
    }
}
