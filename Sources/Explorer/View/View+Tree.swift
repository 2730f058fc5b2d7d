import Screen

extension Frame {
    /// Lines of a value, one a row, from the list's top on; names in a column as wide as the widest in sight.
    mutating func drawTree(_ rows: [TreeRow], _ list: ListPosition, isFocused: Bool, in rect: Rect) {
        let visible = rows.dropFirst(list.top).prefix(rect.rows)
        let names = visible.filter { !$0.isRemark && !$0.text.isEmpty && !$0.isFolded }.map { $0.depth * 2 + columnsWritten($0.name) }
        let nameWidth = min(names.max() ?? 0, max(8, rect.columns * 2 / 5))
        for (offset, row) in visible.enumerated() {
            let line = Rect(column: rect.column, row: rect.row + offset, columns: rect.columns, rows: 1)
            draw(row, nameWidth: nameWidth, in: line)
            if isFocused, list.top + offset == list.selected { restyle(line) { $0.reverse() } }
        }
        // A value that goes on below says so.
        let below = rows.count - list.top - visible.count
        if below > 0, rect.rows > 1 {
            let text = " \(below) more "
            let width = min(rect.columns, text.utf8.count)
            write(text, at: Point(column: rect.endColumn - width, row: rect.endRow), columns: width, style: Theme.border)
        }
    }

    private mutating func draw(_ row: TreeRow, nameWidth: Int, in line: Rect) {
        write(row.mark.rawValue, at: line.origin, columns: 1, style: Theme.style(of: row.mark))
        let start = line.column + 2
        if row.isRemark {
            let style = row.mark == .alarm ? Theme.alarm : Theme.remark
            write(row.text, at: Point(column: start, row: line.row), columns: line.endColumn - start, style: style)
            return
        }
        if row.isFolded { write(glyphs.collapsed, at: Point(column: line.column + 1, row: line.row), columns: 1, style: Theme.remark) }
        let indent = row.depth * 2
        let columns = line.endColumn - start
        let room = row.text.isEmpty ? columns - indent : max(nameWidth, columns * 3 / 5) - indent
        let used = write(row.name, at: Point(column: start + indent, row: line.row), columns: max(0, room), style: Theme.name)
        // A name that is longer than the column, or far to the right, pushes its own value along.
        let value = start + max(nameWidth, indent + used) + (used > 0 ? 1 : 0)
        var column = value
        if let before = row.before {
            let half = max(4, (line.endColumn - value - 3) / 2)
            column += write(before, at: Point(column: column, row: line.row), columns: min(half, line.endColumn - column), style: Theme.remark)
            column += write(" \(glyphs.arrow) ", at: Point(column: column, row: line.row), columns: max(0, line.endColumn - column))
        }
        let style = row.link != nil ? Theme.link : row.isFolded && row.mark == .none ? Theme.remark : Theme.style(of: row.mark)
        write(row.text, at: Point(column: column, row: line.row), columns: max(0, line.endColumn - column), style: style)
    }
}
