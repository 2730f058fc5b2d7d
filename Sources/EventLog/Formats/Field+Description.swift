import JSONText

extension Field: CustomStringConvertible {
    /// Where the role lies, in words and paths, as `Documentation/formats.md` shows it.
    package var description: String {
        switch self {
        case .at(let path): path.description
        case .first(let fields): fields.map(\.description).joined(separator: ", else ")
        case .joined(let fields, let separator): fields.map(\.description).joined(separator: " \"\(separator)\" ")
        case .parts(let fields, let separator):
            fields.first.map { "\($0)" }.map { first in ([first] + fields.dropFirst().map { "(\"\(separator)\" \($0))" }).joined(separator: " ") } ?? ""
        case .before(let mark, let field): "\(field) before \"\(Unicode.Scalar(mark))\""
        case .after(let mark, let field): "\(field) after \"\(Unicode.Scalar(mark))\""
        case .behindLast(let mark, let field): "\(field) behind the last \"\(mark)\""
        case .except(let wrong, let field): "\(field) unless \"\(wrong)\""
        case .inside(let payload, let path): "\(path) in \(payload)"
        case .paired(let path, let key): "\(path) under \"\(key)\""
        case .element(let path, _, let field): "\(field) in an element of \(path)"
        case .firstMember(let path): "the first member of \(path)"
        case .highestKey(let path): "the highest key of \(path)"
        case .fileName: "the file's name"
        case .constant(let text): "\"\(text)\""
        }
    }
}

extension Field {
    /// Whether the file's name is among what it may give.
    var usesFileName: Bool {
        switch self {
        case .fileName: true
        case .first(let fields), .joined(let fields, _), .parts(let fields, _): fields.contains(where: \.usesFileName)
        case .before(_, let field), .after(_, let field), .behindLast(_, let field), .except(_, let field), .element(_, _, let field):
            field.usesFileName
        case .at, .inside, .paired, .firstMember, .highestKey, .constant: false
        }
    }
}

extension Payload: CustomStringConvertible {
    /// Where the payload lies and how it is wrapped, as `Documentation/formats.md` shows it.
    package var description: String {
        switch self {
        case .at(let path): path.description
        case .jsonString(let path): "\(path) (JSON or JSON in a string)"
        case .base64(let path): "\(path) (base64)"
        case .bytes(let path): "\(path) (JSON, in a string, base64 or \\x hex)"
        case .first(let payloads): payloads.map(\.description).joined(separator: ", else ")
        case .inside(let payload, let path): "\(path) in \(payload)"
        case .untyped(let payload): "\(payload), types unwrapped"
        case .pairs(let path): "\(path) (name and value pairs)"
        case .highestKey(let path): "the member of \(path) with the highest key"
        case .keyEnding(let ending): "the key that ends in \(ending)"
        case .rest: "every other member"
        }
    }
}
