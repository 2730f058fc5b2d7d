package import JSONText

/// How one system writes the record around its events: a declaration, not code.
///
/// A new format is one such value and a line in `EnvelopeFormat.known`.
package struct EnvelopeFormat: Sendable {
    /// As `--format` takes it and `info` prints it.
    package let name: String
    /// For people: `EventStoreDB, Atom feed with embed=body`.
    package let title: String
    /// What every record of this format has. All must hold.
    let signature: [Sign]
    /// Where the records lie in a document that wraps them.
    var containers: [JSONPath] = []

    var stream: Field
    /// For formats that name the stream once in a file, not in each record.
    var streamOfFile: Field? = nil
    var type: Field
    var version: Field? = nil
    var position: Field? = nil
    var time: Field? = nil
    var id: Field? = nil
    /// What an id is unique in; nil: the whole log.
    var idScope: Field? = nil
    var schema: Field? = nil
    var correlation: Field? = nil
    var causation: Field? = nil
    var data: Payload
    var meta: Payload? = nil
}

/// A mark by which a format is recognised.
indirect enum Sign: Sendable {
    case has(JSONPath)
    case text(JSONPath, ExactString)
    case prefix(JSONPath, ExactString)
    /// Exactly one key of the record ends so.
    case oneKeyEnding(ExactString)
    case lacks(JSONPath)
    case any([Sign])
}

/// Where a role's text lies in a record.
indirect enum Field: Sendable {
    case at(JSONPath)
    /// The first that is there.
    case first([Field])
    /// All of them with a text between; nil where one is missing.
    case joined([Field], by: ExactString)
    /// The part of another field's text before or after the first of a mark; nil where the mark is missing.
    case before(UInt8, Field)
    case after(UInt8, Field)
    /// The file's name without its ending.
    case fileName
    /// What a record without the field stands under.
    case constant(ExactString)
}

/// Where an event's data (or metadata) lies, and how it is wrapped.
enum Payload: Sendable {
    case at(JSONPath)
    /// A string that holds JSON; kept as a string where it does not.
    case jsonString(JSONPath)
    /// A string of base64 that holds JSON; kept as a string where it does not.
    case base64(JSONPath)
    case first([Payload])
    /// The one key that ends so.
    case keyEnding(ExactString)
    /// Every member that no role uses.
    case rest
}

extension Field: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self = .at(JSONPath(literal: value)) }
}

extension JSONPath {
    /// For declarations: a path that is wrong is a programmer's mistake.
    init(literal text: String) {
        do { try self.init(parsing: text) } catch { preconditionFailure("\(text): \(error.message)") }
    }
}

extension Sign: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self = .has(JSONPath(literal: value)) }
    static func text(_ path: String, _ text: ExactString) -> Sign { .text(JSONPath(literal: path), text) }
    static func prefix(_ path: String, _ text: ExactString) -> Sign { .prefix(JSONPath(literal: path), text) }
    static func lacks(_ path: String) -> Sign { .lacks(JSONPath(literal: path)) }
}

extension Payload: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self = .at(JSONPath(literal: value)) }
    static func jsonString(_ path: String) -> Payload { .jsonString(JSONPath(literal: path)) }
    static func base64(_ path: String) -> Payload { .base64(JSONPath(literal: path)) }
}
