/// Decodes Swift values from a parsed text, numbers by their digits: an integer that does not fit is an error, never rounded.
package enum JSONDecoding {
    /// O(bytes).
    /// - Throws: `DecodingError` with the path.
    package static func decode<Value: Decodable>(_ type: Value.Type, from view: JSONView) throws -> Value {
        try ViewDecoder(view: view, codingPath: []).decode(type)
    }
}

struct JSONKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, Int(stringValue)) }
    init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}

struct ViewDecoder: Decoder {
    let view: JSONView
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard view.kind == .object else { throw mismatch([String: Any].self, "an object") }
        return KeyedDecodingContainer(KeyedViews<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard view.kind == .array else { throw mismatch([Any].self, "an array") }
        return ViewList(decoder: self, elements: Array(view.elements))
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func inner(_ view: JSONView, _ key: any CodingKey) -> ViewDecoder { ViewDecoder(view: view, codingPath: codingPath + [key]) }

    func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
        .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "\(expected) was expected, not \(view.kind)"))
    }
}

extension ViewDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { view.kind == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard view.kind == .bool else { throw mismatch(type, "true or false") }
        return view.isTrue
    }

    func decode(_ type: String.Type) throws -> String {
        guard let string = view.string else { throw mismatch(type, "a string") }
        return string.description
    }

    func decode(_ type: Double.Type) throws -> Double { try floating() }
    func decode(_ type: Float.Type) throws -> Float { try floating() }
    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

    private func integer<Value: FixedWidthInteger>() throws -> Value {
        guard view.kind == .number else { throw mismatch(Value.self, "a number") }
        guard let value = Value(String(decoding: view.raw, as: UTF8.self)) else { throw unfit(Value.self) }
        return value
    }

    private func floating<Value: BinaryFloatingPoint & LosslessStringConvertible>() throws -> Value {
        guard view.kind == .number else { throw mismatch(Value.self, "a number") }
        guard let value = Value(String(decoding: view.raw, as: UTF8.self)), value.isFinite else { throw unfit(Value.self) }
        return value
    }

    private func unfit(_ type: Any.Type) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: "\(String(decoding: view.raw, as: UTF8.self)) is no \(type)"))
    }
}

private struct KeyedViews<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ViewDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    var allKeys: [Key] { decoder.view.members.compactMap { $0.key.string.flatMap { Key(stringValue: $0.description) } } }
    func contains(_ key: Key) -> Bool { decoder.view.member(named: key.stringValue) != nil }

    private func view(_ key: any CodingKey) throws -> ViewDecoder {
        guard let view = decoder.view.member(named: key.stringValue) else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "there is no \(key.stringValue)"))
        }
        return decoder.inner(view, key)
    }

    func decodeNil(forKey key: Key) throws -> Bool { try view(key).decodeNil() }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try view(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try view(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try view(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try view(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try view(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try view(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try view(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try view(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try view(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try view(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try view(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try view(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try view(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try view(key).decode(type) }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try view(key).decode(type) }

    func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) throws -> KeyedDecodingContainer<Inner> {
        try view(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try view(key).unkeyedContainer() }
    func superDecoder() throws -> any Decoder { try view(JSONKey(stringValue: "super")) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try view(key) }
}

private struct ViewList: UnkeyedDecodingContainer {
    let decoder: ViewDecoder
    let elements: [JSONView]
    private(set) var currentIndex = 0

    init(decoder: ViewDecoder, elements: [JSONView]) {
        self.decoder = decoder
        self.elements = elements
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    private func current() throws -> ViewDecoder {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(Any.self, .init(codingPath: codingPath, debugDescription: "the array has \(elements.count) elements"))
        }
        return decoder.inner(elements[currentIndex], JSONKey(intValue: currentIndex))
    }

    private mutating func next<Value>(_ read: (ViewDecoder) throws -> Value) throws -> Value {
        let value = try read(current())
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard try current().decodeNil() else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next { try $0.decode(type) } }
    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try next { try $0.container(keyedBy: type) }
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next { try $0.unkeyedContainer() } }
    mutating func superDecoder() throws -> any Decoder { try next { $0 } }
}
