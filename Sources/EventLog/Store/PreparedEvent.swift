import JSONText

/// A new event, checked, and its line but for what only the store knows.
struct PreparedEvent {
    let id: ExactString?
    /// `"type":…` up to the last of the event's own members, without a brace.
    let members: [UInt8]
    /// Where in `members` a time stands that the store's clock gave: it is no part of what the event says.
    let stampedTime: Range<Int>?

    /// - Throws: `InvalidEvent` for what cannot be kept exactly.
    init(_ event: NewEvent, now: () -> ExactString, stream: ExactString, parser: JSONParser) throws {
        guard !event.type.isEmpty else { throw InvalidEvent(message: "the type is empty") }
        guard !event.type.hasPrefix("$") else { throw InvalidEvent(message: "types that begin with $ are reserved") }
        guard event.id?.isEmpty != true else { throw InvalidEvent(message: "the id is empty; leave it out") }
        guard event.schema ?? 0 >= 0 else { throw InvalidEvent(message: "the schema version is negative") }
        if let time = event.time, Instant.reading(time.bytes) == nil {
            throw InvalidEvent(message: "the time \(JSONValue.string(time).line) cannot be read; write it as 2026-03-05T14:32:00Z")
        }
        try Self.check(event.data, "data", parser, isObject: false)
        if let meta = event.meta { try Self.check(meta, "meta", parser, isObject: true) }

        var writer = JSONWriter()
        writer.append(literal: "\"type\":")
        writer.append(string: event.type)
        if let schema = event.schema {
            writer.append(literal: ",\"schema\":")
            writer.append(text: String(schema))
        }
        if let id = event.id {
            writer.append(literal: ",\"id\":")
            writer.append(string: id)
        }
        let timeStart = writer.bytes.count
        writer.append(literal: ",\"time\":")
        writer.append(string: event.time ?? now())
        stampedTime = event.time == nil ? timeStart..<writer.bytes.count : nil
        writer.append(literal: ",\"data\":")
        writer.append(raw: event.data)
        if let meta = event.meta {
            writer.append(literal: ",\"meta\":")
            writer.append(raw: meta)
        }
        id = event.id
        members = writer.bytes
        try checkLine(of: event, stream: stream, parser)
    }

    private static func check(_ text: [UInt8], _ name: String, _ parser: JSONParser, isObject: Bool) throws {
        guard text.count <= Self.longestLine else { throw tooLong }
        do {
            let isFitting = try parser.parse(text) { !isObject || $0.kind == .object }
            guard isFitting else { throw InvalidEvent(message: "\(name) must be an object") }
        } catch let error as JSONError {
            throw InvalidEvent(message: "\(name), byte \(error.offset + 1): \(error)")
        }
    }

    /// Reads back what would be written, where that may not say what was meant: names are to be the same to the byte, and data
    /// that nest deep nest one deeper in a line.
    private func checkLine(of event: NewEvent, stream: ExactString, _ parser: JSONParser) throws {
        guard members.count + 6 * stream.bytes.count + 128 > Self.longestLine || members.count > JSONParser.maximumDepth
            || !(stream.isASCII && event.type.isASCII && event.id?.isASCII ?? true)
        else { return }
        var line: [UInt8] = []
        append(to: &line, after: Self.head(of: stream), version: .max, batch: BatchMark(index: .max - 1, size: .max))
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

extension PreparedEvent {
    /// The beginning of every line of a stream.
    static func head(of stream: ExactString) -> [UInt8] {
        var writer = JSONWriter()
        writer.append(literal: "{\"stream\":")
        writer.append(string: stream)
        writer.append(literal: ",\"version\":")
        return writer.bytes
    }

    /// Appends the whole line, LF included.
    func append(to bytes: inout [UInt8], after head: [UInt8], version: Int64, batch: BatchMark?) {
        bytes += head
        bytes += String(version).utf8
        bytes.append(UInt8(ascii: ","))
        bytes += members
        if let batch {
            bytes += Self.batchMember
            bytes += String(batch.index).utf8
            bytes += Self.sizeMember
            bytes += String(batch.size).utf8
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "}"))
        bytes.append(0x0A)
    }

    private static let batchMember = Array(",\"batch\":{\"index\":".utf8)
    private static let sizeMember = Array(",\"size\":".utf8)

    /// Whether a stored line says the same, whatever its version. A time that the store gave is not compared.
    func isSame(as stored: StoreLine, in stream: ExactString) -> Bool {
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
        if stampedTime == nil { add("time", stored.time) }
        add("data", stored.data)
        add("meta", stored.meta)
        var own = members
        if let stampedTime { own.removeSubrange(stampedTime) }
        return writer.bytes == own
    }
}

extension ExactString {
    fileprivate var isASCII: Bool { bytes.allSatisfy { $0 < 0x80 } }
}
