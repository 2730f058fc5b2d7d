/// The positions that sources give their events, kept only as long as they may be needed to put the log in order.
struct SourceOrder: Sendable {
    /// The highest position of rows whose order is settled; nil where they had none to order them by.
    private(set) var settled: Int64?
    private var positions = PackedTable(columns: 1)
    private var last = Int64.min
    private var allHaveOne = true
    private var isAscending = true

    /// Whether positions, not the files, say how the log is ordered.
    var isThere: Bool { allHaveOne && (positions.count > 0 || settled != nil) }

    mutating func add(_ found: [ScannedRow]) {
        guard allHaveOne, !found.isEmpty else { return }
        positions.append(rows: found.count) { place, _, range in
            for (at, index) in range.enumerated() {
                let position = found[index].position
                place[at] = position
                if position == PackedPage.missing { allHaveOne = false }
                if position < last { isAscending = false }
                last = position
            }
        }
        // Memory for nothing from here on.
        if !allHaveOne { positions = PackedTable(columns: 1) }
    }

    /// The rows in order of their positions; nil where they are in order, or where one has no position.
    func sorted() -> [Int]? {
        guard allHaveOne, !isAscending else { return nil }
        return (0..<positions.count).sorted { (positions[$0, 0], $0) < (positions[$1, 0], $1) }
    }

    /// Forgets the positions; what follows is expected to be above them.
    mutating func settle() {
        settled = allHaveOne && positions.count > 0 ? last : settled
        positions = PackedTable(columns: 1)
        (allHaveOne, isAscending, last) = (true, true, settled ?? .min)
    }

    init(settled: Int64? = nil) {
        self.settled = settled
        last = settled ?? .min
    }

    /// Whether rows that came after the settled ones belong before some of those.
    var isUnsettled: Bool { settled != nil && allHaveOne && !isAscending }

    mutating func reorder(_ order: [Int]) {
        guard allHaveOne, positions.count == order.count else { return }
        positions = positions.reordered(by: order)
        isAscending = zip(0..<positions.count, 1..<max(1, positions.count)).allSatisfy { positions[$0, 0] <= positions[$1, 0] }
        last = positions.count > 0 ? positions[positions.count - 1, 0] : .min
    }
}
