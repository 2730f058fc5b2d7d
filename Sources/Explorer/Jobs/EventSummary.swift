package import EventLog
import JSONText

/// An event's data on one line: the few values by which a person tells it from its neighbours.
package struct EventSummary: Equatable, Sendable {
    package struct Field: Equatable, Sendable {
        package let name: String
        package let text: String
        /// Whether the text goes on.
        package var isCut = false
    }

    package let position: Int
    package let fields: [Field]

    /// An event that could not be read.
    package init(unreadable position: Int) {
        self.position = position
        fields = []
    }

    private static let mostFields = 24
    private static let longestText = 60

    /// Plain values first come first; what looks like an id and what lies deeper comes after them, what the stream's name says last.
    /// What never changes is known of many events only: `FieldHabits`.
    package init(_ event: Event) {
        position = event.position
        guard let value = try? JSONParser().value(of: event.data) else {
            fields = []
            return
        }
        var plain: [Field] = []
        var later: [Field] = []
        var named: [Field] = []
        Self.collect(value, name: "", depth: 0, of: event, &plain, &later, &named)
        fields = Array((plain + later + named).prefix(Self.mostFields))
    }

    private static func collect(
        _ value: JSONValue, name: String, depth: Int, of event: Event, _ plain: inout [Field], _ later: inout [Field],
        _ named: inout [Field]
    ) {
        guard plain.count < mostFields, later.count < 4 * mostFields else { return }
        switch value {
        case .object(let object) where depth < 2:
            for member in object.members.prefix(40) {
                collect(member.value, name: member.key.description, depth: depth + 1, of: event, &plain, &later, &named)
            }
        case .object(let object): if !object.members.isEmpty { later.append(Field(name: name, text: "{\(object.members.count)}")) }
        case .array(let array): if !array.isEmpty { later.append(Field(name: name, text: "[\(array.count)]")) }
        case .null: break
        case .string(let text):
            // The type has a column of its own.
            guard !text.bytes.isEmpty, text != event.type else { return }
            let field = Self.field(name, text)
            if isNamed(event.stream, by: text) {
                named.append(field)
            } else if depth > 1 || namesID(name) || looksLikeID(text) {
                later.append(field)
            } else {
                plain.append(field)
            }
        case .number, .bool:
            let field = Field(name: name, text: value.line)
            if isNamed(event.stream, by: ExactString(field.text)) {
                named.append(field)
            } else if depth > 1 || namesID(name) {
                later.append(field)
            } else {
                plain.append(field)
            }
        }
    }

    /// A long text's beginning: whole characters, and whole words where they are not long.
    private static func field(_ name: String, _ text: ExactString) -> Field {
        guard text.bytes.count > longestText else { return Field(name: name, text: text.description) }
        // A character has seldom more than four bytes; what may be half a one at the end is let go.
        var bytes = Array(text.bytes.prefix(4 * longestText))
        if bytes.count < text.bytes.count {
            while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
        }
        let whole = String(decoding: bytes, as: UTF8.self)
        var shown = whole.prefix(longestText)
        let isCut = shown.endIndex < whole.endIndex || bytes.count < text.bytes.count
        if isCut, let blank = shown.lastIndex(of: " "), shown.distance(from: blank, to: shown.endIndex) < longestText / 3 { shown = shown[..<blank] }
        return Field(name: name, text: String(shown), isCut: isCut)
    }

    /// Whether a stream's name is a text, or ends with it behind its category.
    private static func isNamed(_ stream: ExactString, by text: ExactString) -> Bool {
        stream == text || stream.hasSuffix(text) && stream.bytes.dropLast(text.bytes.count).last == UInt8(ascii: "-")
    }

    /// `id`, `push_id`, `repositoryId`.
    private static func namesID(_ name: String) -> Bool {
        name == "id" || ["_id", "Id", "ID"].contains { name.hasSuffix($0) }
    }

    /// Long, without a blank, and made of digits and hexadecimal letters for the most part.
    private static func looksLikeID(_ text: ExactString) -> Bool {
        guard text.bytes.count >= 16 else { return false }
        return text.bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
                UInt8(ascii: "-"): true
            default: false
            }
        }
    }
}
