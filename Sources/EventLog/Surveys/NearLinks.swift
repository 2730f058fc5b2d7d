import JSONText

/// What events name as their ids and causes, of those that were looked at and of some close to them: most causes lie close by.
struct NearLinks {
    struct Link {
        let id: ExactString?
        let causation: ExactString?
    }

    private let reader: HistoryReader
    private var links: [Int: Link] = [:]
    private var owners: [ExactString: [Int]] = [:]
    private var effects: [ExactString: [Int]] = [:]
    /// Events read so far.
    var count: Int { links.count }

    init(_ reader: HistoryReader) { self.reader = reader }

    /// One event's.
    mutating func link(of position: Int) throws -> Link {
        if let link = links[position] { return link }
        let event = try reader.event(at: position).event
        let link = Link(id: event.id, causation: event.causation)
        links[position] = link
        if let id = link.id { owners[id, default: []].append(position) }
        if let cause = link.causation { effects[cause, default: []].append(position) }
        return link
    }

    /// Events close to one that are its cause or its effects, as far as a short look tells: in its stream first.
    mutating func related(to position: Int) throws -> [Int] {
        let link = try link(of: position)
        let history = reader.history
        for other in history.neighbours(of: position, inStream: 2) { _ = try self.link(of: other) }
        let isCauseFound = link.causation.map { owners[$0] != nil } ?? true
        let isEffectFound = link.id.map { effects[$0] != nil } ?? true
        if !isCauseFound || !isEffectFound {
            for other in history.neighbours(of: position, inLog: 8) { _ = try self.link(of: other) }
        }
        return (link.causation.flatMap { owners[$0] } ?? []) + (link.id.flatMap { effects[$0] } ?? [])
    }
}
