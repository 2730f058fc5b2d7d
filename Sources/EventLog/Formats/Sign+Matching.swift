import JSONText

extension Sign {
    func holds(for record: JSONView) -> Bool {
        switch self {
        case .has(let path): record[path] != nil
        case .isTrue(let path): record[path]?.isTrue ?? false
        case .isNull(let path): record[path]?.kind == .null
        case .reads(let field): field.text(in: record, fileName: "") != nil
        case .not(let sign): !sign.holds(for: record)
        case .all(let signs): signs.allSatisfy { $0.holds(for: record) }
        case .lacks(let path): record[path] == nil
        case .text(let path, let text): record[path]?.isString(text) ?? false
        case .prefix(let path, let prefix): record[path]?.string?.hasPrefix(prefix) ?? false
        case .oneKeyEnding(let ending): record.members.lazy.filter { $0.key.string?.hasSuffix(ending) ?? false }.count == 1
        case .any(let signs): signs.contains { $0.holds(for: record) }
        }
    }

    /// How much it asks of a record: the number of marks that must be there.
    var weight: Int {
        switch self {
        case .has, .isTrue, .isNull, .reads, .oneKeyEnding: 1
        // A mark that names its text asks for more than one that is merely there.
        case .text, .prefix: 2
        case .lacks, .not: 0
        case .all(let signs): signs.reduce(0) { $0 + $1.weight }
        case .any(let signs): signs.map(\.weight).min() ?? 0
        }
    }
}

extension EnvelopeFormat {
    func fits(_ record: JSONView) -> Bool { signature.allSatisfy { $0.holds(for: record) } }

    /// The kind of record that stands among the events and is none; nil for an event.
    func aside(_ record: JSONView) -> String? { asides.first { $0.sign.holds(for: record) }?.what }

    var weight: Int { signature.reduce(0) { $0 + $1.weight } }
}
