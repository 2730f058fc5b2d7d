import JSONText

extension Sign {
    func holds(for record: JSONView) -> Bool {
        switch self {
        case .has(let path): record[path] != nil
        case .lacks(let path): record[path] == nil
        case .text(let path, let text): record[path]?.isString(text) ?? false
        case .prefix(let path, let prefix): record[path]?.string?.hasPrefix(prefix) ?? false
        case .oneKeyEnding(let ending): record.members.lazy.filter { $0.key.string?.hasSuffix(ending) ?? false }.count == 1
        case .any(let signs): signs.contains { $0.holds(for: record) }
        }
    }
}

extension EnvelopeFormat {
    func fits(_ record: JSONView) -> Bool { signature.allSatisfy { $0.holds(for: record) } }
}
