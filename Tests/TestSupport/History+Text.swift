package import EventLog
package import JSONText

extension History {
    /// Of files whose paths are text, as those of tests are.
    package init(files: [String], format: EnvelopeFormat? = nil) throws {
        try self.init(files: files.map { SourcePath($0) }, format: format)
    }

    /// A history from texts, each a file of that name. The files are gone when this returns; an open one stays readable.
    package init(texts: KeyValuePairs<String, String>, format: EnvelopeFormat? = nil) throws {
        self = try withTemporaryFolder { folder in
            try History(files: texts.map { try folder.write($0.key, $0.value) }, format: format)
        }
    }

    package init(text: String, format: EnvelopeFormat? = nil) throws {
        try self.init(texts: ["events.jsonl": text], format: format)
    }

    package init(lines: [String], format: EnvelopeFormat? = nil) throws {
        try self.init(text: lines.map { $0 + "\n" }.joined(), format: format)
    }

    package init(bytes: [UInt8], name: String = "events.jsonl", format: EnvelopeFormat? = nil) throws {
        self = try withTemporaryFolder { folder in try History(files: [try folder.write(name, bytes)], format: format) }
    }

    /// Every event of the log, read one by one.
    package func events() throws -> [RecordedEvent] {
        let reader = HistoryReader(self)
        return try (0..<count).map { reader.counted(try reader.event(at: $0)) }
    }

    /// The stream's events in order of version.
    package func events(of stream: ExactString) throws -> [RecordedEvent] {
        guard let stream = self.stream(named: stream) else { return [] }
        let reader = HistoryReader(self)
        return try stream.positions.map { reader.counted(try reader.event(at: $0)) }
    }
}
