/// Encodes Swift values as JSON in canonical order: the keys of every object by their bytes, since a dictionary has none.
package enum JSONEncoding {
    /// O(values).
    /// - Throws: `EncodingError` with the path: a number that is not finite, a type that encodes nothing.
    package static func encode(_ value: some Encodable) throws -> JSONValue {
        let encoder = ValueEncoder(codingPath: [])
        try value.encode(to: encoder)
        return encoder.slot.value
    }
}

/// What a container fills, seen by whoever it belongs to.
final class EncodedSlot {
    private enum Content {
        case nothing
        case value(JSONValue)
        case object([ExactString: EncodedSlot])
        case array([EncodedSlot])
    }

    private var content = Content.nothing

    var value: JSONValue {
        switch content {
        case .nothing: .object(JSONObject())
        case .value(let value): value
        case .object(let members):
            .object(JSONObject(members: members.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value.value) }))
        case .array(let elements): .array(elements.map(\.value))
        }
    }

    func set(_ value: JSONValue) { content = .value(value) }

    func beginObject() { if case .nothing = content { content = .object([:]) } }
    func beginArray() { if case .nothing = content { content = .array([]) } }

    func member(_ key: String) -> EncodedSlot {
        guard case .object(var members) = content else { return EncodedSlot() }
        let slot = EncodedSlot()
        members[ExactString(key)] = slot
        content = .object(members)
        return slot
    }

    func element() -> EncodedSlot {
        guard case .array(var elements) = content else { return EncodedSlot() }
        let slot = EncodedSlot()
        content = .nothing  // so that the list is not copied
        elements.append(slot)
        content = .array(elements)
        return slot
    }

    var count: Int { if case .array(let elements) = content { elements.count } else { 0 } }
}

struct ValueEncoder: Encoder {
    var slot = EncodedSlot()
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        slot.beginObject()
        return KeyedEncodingContainer(KeyedSlots<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        slot.beginArray()
        return SlotList(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func inner(_ slot: EncodedSlot, _ key: any CodingKey) -> ValueEncoder { ValueEncoder(slot: slot, codingPath: codingPath + [key]) }
}

extension ValueEncoder: SingleValueEncodingContainer {
    func encodeNil() { slot.set(.null) }
    func encode(_ value: Bool) { slot.set(.bool(value)) }
    func encode(_ value: String) { slot.set(.string(ExactString(value))) }
    func encode(_ value: Double) throws { try floating(value) }
    func encode(_ value: Float) throws { try floating(value) }
    func encode(_ value: Int) { slot.set(.number(JSONNumber(value))) }
    func encode(_ value: Int8) { slot.set(.number(JSONNumber(value))) }
    func encode(_ value: Int16) { slot.set(.number(JSONNumber(value))) }
    func encode(_ value: Int32) { slot.set(.number(JSONNumber(value))) }
    func encode(_ value: Int64) { slot.set(.number(JSONNumber(value))) }
    func encode(_ value: UInt) { slot.set(.number(JSONNumber(value))) }
    func encode(_ value: UInt8) { slot.set(.number(JSONNumber(value))) }
    func encode(_ value: UInt16) { slot.set(.number(JSONNumber(value))) }
    func encode(_ value: UInt32) { slot.set(.number(JSONNumber(value))) }
    func encode(_ value: UInt64) { slot.set(.number(JSONNumber(value))) }
    func encode(_ value: some Encodable) throws { try value.encode(to: self) }

    private func floating(_ value: some BinaryFloatingPoint & CustomStringConvertible) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(value, .init(codingPath: codingPath, debugDescription: "\(value), which JSON does not have"))
        }
        slot.set(.number(JSONNumber(text: value.description)))
    }
}

private struct KeyedSlots<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: ValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }

    private func slot(_ key: any CodingKey) -> ValueEncoder { encoder.inner(encoder.slot.member(key.stringValue), key) }

    func encodeNil(forKey key: Key) { slot(key).encodeNil() }
    func encode(_ value: some Encodable, forKey key: Key) throws { try value.encode(to: slot(key)) }
    func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) -> KeyedEncodingContainer<Inner> {
        slot(key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { slot(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { slot(JSONKey(stringValue: "super")) }
    func superEncoder(forKey key: Key) -> any Encoder { slot(key) }
}

private struct SlotList: UnkeyedEncodingContainer {
    let encoder: ValueEncoder
    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.slot.count }

    private func next() -> ValueEncoder { encoder.inner(encoder.slot.element(), JSONKey(intValue: count)) }

    func encodeNil() { next().encodeNil() }
    func encode(_ value: some Encodable) throws { try value.encode(to: next()) }
    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> { next().container(keyedBy: type) }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }
    func superEncoder() -> any Encoder { next() }
}
