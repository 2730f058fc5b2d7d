import JSONText

/// Reads whole events of a history. Used by one thread at a time; each makes its own.
package final class HistoryReader {
    package let history: History
    private let parser = JSONParser()
    private var window = ReadWindow()

    package init(_ history: History) { self.history = history }

    /// The event at a position of the log. Its place names no line; `counted` finds that.
    /// - Complexity: one `pread` of the record's bytes, or none where events are read one after another, and one parse of them.
    /// - Throws: `SourceError` where the file cannot be read there, or no longer holds what was indexed.
    package func event(at position: Int) throws -> RecordedEvent {
        let location = history.location(of: position)
        let source = history.sources[location.source]
        let raw = try window.read(source.file, location.source, location.offset..<(location.offset + location.length))
        let place = Place(path: source.file.path, line: nil, offset: location.offset)
        let key = source.reader.format.idIsKey ? try source.file.key(before: location.offset) : nil
        do {
            let stream = history.streamName(at: position)
            let version = history.version(at: position)
            let type = history.type(at: position)
            let event = try parser.parse(raw) { record in
                source.reader.isEvent(record, of: stream, version: version)
                    ? source.reader.event(of: record, stream: stream, version: version, type: type, position: position, key: key) : nil
            }
            // What stands there now must be what was indexed: another process may have written over it.
            guard let event, event.type == type, event.time?.instant == history.time(at: position) else { throw changed(position) }
            return RecordedEvent(event: event, place: place, raw: raw)
        } catch is JSONError {
            throw changed(position)
        }
    }

    /// The same event, its line counted.
    /// - Complexity: a look through at most one block of the file.
    package func counted(_ recorded: RecordedEvent) -> RecordedEvent {
        RecordedEvent(event: recorded.event, place: history.place(of: recorded.event.position), raw: recorded.raw)
    }

    /// Whatever is kept of this log is wrong then, too.
    private func changed(_ position: Int) -> SourceError {
        history.keptAt?.forget()
        let place = history.place(of: position)
        return SourceError(
            path: place.path,
            problem: .malformed(
                line: place.line ?? 1, column: 1, offset: place.offset, message: "the file changed since it was opened; open it again"))
    }
}

extension SourceFile {
    /// The key of the member whose value begins there; nil where it is longer than a few KiB, or none stands there.
    fileprivate func key(before offset: Int) throws(SourceError) -> ExactString? {
        let bytes = try read(max(0, offset - (4 << 10))..<offset)
        let quote = UInt8(ascii: "\"")
        func isBlank(_ byte: UInt8) -> Bool { DocumentSplitter.isSpace(byte) }
        guard let colon = bytes.lastIndex(where: { !isBlank($0) }), bytes[colon] == UInt8(ascii: ":"),
            let end = bytes[..<colon].lastIndex(where: { !isBlank($0) }), bytes[end] == quote
        else { return nil }
        var start = end
        repeat {
            guard let before = bytes[..<start].lastIndex(of: quote) else { return nil }
            start = before
            // A quote behind an odd number of backslashes is one inside the key.
        } while !bytes[..<start].reversed().prefix(while: { $0 == UInt8(ascii: "\\") }).count.isMultiple(of: 2)
        return (try? JSONParser().parse(bytes[start...end]) { $0.string }) ?? nil
    }
}

/// Reads ahead once records are asked for one after another.
private struct ReadWindow {
    private var source = -1
    private var start = 0
    private var bytes: [UInt8] = []
    private var last = 0
    private var run = 0

    private static let size = 256 << 10
    private static let smallGap = 4 << 10

    mutating func read(_ file: SourceFile, _ source: Int, _ range: Range<Int>) throws(SourceError) -> [UInt8] {
        if source == self.source, range.lowerBound >= start, range.upperBound <= start + bytes.count {
            last = range.upperBound
            return Array(bytes[(range.lowerBound - start)..<(range.upperBound - start)])
        }
        let follows = source == self.source && range.lowerBound >= last && range.lowerBound - last <= Self.smallGap
        run = follows ? run + 1 : 0
        // What was read of one file is nothing of another.
        if source != self.source { bytes = [] }
        self.source = source
        last = range.upperBound
        guard run >= 4, range.count < Self.size / 2 else { return try file.read(range) }
        bytes = try file.read(range.lowerBound..<(range.lowerBound + Self.size))
        start = range.lowerBound
        return Array(bytes.prefix(range.count))
    }
}
