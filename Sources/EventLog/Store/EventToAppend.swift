package import JSONText

/// An event that is to be appended. What is nil is left out; a time that is missing is set by the store's clock.
package struct EventToAppend: Hashable, Sendable {
    package var type: ExactString
    /// A JSON text.
    package var data: [UInt8]
    /// By which a repeated append is known: an id belongs to one event of a store.
    package var id: ExactString?
    /// As it shall be kept; RFC 3339.
    package var time: ExactString?
    package var schema: Int?
    /// The JSON text of an object.
    package var meta: [UInt8]?

    package init(
        type: ExactString, data: [UInt8], id: ExactString? = nil, time: ExactString? = nil, schema: Int? = nil, meta: [UInt8]? = nil
    ) {
        self.type = type
        self.data = data
        self.id = id
        self.time = time
        self.schema = schema
        self.meta = meta
    }
}

extension EventToAppend {
    /// Reads `{"type","data","id"?,"time"?,"schema"?,"meta"?}`.
    /// - Parameter stream: where it shall go. Then an event may say so as well, and have a place of its own, as what was read of a
    ///   history has: that is passed over, for a store gives its own.
    /// - Throws: `InvalidEvent`.
    package init(line: some Collection<UInt8>, parser: JSONParser, stream: ExactString? = nil) throws {
        do {
            self = try parser.parse(line) { root throws in try EventToAppend(root, stream) }
        } catch let error as JSONError {
            throw InvalidEvent(message: "column \(error.offset + 1): \(error)")
        }
    }

    private init(_ root: JSONView, _ stream: ExactString?) throws {
        guard root.kind == .object else { throw InvalidEvent(message: "no object; one event is one JSON object") }
        self.init(type: "", data: [])
        var seen: Set<ExactString> = []
        for (key, value) in root.members {
            guard let name = key.string else { continue }
            guard seen.insert(name).inserted else { throw InvalidEvent(message: "\(quoted(name)) is there twice") }
            switch name {
            case "type": type = try Self.text(value, name)
            case "data": data = Array(value.raw)
            case "id": id = try Self.text(value, name)
            case "time": time = try Self.text(value, name)
            case "schema":
                guard let number = StoreLine.wholeNumber(value) else {
                    throw InvalidEvent(message: "\"schema\" must be a whole number from 0")
                }
                schema = Int(number)
            case "meta": meta = Array(value.raw)
            case "stream" where stream != nil:
                guard let named = value.string, let stream, named == stream else {
                    throw InvalidEvent(message: "\"stream\" is \(value.value.line), not the stream that is appended to")
                }
            case "position" where stream != nil, "version" where stream != nil: break
            case "stream", "version", "position", "batch":
                throw InvalidEvent(message: "\(quoted(name)) is given by the store, not by the event")
            default:
                throw InvalidEvent(message: "\(quoted(name)) is no member of an event; known are type, data, id, time, schema, meta")
            }
        }
        guard seen.contains("type") else { throw InvalidEvent(message: "\"type\" is missing") }
        guard seen.contains("data") else { throw InvalidEvent(message: "\"data\" is missing") }
    }

    private static func text(_ value: JSONView, _ name: ExactString) throws -> ExactString {
        guard let text = value.string else { throw InvalidEvent(message: "\(quoted(name)) must be a string") }
        return text
    }
}

private func quoted(_ name: ExactString) -> String { JSONValue.string(name).line }

/// Why something is no event that can be stored.
package struct InvalidEvent: Error, Hashable, Sendable {
    package let message: String
    /// Which of several, from 0; nil where none of them is meant.
    package let number: Int?

    package init(message: String, number: Int? = nil) {
        self.message = message
        self.number = number
    }
}
