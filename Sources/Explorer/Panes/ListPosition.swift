/// Which row of a list is selected, and which is the first on the screen.
package struct ListPosition: Hashable, Sendable {
    package var selected = 0
    package var top = 0
    /// Where the list was scrolled away from: as long as that is selected, it need not be in sight.
    private var scrolledFrom: Int?

    package init(selected: Int = 0, top: Int = 0) {
        self.selected = selected
        self.top = top
    }

    /// Moves the selection within `count` rows and scrolls as little as needed to show it in `height` rows.
    mutating func select(_ row: Int, of count: Int, height: Int) {
        selected = max(0, min(row, count - 1))
        reveal(of: count, height: height)
    }

    /// Keeps the selection in sight, after the list or the screen changed.
    /// - Parameter margin: rows that stay in sight above and below it, as far as there are any.
    mutating func reveal(of count: Int, height: Int, margin: Int = 0) {
        selected = max(0, min(selected, count - 1))
        guard height > 0 else { return top = selected }
        guard !isScrolled else { return top = max(0, min(top, count - height)) }
        let margin = min(margin, (height - 1) / 2)
        if selected < top + margin { top = selected - margin }
        if selected >= top + height - margin { top = selected - height + 1 + margin }
        top = max(0, min(top, count - height))
    }

    /// Whether the selection may be out of sight.
    var isScrolled: Bool { scrolledFrom == selected }

    /// Moves what is seen; the selection stays.
    /// - Returns: false where all is seen anyway.
    mutating func scroll(by rows: Int, of count: Int, height: Int) -> Bool {
        guard height > 0, count > height else { return false }
        top = max(0, min(top + rows, count - height))
        scrolledFrom = selected
        return true
    }

    /// The selection is to be in sight again.
    mutating func endScroll() { scrolledFrom = nil }
}
