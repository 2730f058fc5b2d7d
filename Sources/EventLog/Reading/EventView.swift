package import JSONText

/// An event where it lies in its source: what folding looks at, millions of times. Copies nothing and owns nothing; valid until
/// its `EventRun` goes on.
package struct EventView {
    package let position: Int
    package let version: Int64
    /// The type's number in this history, for tables of handlers; −1 for an event that stands in no log.
    package let typeNumber: Int
    /// The record, where it is plain; nil for one that had to be read in full.
    package let record: ParsedRecord?
    unowned(unsafe) let run: EventRun

    /// Tells histories apart whose numbers of types differ, as long as both are being read.
    package var history: ObjectIdentifier { ObjectIdentifier(run) }
    /// The names of all types of the history, by number.
    package var typeNames: [ExactString] { run.typeNames }

    package var type: ExactString { run.type(of: self) }
    package var stream: ExactString { run.stream(of: self) }

    /// For a host in C: the same as bytes.
    package var typeBytes: UnsafeBufferPointer<UInt8> { run.typeBytes(typeNumber) }
    package var streamBytes: UnsafeBufferPointer<UInt8> { run.streamBytes }

    /// As the source says it; nil where it says nothing.
    package var schema: Int? {
        guard let record else { return run.whole?.schema }
        return Self.text(record.view(.schema)).flatMap { Int($0.description) }
    }

    /// The data of a plain record.
    package var data: JSONView? { record?.view(.data) }

    /// The event as a value that outlives the view. Some allocations.
    package var event: Event {
        guard let record else { return run.whole! }
        let time = Self.text(record.view(.time)).flatMap { text in
            Instant.reading(text.bytes).map { EventTime(text: text, instant: $0.instant) }
        }
        return Event(
            position: position, stream: stream, version: version, type: type, schema: schema, id: Self.text(record.view(.id)),
            time: time, correlation: Self.text(record.view(.correlation)), causation: Self.text(record.view(.causation)),
            data: record.view(.data).map { Array($0.raw) } ?? Array("null".utf8), meta: record.view(.meta).map { Array($0.raw) })
    }

    /// A string's text or a number's digits.
    private static func text(_ view: JSONView?) -> ExactString? {
        guard let view else { return nil }
        return view.kind == .number ? ExactString(bytes: view.raw) : view.string
    }
}
