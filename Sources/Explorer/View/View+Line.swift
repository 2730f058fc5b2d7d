import Screen

extension Frame {
    /// A line that is typed, scrolled so that its cursor is in sight. A sign stands at each end where there is more of it.
    /// - Returns: the columns that were used.
    /// - Complexity: O(columns).
    @discardableResult
    mutating func draw(_ line: EditableLine, in rect: Rect) -> Int {
        // Behind the text there is room for the cursor.
        let room = rect.columns - 1
        guard room > 0 else { return 0 }
        let (before, after) = (line.before, line.after)
        // Up to a third is for what stands behind the cursor; nothing is wasted where it is less.
        let behind = columns(of: after, atMost: room / 3)
        let lead = room - behind
        var start = before.endIndex
        var width = 0
        // Where the beginning is out of sight its sign takes a column of what is shown.
        var cut: (start: Substring.Index, width: Int) = (start, 0)
        while start > before.startIndex {
            let next = before.index(before: start)
            let columns = columnsWritten(String(before[next]))
            guard width + columns <= lead else { break }
            (start, width) = (next, width + columns)
            if width < lead { cut = (start, width) }
        }
        var sign = 0
        if start > before.startIndex {
            (start, width) = cut
            sign = write(glyphs.ellipsis, at: rect.origin, columns: 1, style: Theme.remark)
        }
        let shown = String(before[start...]) + String(after.prefix(room))
        let used = write(shown, at: Point(column: rect.column + sign, row: rect.row), columns: room - sign)
        cursor = Point(column: rect.column + sign + width, row: rect.row)
        return sign + used
    }

    /// - Complexity: O(most), whatever the text's length.
    private func columns(of text: Substring, atMost most: Int) -> Int {
        var sum = 0
        for character in text {
            sum += columnsWritten(String(character))
            if sum >= most { return most }
        }
        return sum
    }
}
