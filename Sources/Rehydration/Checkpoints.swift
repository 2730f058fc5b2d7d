/// States kept in memory along a stream, so that a step back or a jump folds few events.
///
/// When the budget is full, the cursors that were used longest ago give theirs up first; then spacing doubles and every other
/// checkpoint goes: memory is bounded for a stream of any length, and a stream with a large state has fewer.
struct Checkpoints {
    struct Kept {
        let index: Int
        let state: FrozenState
        /// Read from disk, not made here.
        let isSnapshot: Bool

        /// What it takes in memory, the array's header included.
        var cost: Int { state.bytes.count + 64 }
    }

    private var kept: [Kept] = []  // ascending
    private(set) var spacing = 32
    private let budget: CheckpointBudget

    init(budget: CheckpointBudget) { self.budget = budget }

    var count: Int { kept.count }

    /// True where a state after the event of that index should be kept.
    func wants(_ index: Int) -> Bool { index > 0 && index % spacing == 0 && nearest(to: index)?.index != index }

    /// The first index from one on where a checkpoint is due by the spacing.
    func nextDue(after index: Int) -> Int { (max(index, 1) + spacing - 1) / spacing * spacing }

    mutating func keep(_ state: FrozenState, after index: Int, isSnapshot: Bool = false) {
        let place = firstPlace(from: index)
        if place < kept.endIndex, kept[place].index == index { return }
        let one = Kept(index: index, state: state, isSnapshot: isSnapshot)
        kept.insert(one, at: place)
        budget.take(one.cost)
        while budget.isExceeded, !kept.isEmpty {
            if !budget.makeRoom() { thin() }
        }
    }

    /// Drops every other one; the last of all goes too, so that a state larger than the budget is not kept at all.
    private mutating func thin() {
        if kept.count == 1 { return drop() }
        // One that came from a failure or from disk may lie off the grid; those go with the first doubling.
        repeat { spacing *= 2 } while kept.allSatisfy { $0.index % spacing == 0 }
        let dropped = kept.filter { $0.index % spacing != 0 }.reduce(0) { $0 + $1.cost }
        kept.removeAll { $0.index % spacing != 0 }
        budget.giveBack(dropped)
    }

    /// Gives all of them up.
    mutating func drop() {
        budget.giveBack(kept.reduce(0) { $0 + $1.cost })
        kept = []
    }

    /// The last state kept at or before an index. O(log checkpoints).
    func nearest(to index: Int) -> Kept? {
        let place = firstPlace(from: index + 1)
        return place > 0 ? kept[place - 1] : nil
    }

    private func firstPlace(from index: Int) -> Int {
        var low = 0
        var high = kept.count
        while low < high {
            let middle = (low + high) / 2
            if kept[middle].index < index { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
