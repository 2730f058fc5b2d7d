import JSONText

/// Where a document that wraps records keeps them: an array, or an object keyed by record.
struct RecordContainer: Hashable, Sendable {
    /// Keys from the document's root; empty: the root itself.
    let keys: [ExactString]
    let isKeyed: Bool

    var path: JSONPath { JSONPath(keys.map { .key($0) }) }

    /// Nil where the path goes through an array.
    init?(_ path: JSONPath, isKeyed: Bool) {
        var keys: [ExactString] = []
        for step in path.steps {
            guard case .key(let key) = step else { return nil }
            keys.append(key)
        }
        self.keys = keys
        self.isKeyed = isKeyed
    }
}
