import JSONText

/// All ids of a log and all ids of causes: 32 bytes of memory for each event.
struct IDTable {
    private var ids = HashedPositions()
    private var causations = HashedPositions()

    /// Reads every event once. O(bytes), O(n log n) for n events.
    /// - Throws: `SourceError` where an event cannot be read, and what `progressed` throws.
    init(_ reader: HistoryReader, progressed: (Int, Int) throws -> Void) throws {
        let count = reader.history.count
        for position in 0..<count {
            if position.isMultiple(of: 512) { try progressed(position, count) }
            let event = try reader.event(at: position).event
            if let id = event.id { ids.add(id, at: position) }
            if let cause = event.causation { causations.add(cause, at: position) }
        }
        ids.finish()
        causations.finish()
    }

    func uses(of id: ExactString, _ reader: HistoryReader) throws -> IDUses {
        IDUses(
            owner: try ids.positions(of: id).first { try reader.event(at: $0).event.id == id },
            effects: try causations.positions(of: id).filter { try reader.event(at: $0).event.causation == id })
    }
}

/// Which event has an id, the first of several, and which name it as their cause, ascending.
struct IDUses {
    var owner: Int?
    var effects: [Int] = []
}
