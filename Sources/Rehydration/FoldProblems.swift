/// The events of a stream that its fold refused, in their order.
struct FoldProblems {
    private(set) var all: [FoldProblem] = []
    private var indexes: [Int] = []

    mutating func note(_ problem: FoldProblem, at index: Int) {
        let place = place(of: index)
        if place < indexes.count, indexes[place] == index { return }
        all.insert(problem, at: place)
        indexes.insert(index, at: place)
    }

    /// How many events before that one were refused. O(log problems).
    func place(of index: Int) -> Int {
        var low = 0
        var high = indexes.count
        while low < high {
            let middle = (low + high) / 2
            if indexes[middle] < index { low = middle + 1 } else { high = middle }
        }
        return low
    }

    subscript(index: Int) -> FoldProblem? { next(from: index).flatMap { $0 == index ? all[place(of: index)] : nil } }

    /// The first event from one on that was refused. O(log problems), and O(1) behind the last of them.
    func next(from index: Int) -> Int? {
        guard let last = indexes.last, last >= index else { return nil }
        return indexes[place(of: index)]
    }

    func upTo(_ index: Int) -> [(index: Int, problem: FoldProblem)] { Array(zip(indexes, all).prefix(place(of: index + 1))) }
}
