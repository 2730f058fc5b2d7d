import JSONText

/// The events of one append, checked, and their lines but for what only the store knows.
///
/// All texts lie in one row of bytes: an append of many events is bound by how often memory is asked for.
struct PreparedAppend {
    let stream: ExactString
    private(set) var events: [PreparedEvent] = []
    private var writer = JSONWriter()
    private let parser: JSONParser

    /// - Throws: `InvalidEvent` for what cannot be kept exactly, or may not be.
    init(_ events: [EventToAppend], to stream: ExactString, parser: JSONParser) throws(InvalidEvent) {
        if let problem = StoreRules.problem(ofStream: stream) { throw InvalidEvent(message: problem) }
        self.stream = stream
        self.parser = parser
        self.events.reserveCapacity(events.count)
        let bytes = events.reduce(0) { $0 + $1.data.count + ($1.meta?.count ?? 0) + $1.type.bytes.count + 128 }
        writer.reserveCapacity(min(bytes, Self.largest))
        for (number, event) in events.enumerated() {
            do {
                try add(event)
            } catch {
                throw InvalidEvent(message: (error as? InvalidEvent)?.message ?? "\(error)", number: number)
            }
            guard size <= Self.largest else {
                throw InvalidEvent(message: "one append holds \(Self.largest >> 20) MiB at most", number: number)
            }
        }
    }

    /// In bytes: all of it is in memory, and is one write.
    static let largest = 1 << 30

    var isEmpty: Bool { events.isEmpty }
    /// In bytes: of all that was added.
    var size: Int { writer.bytes.count }
    /// `"type":…` up to the last of each event's own members, without a brace, one event behind the other.
    var text: [UInt8] { writer.bytes }
}

/// Where one event's text stands in `PreparedAppend.text`.
struct PreparedEvent {
    let id: ExactString?
    let range: Range<Int>
    /// In `text`: where the store's clock gives the time, which is no part of what the event says. Nil where the event has one.
    let timeGap: Int?
}

extension PreparedAppend {
    /// - Throws: `InvalidEvent` for what cannot be kept exactly.
    private mutating func add(_ event: EventToAppend) throws {
        let problem = StoreRules.problem(ofType: event.type) ?? event.id.flatMap(StoreRules.problem(ofID:))
        if let problem { throw InvalidEvent(message: problem) }
        guard event.schema ?? 0 >= 0 else { throw InvalidEvent(message: "the schema version is negative") }
        if let time = event.time, Instant.reading(time.bytes) == nil {
            throw InvalidEvent(message: StoreRules.unreadableTime(time))
        }
        try check(event.data, "data", isObject: false)
        if let meta = event.meta { try check(meta, "meta", isObject: true) }

        let start = size
        writer.append(literal: "\"type\":")
        writer.append(string: event.type)
        if let schema = event.schema {
            writer.append(literal: ",\"schema\":")
            writer.append(Int64(schema))
        }
        if let id = event.id {
            writer.append(literal: ",\"id\":")
            writer.append(string: id)
        }
        var timeGap: Int?
        if let time = event.time {
            writer.append(literal: ",\"time\":")
            writer.append(string: time)
        } else {
            timeGap = size
        }
        writer.append(literal: ",\"data\":")
        event.data.withUnsafeBufferPointer { writer.append(raw: $0) }
        if let meta = event.meta {
            writer.append(literal: ",\"meta\":")
            meta.withUnsafeBufferPointer { writer.append(raw: $0) }
        }
        events.append(PreparedEvent(id: event.id, range: start..<size, timeGap: timeGap))
        try checkLine(of: event)
    }

    private func check(_ text: [UInt8], _ name: StaticString, isObject: Bool) throws {
        guard text.count <= Self.longestLine else { throw Self.tooLong }
        do {
            let isFitting = try text.withUnsafeBufferPointer { try parser.parse($0) { !isObject || $0.kind == .object } }
            guard isFitting else { throw InvalidEvent(message: "\(name) must be an object") }
        } catch let error as JSONError {
            throw InvalidEvent(message: "\(name), byte \(error.offset + 1): \(error)")
        }
    }

    /// Reads back what would be written, where that may not say what was meant: names are to be the same to the byte, and data
    /// that nest deep nest one deeper in a line.
    private func checkLine(of event: EventToAppend) throws {
        guard let range = events.last?.range else { return }
        guard range.count + 6 * stream.bytes.count + 192 > Self.longestLine || range.count > JSONParser.maximumDepth
            || !(stream.isASCII && event.type.isASCII && event.id?.isASCII ?? true)
        else { return }
        var line: [UInt8] = []
        let head = LineHead(stream, time: Instant(microseconds: 0))
        appendLine(events.count - 1, to: &line, head, version: .max, batch: BatchMark(index: .max - 1, size: .max))
        guard line.count - 1 <= Self.longestLine else { throw Self.tooLong }
        do {
            try parser.parse(line) { root in
                let line = StoreLine(root)
                guard line.stream?.isString(stream) == true else { throw InvalidEvent(message: "the stream's name is no valid UTF-8") }
                guard line.type?.isString(event.type) == true else { throw InvalidEvent(message: "the type is no valid UTF-8") }
                if let id = event.id, line.id?.isString(id) != true { throw InvalidEvent(message: "the id is no valid UTF-8") }
            }
        } catch let error as JSONError {
            throw InvalidEvent(message: error.description)
        }
    }

    /// Longer lines are refused, as they are when read. In bytes, without the line feed.
    static let longestLine = BlockReader.longestLine
    private static let tooLong = InvalidEvent(message: "the event is longer than \(longestLine >> 20) MiB")
}

extension PreparedAppend {
    /// Appends an event's whole line, LF included.
    func appendLine(_ number: Int, to bytes: inout [UInt8], _ head: LineHead, version: Int64, batch: BatchMark?) {
        bytes += head.stream
        bytes.append(decimal: version)
        bytes.append(UInt8(ascii: ","))
        let event = events[number]
        text.withUnsafeBufferPointer { text in
            bytes += UnsafeBufferPointer(rebasing: text[event.range.lowerBound..<(event.timeGap ?? event.range.upperBound)])
            guard let gap = event.timeGap else { return }
            bytes += head.time
            bytes += UnsafeBufferPointer(rebasing: text[gap..<event.range.upperBound])
        }
        if let batch {
            bytes += Self.batchMember
            bytes.append(decimal: Int64(batch.index))
            bytes += Self.sizeMember
            bytes.append(decimal: Int64(batch.size))
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "}"))
        bytes.append(0x0A)
    }

    private static let batchMember = Array(",\"batch\":{\"index\":".utf8)
    private static let sizeMember = Array(",\"size\":".utf8)

    /// Whether a stored line says the same as an event, whatever its version. A time that the store gave is not compared.
    func isSame(_ number: Int, as stored: StoreLine) -> Bool {
        guard stored.stream?.isString(stream) == true else { return false }
        var writer = JSONWriter()
        func add(_ name: StaticString, _ view: JSONView?) {
            guard let view else { return }
            writer.append(literal: writer.bytes.isEmpty ? "\"" : ",\"")
            writer.append(literal: name)
            writer.append(literal: "\":")
            writer.append(raw: view.raw)
        }
        add("type", stored.type)
        add("schema", stored.schema)
        add("id", stored.id)
        let event = events[number]
        if event.timeGap == nil { add("time", stored.time) }
        add("data", stored.data)
        add("meta", stored.meta)
        return writer.bytes.elementsEqual(text[event.range])
    }
}

/// What all lines of one append have alike.
struct LineHead {
    /// `{"stream":"account-1","version":`
    let stream: [UInt8]
    /// `,"time":"…"`, for events without one: what happens at once has one time.
    let time: [UInt8]

    init(_ stream: ExactString, time: Instant) {
        var writer = JSONWriter()
        writer.append(literal: "{\"stream\":")
        writer.append(string: stream)
        writer.append(literal: ",\"version\":")
        self.stream = writer.bytes
        self.time = Array(",\"time\":\"\(time.text())\"".utf8)
    }
}

extension [UInt8] {
    /// A number that is not negative, without a `String` of it.
    fileprivate mutating func append(decimal number: Int64) {
        let start = endIndex
        var rest = UInt64(number)
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        self[start...].reverse()
    }
}

extension ExactString {
    fileprivate var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }
}
