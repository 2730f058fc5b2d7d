package import JSONText

/// One value may hold many records: an array of them, or an object around such an array.
enum RecordExpansion {
    /// Keys under which systems put their records, for recognising a wrapped document.
    private static let wrappers: [JSONPath] = [
        ".events", ".history.events", ".Records", ".entries", ".items", ".data", ".Events",
    ].map(JSONPath.init(literal:))

    /// The records that a value may stand for before its format is known: the value itself if it is an object, else its elements;
    /// an object that wraps a list of objects stands for itself and for them.
    static func candidates(in root: JSONView) -> [JSONView] {
        switch root.kind {
        case .array: return root.elements.filter { $0.kind == .object }
        case .object:
            if let inner = wrappers.lazy.compactMap({ objects(in: root[$0]) }).first { return inner + [root] }
            return [root] + values(of: root)
        default: return []
        }
    }

    /// The records of a value under a format. Empty where it holds none.
    static func records(in root: JSONView, format: EnvelopeFormat) -> [JSONView] {
        switch root.kind {
        case .array: return Array(root.elements)
        case .object:
            if format.fits(root) { return [root] }
            for path in format.containers {
                if let list = root[path], list.kind == .array { return Array(list.elements) }
            }
            for path in wrappers {
                if let inner = objects(in: root[path]), inner.contains(where: format.fits) {
                    return root[path].map { Array($0.elements) } ?? []
                }
            }
            let values = values(of: root)
            return values.contains(where: format.fits) ? values : [root]
        default: return []
        }
    }

    /// An object keyed by event: every member's value, where all of them are objects.
    private static func values(of root: JSONView) -> [JSONView] {
        let values = root.members.map(\.value)
        return values.allSatisfy { $0.kind == .object } ? values : []
    }

    private static func objects(in list: JSONView?) -> [JSONView]? {
        guard let list, list.kind == .array else { return nil }
        let objects = list.elements.filter { $0.kind == .object }
        return objects.isEmpty ? nil : objects
    }
}
