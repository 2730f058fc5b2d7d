import JSONText

extension Sign: CustomStringConvertible {
    /// What a record shows by it, as `info` says what it knew a format by.
    var description: String {
        switch self {
        case .has(let path): path.description
        case .isTrue(let path): "\(path) true"
        case .isNull(let path): "\(path) null"
        case .reads(let field): field.description
        case .not(let sign): "not (\(sign))"
        case .all(let signs): signs.map(\.description).joined(separator: ", ")
        case .text(let path, let text): "\(path) \"\(text)\""
        case .prefix(let path, let text): "\(path) beginning with \"\(text)\""
        case .oneKeyEnding(let text): "one key ending in \"\(text)\""
        case .lacks(let path): "no \(path)"
        case .any(let signs): signs.map(\.description).joined(separator: " or ")
        }
    }
}

extension EnvelopeFormat {
    /// What each of its records shows, in words; empty for a format that is taken at the user's word.
    package var marks: String { signature.map(\.description).joined(separator: ", ") }
}

extension History.Source {
    /// Where each role was read, in words.
    package var roles: [(role: String, place: String)] { reader.format.roles }
    /// What its format is known by; empty where the user said it.
    package var marks: String { reader.format.marks }
}
