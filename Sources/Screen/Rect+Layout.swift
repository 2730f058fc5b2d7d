extension Rect {
    /// The rectangle without `count` cells on each side; empty when nothing is left.
    package func inset(by count: Int = 1) -> Rect {
        let inner = max(0, count)
        guard columns > 2 * min(inner, columns), rows > 2 * min(inner, rows) else {
            return Rect(column: column, row: row, columns: 0, rows: 0)
        }
        return Rect(column: column.addingSaturated(inner), row: row.addingSaturated(inner),
                    columns: columns - 2 * inner, rows: rows - 2 * inner)
    }

    /// Cuts `count` columns off the left. Less than that, where the rectangle is narrower.
    package func splitLeft(_ count: Int) -> (left: Rect, rest: Rect) {
        let taken = min(max(0, count), columns)
        return (Rect(column: column, row: row, columns: taken, rows: rows),
                Rect(column: column.addingSaturated(taken), row: row, columns: columns - taken, rows: rows))
    }

    /// Cuts `count` rows off the top. Less than that, where the rectangle is lower.
    package func splitTop(_ count: Int) -> (top: Rect, rest: Rect) {
        let taken = min(max(0, count), rows)
        return (Rect(column: column, row: row, columns: columns, rows: taken),
                Rect(column: column, row: row.addingSaturated(taken), columns: columns, rows: rows - taken))
    }

    /// Cuts `count` rows off the bottom.
    package func splitBottom(_ count: Int) -> (rest: Rect, bottom: Rect) {
        let (rest, bottom) = splitTop(rows - min(max(0, count), rows))
        return (rest, bottom)
    }

    /// What the two rectangles share; empty when they do not touch.
    package func intersection(_ other: Rect) -> Rect {
        let left = max(column, other.column), right = min(endColumn, other.endColumn)
        let top = max(row, other.row), bottom = min(endRow, other.endRow)
        guard left < right, top < bottom else { return Rect(column: left, row: top, columns: 0, rows: 0) }
        return Rect(column: left, row: top, columns: right - left, rows: bottom - top)
    }
}
