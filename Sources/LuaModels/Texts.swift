internal import CLuaHost
internal import EventLog
internal import JSONText

extension [UInt8] {
    /// The bytes as the host takes them, for the time of `body`. No copy.
    @inline(__always)
    func withText<Result>(_ body: (clh_text) throws -> Result) rethrows -> Result {
        try withUnsafeBytes { bytes in
            // NULL means absent to the host; an empty text is there.
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? emptyText
            return try body(clh_text(bytes: start, length: bytes.count))
        }
    }
}

/// Points somewhere; nothing is ever read from it.
private nonisolated(unsafe) let emptyText: UnsafePointer<CChar> = {
    let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    byte.pointee = 0
    return UnsafePointer(byte)
}()

extension [UInt8]? {
    @inline(__always)
    func withText<Result>(_ body: (clh_text) throws -> Result) rethrows -> Result {
        if let self { try self.withText(body) } else { try body(clh_text(bytes: nil, length: 0)) }
    }
}

extension clh_text {
    var buffer: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: UnsafeRawPointer(bytes)?.assumingMemoryBound(to: UInt8.self), count: length)
    }

    var array: [UInt8] { Array(buffer) }
    var exact: ExactString { ExactString(bytes: buffer) }
}

extension Event {
    /// The event as the host takes it, for the time of `body`. No copy.
    @inline(__always)
    func withHostEvent<Result>(_ body: (UnsafePointer<clh_event>) throws -> Result) rethrows -> Result {
        var event = clh_event()
        event.position = Int64(position)
        event.version = version
        event.schema = Int64(schema ?? 0)
        event.has_schema = schema == nil ? 0 : 1
        return try type.bytes.withText { type in
            try stream.bytes.withText { stream in
                try data.withText { data in
                    event.type = type
                    event.stream = stream
                    event.data = data
                    return try (meta as [UInt8]?).withText { meta in
                        event.meta = meta
                        return try withEnvelope(&event, body)
                    }
                }
            }
        }
    }

    @inline(__always)
    private func withEnvelope<Result>(
        _ event: inout clh_event, _ body: (UnsafePointer<clh_event>) throws -> Result
    ) rethrows -> Result {
        try (id?.bytes).withText { id in
            try (time?.text.bytes).withText { time in
                try (correlation?.bytes).withText { correlation in
                    try (causation?.bytes).withText { causation in
                        event.id = id
                        event.time = time
                        event.correlation = correlation
                        event.causation = causation
                        return try body(&event)
                    }
                }
            }
        }
    }
}

extension clh_event {
    /// An event where it lies: the host reads of its record what is asked for.
    @inline(__always)
    mutating func lie(_ view: EventView, in record: ParsedRecord, type: clh_text) {
        position = Int64(view.position)
        version = view.version
        self.type = type
        stream = clh_text(view.streamBytes)
        self.record = record.pointer
    }
}

extension clh_text {
    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.init(bytes: UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self), length: bytes.count)
    }
}
