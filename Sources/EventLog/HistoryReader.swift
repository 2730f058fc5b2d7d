import JSONText

/// Reads whole events of a history. Used by one thread at a time; each makes its own.
package final class HistoryReader {
    package let history: History
    private let parser = JSONParser()

    package init(_ history: History) { self.history = history }

    /// The event at a position of the log.
    /// - Complexity: one `pread` of the record's bytes and one parse of them.
    /// - Throws: `SourceError` where the file cannot be read there, or no longer holds what was indexed.
    package func event(at position: Int) throws -> RecordedEvent {
        let rows = history.rows
        let source = history.sources[Int(rows.file[position])]
        let offset = rows.offset[position]
        let raw = try source.file.read(offset..<(offset + rows.length[position]))
        let place = Place(path: source.file.path, line: rows.line[position], offset: offset)
        do {
            let stream = history.streamName(at: position)
            let version = rows.version[position]
            let event = try parser.parse(raw) { record in
                source.reader.isEvent(record, of: stream, version: version)
                    ? source.reader.event(
                        of: record, stream: stream, version: version, type: history.type(at: position), position: position)
                    : nil
            }
            // What stands there now must be what was indexed: another process may have written over it.
            guard let event, event.type == history.type(at: position), event.time?.instant == history.time(at: position)
            else { throw changed(place) }
            return RecordedEvent(event: event, place: place, raw: raw)
        } catch is JSONError {
            throw changed(place)
        }
    }

    private func changed(_ place: Place) -> SourceError {
        SourceError(
            path: place.path,
            problem: .malformed(
                line: place.line, column: 1, offset: place.offset, message: "the file changed since it was opened; open it again"))
    }
}
