package import JSONText

/// What caused an event up to its root, and everything that the root caused.
package struct CausationTree {
    package struct Node: Hashable, Sendable {
        /// From 0 at the root.
        package let depth: Int
        package let event: Event
    }

    private let reader: HistoryReader
    private let ids: HashedPositions
    private let causations: HashedPositions

    /// Reads every event once.
    /// - Parameter progressed: called now and then with the events read and all there are; what it throws ends the reading.
    /// - Complexity: O(bytes), O(n log n) for n events; 32 bytes of memory for each.
    /// - Throws: `SourceError` where an event cannot be read.
    package init(_ history: History, progressed: (Int, Int) throws -> Void = { _, _ in }) throws {
        reader = HistoryReader(history)
        var ids = HashedPositions()
        var causations = HashedPositions()
        for position in 0..<history.count {
            if position.isMultiple(of: 512) { try progressed(position, history.count) }
            let event = try reader.event(at: position).event
            if let id = event.id { ids.add(id, at: position) }
            if let cause = event.causation { causations.add(cause, at: position) }
        }
        ids.finish()
        causations.finish()
        self.ids = ids
        self.causations = causations
    }

    /// The event of that id; the first of several. Nil where there is none.
    package func event(withID id: ExactString) throws -> Event? {
        for position in ids.positions(of: id) {
            let event = try reader.event(at: position).event
            if event.id == id { return event }
        }
        return nil
    }

    /// Calls `body` with the root of the event's tree and all that it caused, depth first, those of one cause by position.
    /// Each event is told once, whatever names whom.
    package func forEach(around event: Event, _ body: (Node) throws -> Void) throws {
        var seen: Set<Int> = []
        var waiting = [(depth: 0, position: try root(of: event).position)]
        while let next = waiting.popLast() {
            guard seen.insert(next.position).inserted else { continue }
            let event = try reader.event(at: next.position).event
            try body(Node(depth: next.depth, event: event))
            for position in try effects(of: event).reversed() { waiting.append((next.depth + 1, position)) }
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
            guard let name = event.causation, let cause = try self.event(withID: name) else { return event }
            if let start = places[cause.position] {
                return try reader.event(at: way[start...].reduce(event.position, min)).event
            }
            event = cause
        }
    }

    /// Events that name this one as their cause, ascending. An id that stands twice belongs to its first event.
    private func effects(of event: Event) throws -> [Int] {
        guard let id = event.id else { return [] }
        let positions = causations.positions(of: id)
        guard !positions.isEmpty, try self.event(withID: id)?.position == event.position else { return [] }
        return try positions.filter { try reader.event(at: $0).event.causation == id }
    }
}
