extension Frame {
    /// Draws a pane's border, with a title at the left of its top edge and a trailing text at the right:
    ///
    ///     ┌ account-1042 ──────── 37 / 214 ─┐
    ///
    /// Nothing is drawn where a border would leave no corner (less than 2×2 cells). The inside stays as it is.
    package mutating func box(
        _ rect: Rect, title: String = "", trailing: String = "", style: Style = .plain, titleStyle: Style? = nil
    ) {
        guard rect.columns >= 2, rect.rows >= 2, !rect.intersection(bounds).isEmpty else { return }
        let bottom = rect.endRow - 1
        let sides = Rect(column: rect.column, row: rect.row + 1, columns: rect.columns, rows: rect.rows - 2)
        fill(Rect(column: sides.column, row: sides.row, columns: 1, rows: sides.rows), with: glyphs.vertical, style)
        fill(Rect(column: sides.endColumn - 1, row: sides.row, columns: 1, rows: sides.rows), with: glyphs.vertical, style)
        edge(rect, row: bottom, left: glyphs.bottomLeft, right: glyphs.bottomRight, style)
        edge(rect, row: rect.row, left: glyphs.topLeft, right: glyphs.topRight, style)
        label(rect, row: rect.row, title: title, trailing: trailing, style: titleStyle ?? style)
    }

    private mutating func edge(_ rect: Rect, row: Int, left: String, right: String, _ style: Style) {
        fill(Rect(column: rect.column, row: row, columns: rect.columns, rows: 1), with: glyphs.horizontal, style)
        draw(left, column: rect.column, row: row, style)
        draw(right, column: rect.endColumn - 1, row: row, style)
    }

    /// A title that is too long for both is cut, so that the trailing text stays; that appears only where a beginning of the title and a
    /// piece of border fit beside it.
    private mutating func label(_ rect: Rect, row: Int, title: String, trailing: String, style: Style) {
        let room = rect.columns - 4
        guard room > 0 else { return }
        let text = " \(trailing) "
        let width = trailing.isEmpty ? 0 : columnsWritten(text)
        let titleWidth = title.isEmpty ? 0 : columnsWritten(title) + 2
        // Between the two, and behind the latter, a piece of border.
        let left = rect.columns - 4 - width
        let fits = width > 0 && left >= min(titleWidth, Self.leastTitle)
        if !title.isEmpty {
            write(" ", at: Point(column: rect.column + 1, row: row), columns: 1, style: style)
            let used = write(title, at: Point(column: rect.column + 2, row: row), columns: fits ? min(room, left - 2) : room, style: style)
            write(" ", at: Point(column: rect.column + 2 + used, row: row), columns: 1, style: style)
        }
        guard fits else { return }
        write(text, at: Point(column: rect.endColumn - 2 - width, row: row), columns: width, style: style)
    }

    /// Columns of a title that is cut: some letters, blanks around them.
    private static var leastTitle: Int { 10 }

    private mutating func draw(_ glyph: String, column: Int, row: Int, _ style: Style) {
        put(SafeCluster(text: glyph, columns: 1), at: Point(column: column, row: row), style: style)
    }

    /// The columns that a text takes in this frame, whose glyphs may have to spell it out.
    package func columnsWritten(_ text: String) -> Int {
        guard glyphs.isASCII else { return DisplayWidth.columns(of: text) }
        var sum = 0
        forEachSafeCluster(of: text) { cluster in
            sum += asciiClusters(of: cluster).count
            return true
        }
        return sum
    }
}
