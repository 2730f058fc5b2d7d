import Screen

extension Frame {
    /// A list of results as a table; the last column takes what is left.
    mutating func draw(_ pane: ResultsPane, in rect: Rect) {
        fill(rect)
        let count = pane.rows.count
        let condition = pane.condition.isEmpty ? "" : "\(pane.condition)  "
        let trailing = count == 0 ? "\(condition)none" : "\(condition)\(Self.grouped(pane.list.selected + 1)) / \(Self.grouped(count))"
        drawPane(rect, title: pane.title + (pane.isAsRecorded ? " (as recorded)" : "") + (pane.isOfAllEvents ? " (as of all events)" : ""), trailing: pane.ending == nil && count == 0 ? "running" : trailing, isFocused: true)
        let (head, body) = rect.inset().splitTop(1)
        let widths = widths(pane, columns: head.columns)
        let headEnd = drawCells(pane.header, widths, in: head, style: Theme.remark)
        drawSparkline(pane.numbers, in: head, behind: headEnd)
        if count == 0, pane.ending != nil {
            write("nothing was found", at: Point(column: body.column + 2, row: body.row), columns: max(0, body.columns - 2), style: Theme.remark)
        }
        for (offset, row) in pane.rows.dropFirst(pane.list.top).prefix(body.rows).enumerated() {
            let line = Rect(column: body.column, row: body.row + offset, columns: body.columns, rows: 1)
            drawCells(row.cells, widths, in: line, style: Theme.text)
            write(row.mark.rawValue, at: Point(column: line.column + 1, row: line.row), columns: 1, style: Theme.style(of: row.mark))
            if pane.list.top + offset == pane.list.selected {
                write(glyphs.marker, at: line.origin, columns: 1)
                restyle(line) { $0.reverse() }
            }
        }
    }

    /// At the right end of a line: what the numbers of a list do, oldest first.
    private mutating func drawSparkline(_ numbers: [Double], in line: Rect, behind column: Int) {
        guard numbers.count > 1, let low = numbers.min(), let high = numbers.max() else { return }
        let width = min(numbers.count, 40, line.columns / 3, line.endColumn - column - 2)
        guard width > 1 else { return }
        for column in 0..<width {
            let number = numbers[column * (numbers.count - 1) / (width - 1)]
            write(glyphs.bar(number, from: low, to: high), at: Point(column: line.endColumn - width + column, row: line.row), columns: 1, style: Theme.chart)
        }
    }

    /// - Returns: the column behind the last text.
    @discardableResult
    private mutating func drawCells(_ cells: [String], _ widths: [Int], in line: Rect, style: Style) -> Int {
        var column = line.column + 3
        var end = column
        for (index, cell) in cells.enumerated() where column < line.endColumn {
            let width = index == cells.count - 1 ? line.endColumn - column : min(widths.indices.contains(index) ? widths[index] : 0, line.endColumn - column)
            end = column + write(cell, at: Point(column: column, row: line.row), columns: width, style: style)
            column += width + 2
        }
        return end
    }

    /// Where there is not room for all, what is narrow stays whole: the widest are cut to one width. The last takes what is left.
    private func widths(_ pane: ResultsPane, columns: Int) -> [Int] {
        var widths = pane.widths
        guard let last = widths.last, widths.count > 1 else { return widths }
        widths[widths.count - 1] = max(8, min(last, columns / 3))
        var room = columns - 3 - 2 * (widths.count - 1)
        // From the narrowest on: each takes what it needs, up to an equal share of what is left.
        for (place, index) in widths.indices.sorted(by: { widths[$0] < widths[$1] }).enumerated() {
            widths[index] = max(0, min(widths[index], room / (widths.count - place)))
            room -= widths[index]
        }
        return widths
    }
}
