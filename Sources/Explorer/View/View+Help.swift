import Screen

extension ExplorerState {
    /// The help's lines, made from the tables: this pane's keys first.
    var helpLines: [(keys: String, text: String)] {
        let below = overlays.prefix { if case .help = $0 { false } else { true } }
        let scene: Scene? = switch below.last {
        case .results: .results
        case .histogram: .histogram
        default: history.map { Scene($0.focus) }
        }
        var lines: [(String, String)] = []
        for section in KeyTexts.sections(for: scene) {
            if !lines.isEmpty { lines.append(("", "")) }
            lines.append((section.title, ""))
            lines += section.rows.map { ("  " + $0.keys, $0.text) }
        }
        return lines
    }
}

extension Frame {
    mutating func drawHelp(_ state: ExplorerState, _ pager: Pager, in rect: Rect) {
        let lines = state.helpLines
        fill(rect)
        let inside = rect.inset()
        drawPane(rect, title: "Help", trailing: "\(min(lines.count, pager.top + inside.rows)) / \(lines.count)", isFocused: true)
        for (offset, line) in lines.dropFirst(pager.top).prefix(inside.rows).enumerated() {
            defer { drawFound(pager, offset, in: inside) }
            let isTitle = line.text.isEmpty
            let keys = isTitle ? inside.columns - 1 : max(inside.columns >= 76 ? 24 : 18, min(columnsWritten(line.keys), inside.columns / 2))
            write(
                line.keys, at: Point(column: inside.column + 1, row: inside.row + offset), columns: keys,
                style: isTitle ? Style.plain.bold() : Theme.name)
            guard !isTitle else { continue }
            write(line.text, at: Point(column: inside.column + keys + 2, row: inside.row + offset), columns: max(0, inside.columns - keys - 2))
        }
    }

    /// Marks the line that a search found.
    mutating func drawFound(_ pager: Pager, _ offset: Int, in rect: Rect) {
        guard pager.top + offset == pager.found else { return }
        restyle(Rect(column: rect.column, row: rect.row + offset, columns: rect.columns, rows: 1)) { $0.reverse() }
    }
}
