import JSONText

/// The paths that some states have, for whoever named one that none has.
struct KnownPaths {
    private var paths: [JSONPath] = []

    init(in states: [JSONValue]) {
        var seen: Set<JSONPath> = []
        for state in states { add(state, at: JSONPath(), &seen) }
    }

    private mutating func add(_ value: JSONValue, at path: JSONPath, _ seen: inout Set<JSONPath>) {
        guard paths.count < Self.most else { return }
        if !path.steps.isEmpty, seen.insert(path).inserted { paths.append(path) }
        switch value {
        case .object(let object): for member in object.members { add(member.value, at: path.appending(.key(member.key)), &seen) }
        case .array(let array): for (index, element) in array.enumerated() { add(element, at: path.appending(.index(index)), &seen) }
        default: break
        }
    }

    private static let most = 10_000

    /// What to do about an unknown path; some names where none is near.
    func hint(for path: JSONPath) -> String {
        let near = NearestNames.few(of: paths.lazy.map { Array($0.description.utf8) }, like: Array(path.description.utf8))
        if !near.isEmpty { return "near it: \(near.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", "))" }
        let top = paths.filter { $0.steps.count == 1 }.prefix(8).map(\.description)
        return top.isEmpty ? "the state is empty" : "there are \(top.joined(separator: ", "))"
    }
}

extension JSONPath {
    /// - Throws: `UsageError` with the column.
    init(argument text: String, flag: String) throws(UsageError) {
        do { self = try JSONPath(parsing: text) } catch {
            throw UsageError("\(flag) \(text), column \(error.column): \(error.message)")
        }
    }
}
