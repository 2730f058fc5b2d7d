import Screen

enum PaletteLayout {
    static func rect(_ size: Size) -> Rect {
        let columns = min(size.columns - 4, 90)
        let rows = min(size.rows - 4, 20)
        return Rect(column: (size.columns - columns) / 2, row: 1 + (size.rows - 2 - rows) / 4, columns: columns, rows: rows)
    }

    /// Lines of the list.
    static func height(_ size: Size) -> Int { max(1, rect(size).rows - 3) }
}

extension Frame {
    mutating func drawPalette(_ palette: Palette) {
        let rect = PaletteLayout.rect(size)
        guard !rect.isEmpty else { return }
        fill(rect)
        let lines = palette.lines
        drawPane(rect, title: "Commands", trailing: "\(lines.count)", isFocused: true)
        let (head, body) = rect.inset().splitTop(1)
        write("> ", at: head.origin, columns: head.columns)
        draw(palette.line, in: head.splitLeft(2).rest)
        let keys = min(body.columns / 2, lines.map { columnsWritten($0.keys) }.max() ?? 0)
        var list = palette.list
        list.reveal(of: lines.count, height: body.rows)
        for (offset, line) in lines.dropFirst(list.top).prefix(body.rows).enumerated() {
            let row = Rect(column: body.column, row: body.row + offset, columns: body.columns, rows: 1)
            write(line.keys, at: Point(column: row.column + 1, row: row.row), columns: keys, style: Theme.name)
            write(line.title, at: Point(column: row.column + keys + 3, row: row.row), columns: max(0, row.columns - keys - 3))
            if list.top + offset == list.selected {
                write(glyphs.marker, at: row.origin, columns: 1)
                restyle(row) { $0.reverse() }
            }
        }
        if lines.isEmpty { write("no key and no command fits", at: body.origin, columns: body.columns, style: Theme.remark) }
    }
}
