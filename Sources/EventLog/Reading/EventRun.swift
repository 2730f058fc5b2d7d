import JSONText

/// Reads events one after another for folding, keeping its buffers. Used by one thread at a time; each makes its own.
package final class EventRun {
    package let history: History
    private let whole: HistoryReader
    private let parser = JSONParser()
    /// By file; nil where its records are read in full.
    private let layouts: [PlainLayout?]

    package init(_ history: History) {
        self.history = history
        whole = HistoryReader(history)
        layouts = history.sources.map { PlainLayout($0.reader.format) }
    }

    /// The event at a position of the log, for the time of `body`.
    /// - Complexity: one `pread` of the record's bytes and one parse of them.
    /// - Throws: `SourceError` where the file cannot be read there, or no longer holds what was indexed; what `body` throws.
    @inline(__always)
    package func withEvent<Result>(at position: Int, _ body: (EventView) throws -> Result) throws -> Result {
        let rows = history.rows
        let file = Int(rows.file[position])
        if let layout = layouts[file] {
            let offset = rows.offset[position]
            let raw = try history.sources[file].file.read(offset..<(offset + rows.length[position]))
            var isPlain = false
            do {
                let answer = try raw.withUnsafeBufferPointer { raw in
                    try parser.parse(raw) { root -> Result? in
                        let stream = history.streamName(at: position)
                        let version = rows.version[position]
                        let type = history.type(at: position)
                        let outcome = layout.read(
                            root, stream: stream, version: version, type: type, hasTime: rows.time[position] != Columns.noTime)
                        guard case .plain(let record) = outcome else { return nil }
                        isPlain = true
                        return try body(EventView(
                            position: position, stream: stream, version: version, type: type,
                            typeNumber: Int(rows.type[position]), content: .plain(record)))
                    }
                }
                if let answer { return answer }
            } catch where !isPlain {}
        }
        // Whatever is odd about it, the reader of whole events has the words for.
        let event = try whole.event(at: position).event
        return try body(EventView(
            position: position, stream: event.stream, version: event.version, type: event.type,
            typeNumber: Int(rows.type[position]), content: .whole(event)))
    }
}
