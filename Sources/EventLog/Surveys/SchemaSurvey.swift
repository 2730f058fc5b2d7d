package import JSONText

/// What kinds of events a log holds, and what their payloads look like.
package struct SchemaSurvey {
    /// All events of one type and schema.
    package struct Entry {
        package let type: ExactString
        /// Nil where the source says nothing.
        package let schema: Int?
        package fileprivate(set) var events = 0
        /// Positions of the earliest and the latest in the log.
        package let first: Int
        package fileprivate(set) var last: Int
        package let fields = FieldTree()
        fileprivate var streamNumbers: Set<Int> = []

        package var streams: Int { streamNumbers.count }
    }

    /// By type (bytes), then schema; events without one first.
    package private(set) var entries: [Entry] = []

    private struct Key: Hashable {
        let type: Int
        let schema: Int?
    }

    /// Reads every event.
    /// - Parameters:
    ///   - schema: an event's schema version, where somebody knows more of it than the source says.
    ///   - goesOn: called now and then with the events read and all there are; where it answers false, the rest is left out.
    ///   - visit: is given each event and the number of its entry, in the order in which entries were first met.
    /// - Complexity: O(bytes); memory for fields and stream numbers of each entry.
    /// - Throws: `SourceError`, and what `visit` throws.
    package init(
        _ history: History, schema: (Event) throws -> Int? = { $0.schema }, goesOn: (_ done: Int, _ of: Int) throws -> Bool = { _, _ in true },
        visit: (Event, Int) throws -> Void = { _, _ in }
    ) throws {
        let reader = HistoryReader(history)
        let parser = JSONParser()
        var numbers: [Key: Int] = [:]
        for position in 0..<history.count {
            if position.isMultiple(of: 4096) { guard try goesOn(position, history.count) else { return } }
            let event = try reader.event(at: position).event
            let key = Key(type: history.typeNumber(at: position), schema: try schema(event))
            let number = numbers[key] ?? entries.count
            if number == entries.count {
                numbers[key] = number
                entries.append(Entry(type: event.type, schema: key.schema, first: position, last: position))
            }
            entries[number].events += 1
            entries[number].last = position
            entries[number].streamNumbers.insert(history.streamNumber(at: position))
            try parser.parse(event.data) { entries[number].fields.add($0) }
            try visit(event, number)
        }
    }

    /// The numbers of the entries, sorted by type, then schema.
    package var order: [Int] {
        entries.indices.sorted { left, right in
            let (left, right) = (entries[left], entries[right])
            return left.type == right.type ? (left.schema ?? .min) < (right.schema ?? .min) : left.type < right.type
        }
    }
}
