/// A rectangle of cells. Its size is never negative; its corner may be anywhere.
package struct Rect: Equatable, Hashable, Sendable {
    package let column: Int
    package let row: Int
    package let columns: Int
    package let rows: Int

    package init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    /// The whole of a frame of this size.
    package init(_ size: Size) {
        self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
    }

    package var isEmpty: Bool { columns == 0 || rows == 0 }
    package var size: Size { Size(columns: columns, rows: rows) }
    package var origin: Point { Point(column: column, row: row) }

    /// The first column to the right of the rectangle. Saturates instead of overflowing.
    package var endColumn: Int { column.addingSaturated(columns) }

    /// The first row below the rectangle. Saturates instead of overflowing.
    package var endRow: Int { row.addingSaturated(rows) }

    package func contains(_ point: Point) -> Bool {
        point.column >= column && point.column < endColumn && point.row >= row && point.row < endRow
    }
}

extension Int {
    /// The sum, or the nearest representable number: coordinates come from arithmetic on counts found in files.
    func addingSaturated(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        guard overflow else { return sum }
        return other < 0 ? .min : .max
    }
}
