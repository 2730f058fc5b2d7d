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

/// Where one stands, and what the timeline shows there.
struct JumpPoint: Hashable, Sendable {
    let spot: Spot
    let scope: Timeline.Scope
    let filter: TimelineFilter
}

/// The places that were left by a jump, oldest first, and where among them one stands: Ctrl-O and Ctrl-I.
struct JumpList: Equatable, Sendable {
    private(set) var points: [JumpPoint] = []
    /// Of the point that Ctrl-O goes back to next, one more.
    private(set) var next = 0

    private static let most = 100

    /// Remembers where a jump began. What lay ahead is forgotten, as in vim.
    mutating func leave(_ point: JumpPoint) {
        points.removeLast(points.count - next)
        if points.last != point { points.append(point) }
        if points.count > Self.most { points.removeFirst() }
        next = points.count
    }

    /// - Parameter here: where one stands, to come back to.
    mutating func back(from here: JumpPoint) -> JumpPoint? {
        guard next > 0 else { return nil }
        if next == points.count, points.last != here {
            points.append(here)
            next = points.count - 1
        } else if next == points.count {
            next -= 1
            guard next > 0 else { return nil }
        }
        next -= 1
        return points[next]
    }

    mutating func forward() -> JumpPoint? {
        guard next + 1 < points.count else { return nil }
        next += 1
        return points[next]
    }

    var position: String { "jump \(next + 1) of \(points.count)" }
}
