package import JSONText

/// An event where it lies in its source: what folding looks at, millions of times. Copies nothing and owns nothing; valid until
/// its `EventRun` goes on.
package struct EventView {
    package let position: Int
    package let version: Int64
    /// The type's number in this history, for tables of handlers.
    package let typeNumber: Int
    /// The stream's number in this history.
    package let streamNumber: Int
    /// The record, where it is plain; nil for one that had to be read in full.
    package let record: ParsedRecord?
    unowned(unsafe) let run: EventRun

    /// Tells histories apart whose numbers of types differ, as long as both are being read.
    package var history: ObjectIdentifier { ObjectIdentifier(run) }
    /// The names of all types of the history, by number.
    package var typeNames: [ExactString] { run.typeNames }

    package var type: ExactString { run.typeNames[typeNumber] }
    package var stream: ExactString { ExactString(bytes: streamBytes) }

    /// For a host in C: the same as bytes.
    package func typeBytes(of number: Int) -> UnsafeBufferPointer<UInt8> { run.typeBytes(number) }
    package var streamBytes: UnsafeBufferPointer<UInt8> { run.streamBytes(streamNumber) }

    /// As the source says it; nil where it says nothing.
    package var schema: Int? {
        guard let record else { return run.whole?.schema }
        return record.text(.schema).flatMap { Int($0.description) }
    }

    /// When it says that it happened. One allocation.
    package var time: EventTime? {
        guard let record else { return run.whole!.time }
        guard let text = record.text(.time) else { return nil }
        return Instant.reading(text.bytes).map { EventTime(text: text, instant: $0.instant) }
    }

    /// The event as a value that outlives the view. Some allocations.
    package var event: Event {
        guard let record else { return run.whole! }
        return Event(
            position: position, stream: stream, version: version, type: type, schema: schema, id: record.text(.id),
            time: time, correlation: record.text(.correlation), causation: record.text(.causation),
            data: record.raw(.data).map { Array($0) } ?? Array("null".utf8), meta: record.raw(.meta).map { Array($0) })
    }
}
