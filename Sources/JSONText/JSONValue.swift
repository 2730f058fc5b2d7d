/// A JSON value of any kind, exact: digits as written, keys in order, repeated keys kept, strings byte for byte.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(ExactString)
    case array([JSONValue])
    case object(JSONObject)
}

/// An object's members in their order. Where a key is repeated, look-ups see the first.
package struct JSONObject: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        package var key: ExactString
        package var value: JSONValue

        package init(key: ExactString, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    package var members: [Member]

    package init(members: [Member] = []) { self.members = members }

    /// O(members). Setting replaces the first of that key in place, or adds at the end; nil removes every one.
    package subscript(key: ExactString) -> JSONValue? {
        get { members.first { $0.key == key }?.value }
        set {
            guard let newValue else { return members.removeAll { $0.key == key } }
            if let index = members.firstIndex(where: { $0.key == key }) {
                members[index].value = newValue
            } else {
                members.append(Member(key: key, value: newValue))
            }
        }
    }
}

extension JSONValue {
    package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
    package var array: [JSONValue]? { if case .array(let array) = self { array } else { nil } }
    package var string: ExactString? { if case .string(let string) = self { string } else { nil } }
    package var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }

    /// Neither object nor array, or one that holds nothing: what a tree shows on a line of its own.
    package var isLeaf: Bool {
        switch self {
        case .object(let object): object.members.isEmpty
        case .array(let array): array.isEmpty
        default: true
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(ExactString(value)) }
    package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(members: elements.map { .init(key: ExactString($0.0), value: $0.1) }))
    }
}
