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
    /// - Parameter goesOn: called now and then with the events that were gone past and all that may be wanted, for whoever shows what
    ///   has been found; where it answers false, nothing more is looked at.
    /// - Throws: `SourceError`, and what `body` throws.
    func forEach(goesOn: (_ done: Int, _ of: Int) throws -> Bool, _ body: (RecordedEvent) throws -> Void) throws {
        let reader = HistoryReader(history)
        let types = filter.admittedTypes(in: history)
        var left = limit ?? .max
        /// False once there are enough.
        func visit(_ position: Int) throws -> Bool {
            guard filter.admits(position, of: history, types) else { return true }
            let recorded = try reader.event(at: position)
            guard try filter.admits(recorded) else { return true }
            try body(recorded)
            left -= 1
            return left > 0
        }
        func visit(_ positions: some Collection<Int>) throws {
            for (looked, position) in positions.enumerated() {
                if looked.isMultiple(of: Self.pauseAfter) { guard try goesOn(looked, positions.count) else { return } }
                guard try visit(position) else { return }
            }
        }

        guard left > 0 else { return }
        if let positions = filter.candidates(in: history) {
            if limit == nil { history.expect(positions, jobs: jobs) }
            try isReversed ? visit(positions.reversed()) : visit(positions)
        } else if let text = filter.writtenText(in: history) {
            // The bytes are searched first: parsing every event for a rare text takes many times as long.
            let scan = TextScan(text, in: history, jobs: jobs)
            guard scan.isPossible else { return try visitAll() }
            try scan.forEach(isReversed: isReversed, goesOn: goesOn) { try visit($0) }
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
