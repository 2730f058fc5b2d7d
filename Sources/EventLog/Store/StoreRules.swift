import JSONText

/// What a store takes, and the words for what it does not: the same for an append, an import and `verify`.
enum StoreRules {
    static func problem(ofStream name: ExactString) -> String? { name.bytes.withUnsafeBytes(problem(ofStream:)) }
    static func problem(ofType type: ExactString) -> String? { type.bytes.withUnsafeBytes(problem(ofType:)) }
    static func problem(ofID id: ExactString) -> String? { id.bytes.withUnsafeBytes(problem(ofID:)) }

    static func problem(ofStream name: UnsafeRawBufferPointer) -> String? {
        if name.isEmpty { return "the stream's name is empty" }
        return name.first == dollar ? "names of streams that begin with $ are reserved" : nil
    }

    static func problem(ofType type: UnsafeRawBufferPointer) -> String? {
        if type.isEmpty { return "the type is empty" }
        return type.first == dollar ? "types that begin with $ are reserved" : nil
    }

    static func problem(ofID id: UnsafeRawBufferPointer) -> String? { id.isEmpty ? "the id is empty; leave it out" : nil }

    private static let dollar = UInt8(ascii: "$")

    static func unreadableTime(_ time: ExactString) -> String {
        "the time \(JSONValue.string(time).line) cannot be read; write it as 2026-03-05T14:32:00Z"
    }

    static let metaIsNoObject = "meta must be an object"

    /// The store's own names, should it ever need some.
    static func isReserved(_ name: ExactString) -> Bool { name.bytes.first == dollar }
}
