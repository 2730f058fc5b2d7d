import EventLog

/// The events of a history that a filter admits.
struct EventSelection {
    let history: History
    let filter: EventFilter
    var limit: Int? = nil
    /// Last event first.
    var isReversed = false

    /// Calls `body` with each, in log order or against it, as they are found.
    /// - Throws: `SourceError`, and what `body` throws.
    func forEach(_ body: (RecordedEvent) throws -> Void) throws {
        let reader = HistoryReader(history)
        var left = limit ?? .max
        func visit(_ positions: some Sequence<Int>) throws {
            for position in positions {
                guard left > 0 else { break }
                guard filter.admits(position, of: history) else { continue }
                let recorded = try reader.event(at: position)
                guard try filter.admits(recorded) else { continue }
                try body(recorded)
                left -= 1
            }
        }
        switch (filter.candidates(in: history), isReversed) {
        case (let positions?, false): try visit(positions)
        case (let positions?, true): try visit(positions.reversed())
        case (nil, false):
            guard let text = filter.text.map({ TextScan($0.text, in: history) }), text.isPossible else { return try visit(0..<history.count) }
            // The bytes are searched first: parsing every event for a rare text takes many times as long.
            try text.forEach { position in
                try visit(CollectionOfOne(position))
                return left > 0
            }
        case (nil, true): try visit((0..<history.count).reversed())
        }
    }
}
