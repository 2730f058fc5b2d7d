package import JSONText

/// One event, told apart from the record around it: what folds, upcasters and expressions see.
///
/// A fact: nothing in the program changes one that was read. An upcaster makes a new `Event` with another type, schema and
/// data; stream, version, position, id and time stay those of the event that was recorded.
package struct Event: Hashable, Sendable {
    /// Its number in the whole log, from 0.
    package let position: Int
    package let stream: ExactString
    /// Its number within the stream: the source's own numbering, or counted from 0 where the source has none.
    package let version: Int64
    package var type: ExactString
    /// The schema version; nil where the source says nothing.
    package var schema: Int?
    package let id: ExactString?
    package let time: EventTime?
    package let correlation: ExactString?
    package let causation: ExactString?
    /// A checked JSON text, as it was written in the source.
    package var data: [UInt8]
    /// Likewise; nil where the source has none.
    package let meta: [UInt8]?

    package init(
        position: Int, stream: ExactString, version: Int64, type: ExactString, schema: Int? = nil, id: ExactString? = nil,
        time: EventTime? = nil, correlation: ExactString? = nil, causation: ExactString? = nil, data: [UInt8],
        meta: [UInt8]? = nil
    ) {
        self.position = position
        self.stream = stream
        self.version = version
        self.type = type
        self.schema = schema
        self.id = id
        self.time = time
        self.correlation = correlation
        self.causation = causation
        self.data = data
        self.meta = meta
    }
}

/// An event together with where it stands and the bytes that it was read from.
package struct RecordedEvent: Hashable, Sendable {
    package let event: Event
    package let place: Place
    /// The record as it stands in the source: a whole line, or one element of a document.
    package let raw: [UInt8]

    package init(event: Event, place: Place, raw: [UInt8]) {
        self.event = event
        self.place = place
        self.raw = raw
    }
}

/// Where something stands in a source.
package struct Place: Hashable, Sendable {
    package let path: String
    /// From 1; lines end at LF only. Nil where nobody has counted them yet.
    package let line: Int?
    /// In bytes from the start of the file.
    package let offset: Int

    package init(path: String, line: Int?, offset: Int) {
        self.path = path
        self.line = line
        self.offset = offset
    }

    /// `export.jsonl:17`, as compilers and editors have it.
    package var text: String { line.map { "\(path):\($0)" } ?? path }
}
