/// States kept in memory along a stream, so that a step back or a jump folds few events.
///
/// Spacing doubles whenever the budget is full, and every other checkpoint goes: memory is bounded for a stream of any length.
struct Checkpoints {
    private var kept: [(index: Int, state: FrozenState)] = []  // ascending
    private var bytes = 0
    private(set) var spacing = 32
    private let budget: Int

    /// - Parameter budget: bytes of frozen states.
    init(budget: Int) { self.budget = budget }

    /// True where a state after the event of that index should be kept.
    func wants(_ index: Int) -> Bool { index > 0 && index % spacing == 0 && nearest(to: index)?.index != index }

    mutating func keep(_ state: FrozenState, after index: Int) {
        let place = kept.firstIndex { $0.index >= index } ?? kept.endIndex
        if place < kept.endIndex, kept[place].index == index { return }
        kept.insert((index, state), at: place)
        bytes += state.bytes.count
        while bytes > budget, kept.count > 1 { thin() }
    }

    private mutating func thin() {
        spacing *= 2
        kept = kept.filter { $0.index % spacing == 0 }
        bytes = kept.reduce(0) { $0 + $1.state.bytes.count }
    }

    /// The last state kept at or before an index. O(log checkpoints).
    func nearest(to index: Int) -> (index: Int, state: FrozenState)? {
        var low = 0
        var high = kept.count
        while low < high {
            let middle = (low + high) / 2
            if kept[middle].index <= index { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? kept[low - 1] : nil
    }
}
