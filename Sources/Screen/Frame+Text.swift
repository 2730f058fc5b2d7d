extension Frame {
    /// The rows as text, without the blanks at their ends: what a golden file holds.
    package var lines: [String] {
        (0..<size.rows).map { row in
            trimmed(self.row(row).map(\.text).joined(), of: " ")
        }
    }

    /// One letter per cell for its style, row by row, and below them what the letters mean. `.` is plain and left out at the
    /// ends of rows; `a`, `b`, … in order of appearance.
    package var styleLines: [String] {
        var letters: [Style: Character] = [.plain: "."]
        var legend: [String] = []
        let names = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
        let rows = (0..<size.rows).map { row in
            let text = self.row(row).map { cell -> Character in
                if let letter = letters[cell.style] { return letter }
                let letter = legend.count < names.count ? names[legend.count] : "?"
                letters[cell.style] = letter
                legend.append("\(letter) = \(cell.style)")
                return letter
            }
            return trimmed(String(text), of: ".")
        }
        return rows + legend
    }

    private func trimmed(_ text: String, of blank: Character) -> String {
        var rest = text[...]
        while rest.last == blank { rest.removeLast() }
        return String(rest)
    }
}
