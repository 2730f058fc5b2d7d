import Screen

extension TextPane {
    private static let mostLines = 20_000

    /// The text, cut to a width; what a terminal would not show is spelled out, so that nothing is longer than it looks.
    /// - Complexity: O(text).
    func lines(columns: Int) -> [String] {
        guard columns > 0 else { return [] }
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            var rest = Substring(isSpelled ? spelled(String(line)) : sanitised(String(line)))
            repeat {
                var width = 0
                let end = rest.firstIndex { character in
                    width += DisplayWidth.columns(of: character)
                    return width > columns
                } ?? rest.endIndex
                // A character that is wider than the room gets it all the same.
                var cut = end == rest.startIndex && !rest.isEmpty ? rest.index(after: end) : end
                // Between words, unless a word is longer than a third of the line.
                if cut != rest.endIndex, let blank = rest[..<cut].lastIndex(of: " "), rest.distance(from: blank, to: cut) < columns / 3 {
                    cut = rest.index(after: blank)
                }
                lines.append(String(rest[..<cut]))
                rest = rest[cut...]
            } while !rest.isEmpty && lines.count < Self.mostLines
            if lines.count >= Self.mostLines {
                return lines + ["(longer than is shown here; Y copies it, | pipes it)"]
            }
        }
        return lines
    }
}

extension Frame {
    mutating func draw(_ pane: TextPane, in rect: Rect) {
        fill(rect)
        let inside = rect.inset()
        let lines = pane.lines(columns: inside.columns)
        drawPane(rect, title: pane.isSpelled ? "\(pane.title), spelled out" : pane.title, trailing: "\(min(lines.count, pane.pager.top + 1)) / \(lines.count)", isFocused: true)
        for (offset, line) in lines.dropFirst(pane.pager.top).prefix(inside.rows).enumerated() {
            write(line, at: Point(column: inside.column, row: inside.row + offset), columns: inside.columns)
            drawFound(pane.pager, offset, in: inside)
        }
    }
}
