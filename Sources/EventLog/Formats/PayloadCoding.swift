/// How far what an event holds is from what is written in its record: what decides where a text can be looked for.
package enum PayloadCoding: Int, Comparable, Sendable {
    /// It is a part of the record.
    case none
    /// It is JSON within a string.
    case text
    /// It is written as base64 or hexadecimal digits.
    case bytes

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension EnvelopeFormat {
    var payloadCoding: PayloadCoding { max(data.coding, meta?.coding ?? .none) }
}

extension Payload {
    fileprivate var coding: PayloadCoding {
        switch self {
        case .at, .pairs, .highestKey, .keyEnding, .rest: .none
        case .jsonString: .text
        case .base64, .bytes: .bytes
        case .first(let payloads): payloads.map(\.coding).max() ?? .none
        case .inside(let payload, _), .untyped(let payload): payload.coding
        }
    }
}

extension Field {
    /// Whether the role's text stands in the record, or in a string of it once decoded, as it is.
    var isWritten: Bool {
        switch self {
        case .at, .paired, .firstMember, .highestKey: true
        case .first(let fields): fields.allSatisfy(\.isWritten)
        case .before(_, let field), .after(_, let field), .behindLast(_, let field), .except(_, let field), .element(_, _, let field):
            field.isWritten
        case .joined, .parts, .inside, .fileName, .constant: false
        }
    }
}

extension Field {
    /// How the role's text stands in the record: as it is, or in JSON within a string; nil where it need not stand there at all.
    var literalCoding: PayloadCoding? {
        switch self {
        case .inside(let payload, _): payload.coding == .bytes ? nil : payload.coding
        case .first(let fields):
            fields.reduce(PayloadCoding.none) { coding, field in coding.flatMap { coding in field.literalCoding.map { max(coding, $0) } } }
        case .before(_, let field), .after(_, let field), .behindLast(_, let field), .except(_, let field), .element(_, _, let field):
            field.literalCoding
        case .at, .paired, .firstMember, .highestKey, .joined, .parts, .fileName, .constant: isWritten ? PayloadCoding.none : nil
        }
    }
}

extension History {
    /// How ids of events and of their causes stand in the records; nil where some need not stand there as texts.
    var idCoding: PayloadCoding? {
        let roles = sources.flatMap { [$0.reader.format.id, $0.reader.format.causation] }.compactMap { $0 }
        return Field.first(roles).literalCoding
    }

    /// Of the files' formats, the one that is farthest.
    package var payloadCoding: PayloadCoding { sources.map(\.reader.format.payloadCoding).max() ?? .none }

    /// Whether an event's correlation can be looked for as a text.
    package var writesCorrelations: Bool { sources.allSatisfy { $0.reader.format.correlation?.isWritten ?? true } }
}
