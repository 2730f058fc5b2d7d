package import JSONText

/// An event where it lies in its source: what folding looks at, millions of times. Lives only inside the closure it is given to.
package struct EventView {
    package let position: Int
    package let stream: ExactString
    package let version: Int64
    package let type: ExactString
    /// The type's number in this history, for tables of handlers.
    package let typeNumber: Int
    package let content: Content

    package enum Content {
        case plain(PlainRecord)
        /// A record that had to be read in full.
        case whole(Event)
    }

    /// As the source says it; nil where it says nothing.
    package var schema: Int? {
        switch content {
        case .whole(let event): event.schema
        case .plain(let record):
            record.schema == 0 ? nil : Self.text(record.schema, record).flatMap { Int($0.description) }
        }
    }

    /// The event as a value that outlives the view. Some allocations.
    package var event: Event {
        switch content {
        case .whole(let event): return event
        case .plain(let record):
            let time = Self.text(record.time, record).flatMap { text in
                Instant.reading(text.bytes).map { EventTime(text: text, instant: $0.instant) }
            }
            return Event(
                position: position, stream: stream, version: version, type: type, schema: schema, id: Self.text(record.id, record),
                time: time, correlation: Self.text(record.correlation, record), causation: Self.text(record.causation, record),
                data: Array(record.root.value(atNode: record.data).raw),
                meta: record.meta == 0 ? nil : Array(record.root.value(atNode: record.meta).raw))
        }
    }

    /// A string's text or a number's digits.
    private static func text(_ node: UInt32, _ record: PlainRecord) -> ExactString? {
        guard node != 0 else { return nil }
        let view = record.root.value(atNode: node)
        return view.kind == .number ? ExactString(bytes: view.raw) : view.string
    }
}
