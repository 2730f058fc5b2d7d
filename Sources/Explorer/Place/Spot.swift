package import JSONText

/// A place in a history that one can come back to.
package struct Spot: Hashable, Sendable {
    package let stream: ExactString
    /// The event's number among the stream's; −1 before the first.
    package let index: Int
    /// So many of the events that a what-if put behind it.
    package let beyond: Int

    package init(stream: ExactString, index: Int, beyond: Int = 0) {
        self.stream = stream
        self.index = index
        self.beyond = beyond
    }
}

/// The places that were left by a jump, oldest first, and where among them one stands: Ctrl-O and Ctrl-I.
struct JumpList: Equatable, Sendable {
    private(set) var spots: [Spot] = []
    /// Of the spot that Ctrl-O goes back to next, one more.
    private(set) var next = 0

    private static let most = 100

    /// Remembers where a jump began. What lay ahead is forgotten, as in vim.
    mutating func leave(_ spot: Spot) {
        spots.removeLast(spots.count - next)
        if spots.last != spot { spots.append(spot) }
        if spots.count > Self.most { spots.removeFirst() }
        next = spots.count
    }

    /// - Parameter here: where one stands, to come back to.
    mutating func back(from here: Spot) -> Spot? {
        guard next > 0 else { return nil }
        if next == spots.count, spots.last != here {
            spots.append(here)
            next = spots.count - 1
        } else if next == spots.count {
            next -= 1
            guard next > 0 else { return nil }
        }
        next -= 1
        return spots[next]
    }

    mutating func forward() -> Spot? {
        guard next + 1 < spots.count else { return nil }
        next += 1
        return spots[next]
    }

    var position: String { "jump \(next + 1) of \(spots.count)" }
}
