import EventLog
import JSONText

extension JSONLine {
    /// An event in the shape that `events` prints; what the source lacks is left out.
    init(_ event: Event) {
        self.init()
        add("position", event.position)
        add(event, meta: event.meta)
    }

    /// The members that `events` and our own store share, in their order.
    mutating func add(_ event: Event, meta: [UInt8]?) {
        add("stream", event.stream)
        add("version", event.version)
        add("type", event.type)
        add("schema", event.schema)
        add("id", event.id)
        add("time", event.time?.text)
        add("data", raw: event.data)
        add("meta", raw: meta)
    }
}
