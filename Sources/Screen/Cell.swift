/// One place of a frame: a whole grapheme cluster, or the right half of a wide one.
package struct Cell: Equatable, Sendable {
    /// One grapheme cluster that is safe to send to a terminal; empty in a continuation.
    package let text: String

    /// 1 or 2 columns; 0 in a continuation.
    package let columns: Int
    package var style: Style

    package init(text: String, columns: Int, style: Style) {
        self.text = text
        self.columns = columns
        self.style = style
    }

    package static func blank(_ style: Style = .plain) -> Cell { Cell(text: " ", columns: 1, style: style) }

    /// The right half of the wide cluster to its left.
    package static func continuation(_ style: Style) -> Cell { Cell(text: "", columns: 0, style: style) }

    package var isContinuation: Bool { columns == 0 }
}
