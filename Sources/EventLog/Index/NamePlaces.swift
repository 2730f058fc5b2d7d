import JSONText

/// Where a name can be read again: the index cache keeps no names, only where they stand.
enum NamePlace: Hashable, Sendable {
    /// The very bytes, counted over all files.
    case plain(offset: Int, length: Int)
    /// Somewhere in the record of an event.
    case record(position: Int)
}

/// Which of an event's names is meant.
enum NameRole: Sendable { case stream, type }

/// Reads names from the log.
struct NameFinder: Sendable {
    let sources: [History.Source]
    let rows: PackedTable

    func name(_ role: NameRole, at place: NamePlace) -> ExactString? {
        switch place {
        case .plain(let offset, let length):
            guard let source = source(of: offset) else { return nil }
            let start = offset - source.base
            guard start + length <= source.file.size else { return nil }
            return (try? source.file.read(start..<(start + length))).map { ExactString(bytes: $0) }
        case .record(let position):
            guard position < rows.count else { return nil }
            let offset = Int(rows[position, LogColumn.offset])
            guard let source = source(of: offset) else { return nil }
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

    /// The file in which an offset lies, counted over all files. O(log files).
    func source(of offset: Int) -> History.Source? {
        var low = 0
        var high = sources.count
        while low < high {
            let middle = (low + high) / 2
            if sources[middle].base <= offset { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : sources[low - 1]
    }
}
