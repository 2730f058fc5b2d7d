/// What one screen shows: a grid of cells and a place for the text cursor. A value; a terminal makes itself look like it.
///
/// Every drawing method clips to the frame and takes any coordinates, also negative ones. Text is sanitised on the way in,
/// so that no frame can hold a byte that a terminal would obey.
package struct Frame: Equatable, Sendable {
    package let size: Size
    package let glyphs: Glyphs

    /// Where the terminal's cursor stands; nil hides it.
    package var cursor: Point?

    /// Row by row, `size.columns` cells each. A wide cluster is always followed by its continuation.
    private(set) var cells: [Cell]

    package init(size: Size, glyphs: Glyphs = .unicode) {
        self.size = size
        self.glyphs = glyphs
        cells = Array(repeating: .blank(), count: size.columns * size.rows)
    }

    package var bounds: Rect { Rect(size) }

    /// The cell at a place, or nil outside of the frame.
    package subscript(point: Point) -> Cell? {
        bounds.contains(point) ? cells[point.row * size.columns + point.column] : nil
    }

    /// The cells of one row; empty outside of the frame.
    package func row(_ row: Int) -> ArraySlice<Cell> {
        guard row >= 0, row < size.rows else { return [] }
        return cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// Blanks everything and hides the cursor.
    package mutating func clear(_ style: Style = .plain) {
        fill(bounds, style)
        cursor = nil
    }

    /// Puts one cluster down. Half of a wide cluster that it covers becomes a blank, as does a wide cluster of which only
    /// half is inside of the frame.
    mutating func put(_ cluster: SafeCluster, at point: Point, style: Style) {
        guard point.row >= 0, point.row < size.rows, point.column < size.columns, point.column > -cluster.columns else { return }
        let end = point.column + cluster.columns
        if point.column < 0 || end > size.columns {
            for column in max(0, point.column)..<min(end, size.columns) {
                set(.blank(style), column: column, row: point.row)
            }
            return
        }
        set(Cell(text: cluster.text, columns: cluster.columns, style: style), column: point.column, row: point.row)
        if cluster.columns == 2 { set(.continuation(style), column: point.column + 1, row: point.row) }
    }

    /// Replaces one cell inside of the frame and mends the neighbour whose other half is lost.
    private mutating func set(_ cell: Cell, column: Int, row: Int) {
        let index = row * size.columns + column
        let old = cells[index]
        cells[index] = cell
        if old.isContinuation, !cell.isContinuation, column > 0, cells[index - 1].columns == 2 {
            cells[index - 1] = .blank(cells[index - 1].style)
        } else if old.columns == 2, column + 1 < size.columns, cells[index + 1].isContinuation {
            cells[index + 1] = .blank(cells[index + 1].style)
        }
    }

    /// Changes the look of what is there, for instance to mark a selected line. A wide cluster at the edge changes whole.
    package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
        let visible = rect.intersection(bounds)
        guard !visible.isEmpty else { return }
        for row in visible.row..<visible.endRow {
            let start = row * size.columns
            var first = start + visible.column, last = start + visible.endColumn - 1
            if cells[first].isContinuation, visible.column > 0 { first -= 1 }
            if cells[last].columns == 2, visible.endColumn < size.columns { last += 1 }
            for index in first...last { cells[index].style = change(cells[index].style) }
        }
    }
}
