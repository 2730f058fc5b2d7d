import Screen

extension Frame {
    /// Lines of a value, one a row, from the list's top on, below those that stay; names in a column as wide as the widest in sight.
    mutating func drawTree(_ pane: TreePane, isFocused: Bool, in rect: Rect) {
        let rows = pane.rows
        let list = pane.list
        let pinned = pane.pinnedLines(height: rect.rows)
        let visible = rows.prefix(pinned) + rows.dropFirst(list.top + pinned).prefix(rect.rows - pinned)
        let names = visible.filter { !$0.isRemark && !$0.text.isEmpty && !$0.isFolded }
            .map { Self.indent($0, columns: rect.columns) + columnsWritten($0.name) }
        let nameWidth = min(names.max() ?? 0, max(8, rect.columns * 2 / 5))
        for (offset, row) in visible.enumerated() {
            let line = Rect(column: rect.column, row: rect.row + offset, columns: rect.columns, rows: 1)
            draw(row, nameWidth: nameWidth, in: line)
            if isFocused, pane.row(atLine: offset, height: rect.rows) == list.selected { restyle(line) { $0.reverse() } }
        }
        // A value that goes on below says so.
        let below = rows.count - list.top - visible.count
        if below > 0, rect.rows > 1 {
            let text = " \(below) more "
            let width = min(rect.columns, text.utf8.count)
            write(text, at: Point(column: rect.endColumn - width, row: rect.endRow), columns: width, style: Theme.border)
        }
    }

    /// Columns before a name: two a level, until they would leave no room for it.
    private static func indent(_ row: TreeRow, columns: Int) -> Int { min(row.depth, mostLevels(columns)) * 2 }

    private static let leastName = 10

    private static func mostLevels(_ columns: Int) -> Int { max(4, columns / 6) }

    private mutating func draw(_ row: TreeRow, nameWidth: Int, in line: Rect) {
        write(row.mark.rawValue, at: line.origin, columns: 1, style: Theme.style(of: row.mark))
        let start = line.column + 2
        if row.isRemark {
            let style = row.mark == .alarm ? Theme.alarm : Theme.remark
            write(row.text, at: Point(column: start, row: line.row), columns: line.endColumn - start, style: style)
            return
        }
        if row.isFolded { write(glyphs.collapsed, at: Point(column: line.column + 1, row: line.row), columns: 1, style: Theme.remark) }
        let indent = Self.indent(row, columns: line.columns)
        if row.depth * 2 > indent {
            // How deep it lies, instead of the blanks.
            let depth = "\(glyphs.ellipsis)\(row.depth) "
            write(depth, at: Point(column: start + max(0, indent - columnsWritten(depth)), row: line.row), columns: indent, style: Theme.remark)
        }
        let columns = line.endColumn - start
        let room = row.text.isEmpty ? columns - indent : max(nameWidth, columns * 3 / 5, indent + Self.leastName) - indent
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
