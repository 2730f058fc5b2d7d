import JSONText

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
    /// Where the envelope stands within a record; the first that is there, else the record itself.
    var envelopes: [JSONPath] = []
    /// For records that each hold several events.
    var batch: Batch? = nil
    /// Records that stand among the events and are none.
    var asides: [Aside] = []
    /// Whether streams whose names begin with `$` are the system's own.
    var hasSystemStreams = false
    /// Whether its system lists the newest event first: where only times can tell, such a list is read from its end.
    package var listsNewestFirst = false
    /// What this format cannot say, and what is taken instead; said by `info`.
    package var assumption: String? = nil

    var stream: Field
    /// For formats that name the stream once in a file, not in each record.
    var streamOfFile: Field? = nil
    var type: Field
    var version: Field? = nil
    var position: Field? = nil
    var time: Field? = nil
    var id: Field? = nil
    /// Whether an event's id is the key under which its record stands in the document around it.
    var idIsKey = false
    /// What an id is unique in; nil: the whole log.
    var idScope: Field? = nil
    var schema: Field? = nil
    var correlation: Field? = nil
    var causation: Field? = nil
    var data: Payload
    var meta: Payload? = nil
}

/// One record that holds several events of a stream, each an element of a list. What a field of the format names is read in the
/// element; what is named here, in the record around it.
struct Batch: Sendable {
    let elements: JSONPath
    let stream: Field
    /// The version of the first element; 0 where neither this nor `nextVersion` is there.
    var firstVersion: Field? = nil
    /// The version that the event after the last would have.
    var nextVersion: Field? = nil
    /// A list beside the elements that holds their types, and where in each of its elements.
    var types: (list: JSONPath, type: Field)? = nil
    /// A list beside the elements that holds no events, and what it holds.
    var asides: (list: JSONPath, what: String)? = nil
}

/// A kind of record that is no event of the domain: never folded, but counted and said.
struct Aside: Sendable {
    /// In the plural: `heartbeats`.
    let what: String
    let sign: Sign

    init(_ what: String, _ sign: Sign) {
        self.what = what
        self.sign = sign
    }
}

/// A mark by which a format is recognised.
indirect enum Sign: Sendable {
    case has(JSONPath)
    /// There, and true.
    case isTrue(JSONPath)
    /// There, and null.
    case isNull(JSONPath)
    /// A field that has a text.
    case reads(Field)
    case not(Sign)
    case all([Sign])
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
    /// Those that are there with a text between; nil where the first is missing.
    case parts([Field], by: ExactString)
    /// The part of another field's text before or after the first of a mark; nil where the mark is missing.
    case before(UInt8, Field)
    case after(UInt8, Field)
    /// The part of another field's text behind the last of a mark; nil where the mark is missing.
    case behindLast(ExactString, Field)
    /// Another field, unless its text is this.
    case except(ExactString, Field)
    /// Within the JSON text that a payload holds.
    case inside(Payload, JSONPath)
    /// The text that follows a key in a flat list `[key, value, key, value]`, or its member in an object.
    case paired(JSONPath, ExactString)
    /// In the first element of a list for which a sign holds.
    case element(of: JSONPath, where: Sign, Field)
    /// The first member of an object.
    case firstMember(of: JSONPath)
    /// The highest of an object's keys that are numbers.
    case highestKey(of: JSONPath)
    /// The file's name without its ending.
    case fileName
    /// What a record without the field stands under.
    case constant(ExactString)
}

/// Where an event's data (or metadata) lies, and how it is wrapped.
indirect enum Payload: Sendable {
    case at(JSONPath)
    /// A string that holds JSON; kept as a string where it does not.
    case jsonString(JSONPath)
    /// A string of base64 that holds JSON; kept as a string where it does not.
    case base64(JSONPath)
    /// A column of bytes as databases and clients write it: JSON in a string, `\\x` and hexadecimal digits, or base64. JSON that is
    /// no string stays as it is, and so does a string that holds no JSON.
    case bytes(JSONPath)
    /// The first that is there and not null; else null, where one is there.
    case first([Payload])
    /// Within the JSON text that another payload holds.
    case inside(Payload, JSONPath)
    /// Another payload without the types that MongoDB's Extended JSON and DynamoDB's JSON write around each value.
    case untyped(Payload)
    /// A list of objects with a name and a value, as one object.
    case pairs(JSONPath)
    /// The member of an object whose key is the highest number.
    case highestKey(of: JSONPath)
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
    static func has(_ path: String) -> Sign { .has(JSONPath(literal: path)) }
    static func lacks(_ path: String) -> Sign { .lacks(JSONPath(literal: path)) }
    static func isTrue(_ path: String) -> Sign { .isTrue(JSONPath(literal: path)) }
    static func isNull(_ path: String) -> Sign { .isNull(JSONPath(literal: path)) }
}

extension Field {
    static func at(_ path: String) -> Field { .at(JSONPath(literal: path)) }
    static func inside(_ payload: Payload, _ path: String) -> Field { .inside(payload, JSONPath(literal: path)) }
    static func paired(_ path: String, _ key: ExactString) -> Field { .paired(JSONPath(literal: path), key) }
    static func firstMember(of path: String) -> Field { .firstMember(of: JSONPath(literal: path)) }
    static func highestKey(of path: String) -> Field { .highestKey(of: JSONPath(literal: path)) }
    static func element(of path: String, where sign: Sign, _ field: Field) -> Field {
        .element(of: JSONPath(literal: path), where: sign, field)
    }
    static func before(_ mark: Unicode.Scalar, _ field: Field) -> Field { .before(UInt8(ascii: mark), field) }
    static func after(_ mark: Unicode.Scalar, _ field: Field) -> Field { .after(UInt8(ascii: mark), field) }

    /// The trace that a W3C traceparent names: https://www.w3.org/TR/trace-context/#traceparent-header
    static func trace(of traceparent: Field) -> Field { .before("-", .after("-", traceparent)) }
}

extension Payload: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self = .at(JSONPath(literal: value)) }
    static func jsonString(_ path: String) -> Payload { .jsonString(JSONPath(literal: path)) }
    static func at(_ path: String) -> Payload { .at(JSONPath(literal: path)) }
    static func base64(_ path: String) -> Payload { .base64(JSONPath(literal: path)) }
    static func bytes(_ path: String) -> Payload { .bytes(JSONPath(literal: path)) }
    static func pairs(_ path: String) -> Payload { .pairs(JSONPath(literal: path)) }
    static func highestKey(of path: String) -> Payload { .highestKey(of: JSONPath(literal: path)) }
    static func inside(_ payload: Payload, _ path: String) -> Payload { .inside(payload, JSONPath(literal: path)) }
}
