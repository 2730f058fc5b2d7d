extension JSONView {
    /// Every key that an object at any depth holds more than once, as a path, each once. Keys are compared decoded.
    /// - Complexity: O(bytes). Recursion is bounded by `JSONParser.maximumDepth`.
    package var repeatedKeys: [JSONPath] {
        var found: [JSONPath] = []
        var steps: [JSONPath.Step] = []
        collectRepeatedKeys(at: &steps, into: &found)
        return found
    }

    private func collectRepeatedKeys(at steps: inout [JSONPath.Step], into found: inout [JSONPath]) {
        switch kind {
        case .object:
            var seen: Set<ExactString> = []
            var told: Set<ExactString> = []
            for member in members {
                let key = member.key.string ?? ""
                if !seen.insert(key).inserted, told.insert(key).inserted { found.append(JSONPath(steps + [.key(key)])) }
                guard member.value.isContainer else { continue }
                steps.append(.key(key))
                member.value.collectRepeatedKeys(at: &steps, into: &found)
                steps.removeLast()
            }
        case .array:
            for (index, element) in elements.enumerated() where element.isContainer {
                steps.append(.index(index))
                element.collectRepeatedKeys(at: &steps, into: &found)
                steps.removeLast()
            }
        default: break
        }
    }

    private var isContainer: Bool { kind == .object || kind == .array }
}
