import JSONText

/// Where a name can be read again: the index cache keeps no names, only where they stand.
enum NamePlace: Hashable, Sendable {
    /// The very bytes, counted over all files.
    case plain(offset: Int, length: Int)
    /// Somewhere in the record of an event.
    case record(position: Int)
}

/// Names of a cached index, each read from the log when it is asked for.
struct StoredNames: Sendable {
    /// Which of an event's names is meant.
    enum Role: Sendable { case stream, type }

    let role: Role
    let places: [NamePlace]
    let hashes: [NameHash.Hashed]
    let hash: NameHash
    let sources: [History.Source]
    let rows: PackedTable

    /// A name whose bytes are no longer what they were reads as this; the event that bears it is refused when it is read.
    static let unreadable: ExactString = "(unreadable)"

    /// - Complexity: one small `pread`; where the name is not written plainly, the reading of a record.
    func name(_ number: Int) -> ExactString {
        guard let name = NameFinder(sources: sources, rows: rows).name(role, at: places[number]) else { return Self.unreadable }
        return name.bytes.withUnsafeBytes { hash($0) } == hashes[number] ? name : Self.unreadable
    }
}

/// Reads names from the log.
struct NameFinder {
    let sources: [History.Source]
    let rows: PackedTable

    func name(_ role: StoredNames.Role, at place: NamePlace) -> ExactString? {
        switch place {
        case .plain(let offset, let length):
            guard let source = sources.last(where: { $0.base <= offset }) else { return nil }
            let start = offset - source.base
            guard start + length <= source.file.size else { return nil }
            return (try? source.file.read(start..<(start + length))).map { ExactString(bytes: $0) }
        case .record(let position):
            guard position < rows.count else { return nil }
            let offset = Int(rows[position, LogColumn.offset])
            guard let source = sources.last(where: { $0.base <= offset }) else { return nil }
            let start = offset - source.base
            guard let text = try? source.file.read(start..<(start + Int(rows[position, LogColumn.length]))) else { return nil }
            let reader = source.reader
            return (try? JSONParser().parse(text) { view -> ExactString? in
                guard let columns = reader.columns(of: RecordExpansion.Record(view: view)) else { return nil }
                switch role {
                case .stream: return columns.stream ?? reader.fileName
                case .type: return columns.type
                }
            }) ?? nil
        }
    }
}
