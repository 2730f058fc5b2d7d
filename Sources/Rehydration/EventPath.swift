package import EventLog
package import JSONText

/// Which events a cursor goes along, and in which order: those of a stream by version, or of the log by position.
package struct EventPath: Sendable {
    private enum Positions: Sendable {
        case stream(History.Stream)
        case all(Int)
        case some([Int])
    }

    /// The stream's, or the projection's.
    package let name: ExactString
    private let positions: Positions

    package init(_ stream: History.Stream) {
        name = stream.name
        positions = .stream(stream)
    }

    /// - Parameter chosen: positions in log order; nil: every event of the log.
    package init(name: ExactString, of history: History, chosen: [Int]?) {
        self.name = name
        positions = chosen.map(Positions.some) ?? .all(history.count)
    }

    package var count: Int {
        switch positions {
        case .stream(let stream): stream.positions.count
        case .all(let count): count
        case .some(let positions): positions.count
        }
    }

    /// The log's position of an event, by its number on this path. O(1).
    package subscript(_ index: Int) -> Int {
        switch positions {
        case .stream(let stream): stream.positions[stream.positions.startIndex + index]
        case .all: index
        case .some(let positions): positions[index]
        }
    }
}
