extension Frame {
    /// Writes one line of text, sanitised, never splitting a cluster.
    ///
    /// - Parameters:
    ///   - columns: The width to clip to; without it the frame's right edge clips.
    ///   - ellipsis: Whether a text that does not fit ends with the ellipsis glyph in its last column. Without it, a column
    ///     that the next wide cluster would only half fit into is left blank.
    /// - Returns: The columns that were used, counted from `point`.
    /// - Complexity: O(*columns*), whatever the text's length.
    @discardableResult
    package mutating func write(
        _ text: String, at point: Point, columns: Int? = nil, style: Style = .plain, ellipsis: Bool = true
    ) -> Int {
        guard point.row >= 0, point.row < size.rows, point.column < size.columns else { return 0 }
        // A text that begins far to the left of the frame cannot reach it; no need to walk there.
        guard point.column > -1_000_000 else { return 0 }
        let limit = min(max(0, columns ?? .max), size.columns - point.column)
        guard limit > 0 else { return 0 }

        // Plain ASCII that fits needs no weighing.
        if text.utf8.count <= limit, text.utf8.allSatisfy(isPrintableASCII) {
            var column = point.column
            for byte in text.utf8 {
                put(SafeCluster(text: String(Unicode.Scalar(byte)), columns: 1), at: Point(column: column, row: point.row), style: style)
                column += 1
            }
            return text.utf8.count
        }

        var line = FittedLine(limit: limit)
        let spellsOut = glyphs.isASCII
        forEachSafeCluster(of: text) { cluster in
            guard spellsOut else { return line.append(cluster) }
            for part in asciiClusters(of: cluster) where !line.append(part) { return false }
            return true
        }
        if line.isCut { line.cut(ellipsis: ellipsis ? SafeCluster(text: glyphs.ellipsis, columns: 1) : nil) }

        var column = point.column
        for cluster in line.clusters {
            put(cluster, at: Point(column: column, row: point.row), style: style)
            column += cluster.columns
        }
        return line.used
    }

    /// Blanks a rectangle.
    package mutating func fill(_ rect: Rect, _ style: Style = .plain) {
        fill(rect, with: " ", style)
    }

    /// Fills a rectangle with a glyph of one column.
    mutating func fill(_ rect: Rect, with glyph: String, _ style: Style) {
        let visible = rect.intersection(bounds)
        guard !visible.isEmpty else { return }
        let cluster = SafeCluster(text: glyph, columns: 1)
        for row in visible.row..<visible.endRow {
            for column in visible.column..<visible.endColumn {
                put(cluster, at: Point(column: column, row: row), style: style)
            }
        }
    }
}
