import EventLog

/// The events of a history that a filter admits.
struct EventSelection {
    let history: History
    let filter: EventFilter
    var limit: Int? = nil
    /// Last event first.
    var isReversed = false
    /// How many cores may be used.
    var jobs = 1

    /// Events that are looked at between two pauses.
    private static let pauseAfter = 4096

    /// Calls `body` with each, in log order or against it, as they are found.
    /// - Parameter paused: called now and then, for whoever shows what has been found.
    /// - Throws: `SourceError`, and what `body` throws.
    func forEach(paused: () throws -> Void = {}, _ body: (RecordedEvent) throws -> Void) throws {
        let reader = HistoryReader(history)
        let types = filter.admittedTypes(in: history)
        var left = limit ?? .max
        var looked = 0
        /// False once there are enough.
        func visit(_ position: Int) throws -> Bool {
            looked += 1
            if looked.isMultiple(of: Self.pauseAfter) { try paused() }
            guard filter.admits(position, of: history, types) else { return true }
            let recorded = try reader.event(at: position)
            guard try filter.admits(recorded) else { return true }
            try body(recorded)
            left -= 1
            return left > 0
        }
        func visit(_ positions: some Sequence<Int>) throws { for position in positions { guard try visit(position) else { return } } }

        guard left > 0 else { return }
        if let positions = filter.candidates(in: history) {
            if limit == nil { history.expect(positions, jobs: jobs) }
            try isReversed ? visit(positions.reversed()) : visit(positions)
        } else if let text = filter.writtenText(in: history) {
            // The bytes are searched first: parsing every event for a rare text takes many times as long.
            let scan = TextScan(text, in: history, jobs: jobs)
            guard scan.isPossible else { return try visitAll() }
            try scan.forEach(isReversed: isReversed, paused: paused) { try visit($0) }
        } else {
            try visitAll()
        }

        func visitAll() throws {
            // As far as positions alone tell where the range ends.
            let range = filter.range(in: history)
            try isReversed ? visit(range.reversed()) : visit(range)
        }
    }
}
