import JSONText

extension JSONValue {
    /// Every leaf with its path, in order. Depth is bounded, since parsers and models bound it. O(leaves).
    func leaves(at path: JSONPath = JSONPath()) -> [(path: JSONPath, value: JSONValue)] {
        switch self {
        case .object(let object) where !isLeaf:
            object.members.flatMap { $0.value.leaves(at: path.appending(.key($0.key))) }
        case .array(let array) where !isLeaf:
            array.enumerated().flatMap { $0.element.leaves(at: path.appending(.index($0.offset))) }
        default: [(path, self)]
        }
    }
}
