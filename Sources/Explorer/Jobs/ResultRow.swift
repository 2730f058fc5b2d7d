/// One line of a list of answers: where it leads, and what it says.
package struct ResultRow: Equatable, Sendable {
    package enum Mark: String, Equatable, Sendable { case none = " ", alarm = "!", doubt = "?" }

    package let mark: Mark
    /// Nil where it is about no event.
    package let spot: Spot?
    /// Cells of a table whose columns are as wide as need be; the last takes what is left.
    package let cells: [String]

    package init(mark: Mark = .none, spot: Spot?, cells: [String]) {
        self.mark = mark
        self.spot = spot
        self.cells = cells
    }
}
