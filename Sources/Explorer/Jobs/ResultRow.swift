/// One line of a list of answers: where it leads, and what it says.
package struct ResultRow: Equatable, Sendable {
    package enum Mark: String, Equatable, Sendable { case none = " ", alarm = "!", doubt = "?", added = "+", removed = "-", changed = "~" }

    package let mark: Mark
    /// Nil where it is about no event.
    package let spot: Spot?
    /// Cells of a table whose columns are as wide as need be; the last takes what is left.
    package let cells: [String]
    /// Rows of one group stand together under its name, however they come.
    package let group: String?
    /// What a sparkline is made of.
    package let number: Double?

    package init(mark: Mark = .none, spot: Spot?, cells: [String], group: String? = nil, number: Double? = nil) {
        self.number = number
        self.mark = mark
        self.group = group
        self.spot = spot
        self.cells = cells
    }
}

extension ResultRow.Mark {
    package init(before: Bool, after: Bool) { self = !before ? .added : !after ? .removed : .changed }
}
