package import JSONText

/// What caused an event up to its root, and everything that the root caused.
package struct CausationTree {
    package struct Node: Hashable, Sendable {
        /// From 0 at the root.
        package let depth: Int
        package let event: Event
    }

    private let search: IDSearch
    private var reader: HistoryReader { search.reader }

    /// Reads nothing yet.
    /// - Parameter jobs: how many cores may look for ids.
    /// - Parameter progressed: called now and then with how much of the log was looked through and how much there is; what it throws
    ///   ends the search.
    package init(_ history: History, jobs: Int = 1, progressed: @escaping (Int, Int) throws -> Void = { _, _ in }) {
        search = IDSearch(history, jobs: jobs, progressed: progressed)
    }

    /// The event of that id; the first of several. Nil where there is none.
    /// - Complexity: O(bytes before it / jobs) at the speed of a text search where ids are written as texts in the log; else, once,
    ///   every event is parsed.
    /// - Throws: `SourceError` where an event cannot be read.
    package func event(withID id: ExactString) throws -> Event? {
        try search.owner(of: id).map { try reader.event(at: $0).event }
    }

    /// Likewise, but one close to a position comes first, in its stream or in the log: of an id that stands twice it is the one meant.
    package func event(withID id: ExactString, near position: Int) throws -> Event? {
        let history = reader.history
        for other in history.neighbours(of: position, inStream: 64) + history.neighbours(of: position, inLog: 64) {
            let event = try reader.event(at: other).event
            if event.id == id { return event }
        }
        return try event(withID: id)
    }

    /// Looks for many ids in one pass, so that `event(withID:)` then knows each.
    package func expect(_ ids: [ExactString]) throws { try search.expect(ids) }

    /// Calls `body` with the root of the event's tree and all that it caused, depth first, those of one cause by position.
    /// Each event is told once, whatever names whom.
    /// - Complexity: a text search through the log for each generation that does not lie close to another, and a parse of the events
    ///   that name an id of the tree; never more than about twice what it takes to parse every event.
    package func forEach(around event: Event, _ body: (Node) throws -> Void) throws {
        var seen: Set<Int> = []
        var waiting = [(depth: 0, position: try root(of: event).position)]
        while let next = waiting.popLast() {
            guard seen.insert(next.position).inserted else { continue }
            let event = try reader.event(at: next.position).event
            try body(Node(depth: next.depth, event: event))
            for position in try effects(of: event, waiting.map(\.position)).reversed() { waiting.append((next.depth + 1, position)) }
        }
    }

    /// The first cause that is in the log. Where causes go round in a circle, the earliest event of the circle.
    private func root(of event: Event) throws -> Event {
        var places: [Int: Int] = [:]
        var way: [Int] = []
        var event = event
        while true {
            places[event.position] = way.count
            way.append(event.position)
            guard let name = event.causation, let owner = try search.uses(of: name, with: [event.position]).owner else { return event }
            let cause = try reader.event(at: owner).event
            if let start = places[cause.position] {
                return try reader.event(at: way[start...].reduce(event.position, min)).event
            }
            event = cause
        }
    }

    /// Events that name this one as their cause, ascending. An id that stands twice belongs to its first event.
    /// - Parameter waiting: events that will be asked for after it.
    private func effects(of event: Event, _ waiting: [Int]) throws -> [Int] {
        guard let id = event.id else { return [] }
        let uses = try search.uses(of: id, with: [event.position] + waiting)
        return uses.owner == event.position ? uses.effects : []
    }
}
