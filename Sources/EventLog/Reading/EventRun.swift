import JSONText

/// Reads events one after another for folding, keeping its buffers. Used by one thread at a time; each makes its own.
package final class EventRun {
    package let history: History
    private let whole: HistoryReader
    private let parser = JSONParser()
    /// By file; nil where its records are read in full.
    private let layouts: [PlainLayout?]
    private var names = LastNames()

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
        let location = history.location(of: position)
        let typeNumber = history.typeNumber(at: position)
        if let layout = layouts[location.source] {
            let stream = names.stream(history.streamNumber(at: position), in: history)
            let type = names.type(typeNumber, in: history)
            let version = history.version(at: position)
            let raw = try history.sources[location.source].file.read(location.offset..<(location.offset + location.length))
            var isPlain = false
            do {
                let answer = try raw.withUnsafeBufferPointer { raw in
                    try parser.parse(raw) { root -> Result? in
                        let outcome = layout.read(
                            root, stream: stream, version: version, type: type, hasTime: history.time(at: position) != nil)
                        guard case .plain(let record) = outcome else { return nil }
                        isPlain = true
                        return try body(EventView(
                            position: position, stream: stream, version: version, type: type, typeNumber: typeNumber, content: .plain(record)))
                    }
                }
                if let answer { return answer }
            } catch where !isPlain {}
        }
        // Whatever is odd about it, the reader of whole events has the words for.
        let event = try whole.event(at: position).event
        return try body(EventView(
            position: position, stream: event.stream, version: event.version, type: event.type, typeNumber: typeNumber,
            content: .whole(event)))
    }
}

/// Names of the events read last: most have the stream of the one before, and all have one of few types.
private struct LastNames {
    private var streamNumber = -1
    private var stream: ExactString = ""
    private var types: [ExactString?] = []

    mutating func stream(_ number: Int, in history: History) -> ExactString {
        if number != streamNumber { (streamNumber, stream) = (number, history.streamNames[number]) }
        return stream
    }

    mutating func type(_ number: Int, in history: History) -> ExactString {
        if types.isEmpty { types = [ExactString?](repeating: nil, count: history.typeCount) }
        if let type = types[number] { return type }
        let type = history.typeNames[number]
        types[number] = type
        return type
    }
}
