/// Numbers of events in ascending order, as they are found: those that a filter shows, or a search hits. 4 bytes each.
///
/// In pieces, so that what was found is not copied when more is.
package struct RowList: Equatable, Sendable {
    private var pieces: [[UInt32]] = []
    /// How many come before each piece.
    private var starts: [Int] = []
    package private(set) var count = 0

    private static let pieceRows = 1 << 14

    package init() {}

    package var isEmpty: Bool { count == 0 }
    package var last: Int? { pieces.last?.last.map(Int.init) }

    /// - Parameter rows: ascending. Those that are not above all that came before are let go.
    package mutating func append(_ more: [UInt32]) {
        let rows = last.map { last in more.first.map { $0 > last } ?? true ? more : Array(more.drop { $0 <= last }) } ?? more
        guard !rows.isEmpty else { return }
        if let last = pieces.indices.last, pieces[last].count + rows.count <= Self.pieceRows {
            pieces[last] += rows
        } else {
            pieces.append(rows)
            starts.append(count)
        }
        count += rows.count
    }

    /// O(log pieces).
    package subscript(index: Int) -> Int {
        let piece = Self.partition(starts.count) { starts[$0] <= index } - 1
        return Int(pieces[piece][index - starts[piece]])
    }

    /// How many of the numbers are below one: the place of the first that is not. O(log count).
    package func countBelow(_ number: Int) -> Int {
        let piece = Self.partition(pieces.count) { Int(pieces[$0][0]) < number } - 1
        guard piece >= 0 else { return 0 }
        return starts[piece] + Self.partition(pieces[piece].count) { Int(pieces[piece][$0]) < number }
    }

    package func contains(_ number: Int) -> Bool {
        let place = countBelow(number)
        return place < count && self[place] == number
    }

    /// How many of the first numbers below `count` a rule holds for that holds for none behind.
    static func partition(_ count: Int, _ holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
