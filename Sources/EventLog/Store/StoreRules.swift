import JSONText

/// What a store takes, and the words for what it does not: the same for an append, an import and `verify`.
enum StoreRules {
    static func problem(ofStream name: ExactString) -> String? {
        if name.isEmpty { return "the stream's name is empty" }
        return isReserved(name) ? "names of streams that begin with $ are reserved" : nil
    }

    static func problem(ofType type: ExactString) -> String? {
        if type.isEmpty { return "the type is empty" }
        return isReserved(type) ? "types that begin with $ are reserved" : nil
    }

    static func problem(ofID id: ExactString) -> String? { id.isEmpty ? "the id is empty; leave it out" : nil }

    static func unreadableTime(_ time: ExactString) -> String {
        "the time \(JSONValue.string(time).line) cannot be read; write it as 2026-03-05T14:32:00Z"
    }

    static let metaIsNoObject = "meta must be an object"

    /// The store's own names, should it ever need some.
    static func isReserved(_ name: ExactString) -> Bool { name.hasPrefix("$") }
}
