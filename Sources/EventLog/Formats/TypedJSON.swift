import JSONText

/// JSON that writes each value's type around it: MongoDB's Extended JSON, as `mongoexport` prints it, and DynamoDB's JSON.
///
/// https://github.com/mongodb/specifications/blob/master/source/extended-json/extended-json.md
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
enum TypedJSON {
    /// What stands in the wrapper, if the value is one of a string or number: `{"$numberLong":"42"}`, `{"N":"42"}`.
    static func scalar(_ view: JSONView) -> JSONView? {
        var members = view.members.makeIterator()
        guard let member = members.next(), members.next() == nil, let key = member.key.string, scalars.contains(key) else { return nil }
        return member.value
    }

    /// Their keys.
    static let scalars: [ExactString] = [
        "$oid", "$date", "$numberLong", "$numberInt", "$numberDouble", "$numberDecimal", "$uuid", "S", "N", "B",
    ]

    /// The text with plain values in place of every typed one. O(bytes).
    static func untyped(_ text: [UInt8]) -> [UInt8] {
        guard let value = try? JSONParser().value(of: text) else { return text }
        var writer = JSONWriter()
        writer.append(untyped(value))
        return writer.bytes
    }

    private static func untyped(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(untyped))
        case .object(let object):
            if object.members.count == 1, let member = object.members.first, let plain = plain(member) { return plain }
            return .object(JSONObject(members: object.members.map { .init(key: $0.key, value: untyped($0.value)) }))
        default: return value
        }
    }

    private static func plain(_ member: JSONObject.Member) -> JSONValue? {
        switch (member.key, member.value) {
        case ("$numberLong", .string(let digits)), ("$numberInt", .string(let digits)), ("$numberDouble", .string(let digits)),
            ("$numberDecimal", .string(let digits)), ("N", .string(let digits)):
            number(digits)
        case ("$oid", .string), ("$uuid", .string), ("S", .string), ("B", .string), ("BOOL", .bool): member.value
        case ("$date", let date): untyped(date)
        case ("NULL", .bool(true)): .null
        case ("L", .array), ("M", .object): untyped(member.value)
        case ("SS", .array), ("BS", .array): member.value
        case ("NS", .array(let numbers)): .array(numbers.map { $0.string.map(number) ?? $0 })
        default: nil
        }
    }

    /// Digits as a number, exactly; `Infinity` and `NaN`, which JSON has no number for, stay text.
    private static func number(_ digits: ExactString) -> JSONValue {
        if let value = try? JSONParser().value(of: digits.bytes), case .number = value { value } else { .string(digits) }
    }
}
