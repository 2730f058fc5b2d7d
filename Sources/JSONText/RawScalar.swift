internal import CSimdjson

/// A value where it stands in a text: its bytes as written, and what kind they are. Valid as long as the text is.
package struct RawScalar {
    package let kind: JSONView.Kind
    package let raw: UnsafeBufferPointer<UInt8>
    package let isTrue: Bool
    private let isEscaped: Bool

    package init(_ view: JSONView) {
        kind = view.kind
        raw = view.raw
        isTrue = view.isTrue
        isEscaped = view.node.escaped == 1
    }

    @inline(__always)
    init?(_ span: csj_span, _ bytes: UnsafeBufferPointer<UInt8>?) {
        guard let bytes else { return nil }
        kind = JSONView.Kind(csj: span.kind)
        raw = bytes
        isTrue = UInt32(span.kind) == csj_kind_true.rawValue
        isEscaped = span.escaped == 1
    }

    /// A number written as an integer of 64 bits; nil for anything else. No allocation.
    package var integer: Int64? {
        guard kind == .number else { return nil }
        let isNegative = raw[0] == UInt8(ascii: "-")
        guard raw.count <= 18, raw.count > (isNegative ? 1 : 0) else { return Int64(String(decoding: raw, as: UTF8.self)) }
        var value: Int64 = 0
        for digit in raw[(isNegative ? 1 : 0)...] {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            value = value &* 10 &+ Int64(digit - 0x30)  // 18 digits fit
        }
        return isNegative ? -value : value
    }

    /// A number's nearest double; infinite where it is too large for one.
    package var double: Double? { kind == .number ? Double(String(decoding: raw, as: UTF8.self)) : nil }

    /// A string's decoded text. O(length).
    package var string: ExactString? {
        guard kind == .string, raw.count >= 2 else { return nil }
        let inside = UnsafeBufferPointer(rebasing: raw[1..<(raw.count - 1)])
        guard isEscaped, let base = inside.baseAddress else { return ExactString(bytes: inside) }
        return ExactString(bytes: [UInt8](unsafeUninitializedCapacity: inside.count) { buffer, count in
            count = csj_unescape(base, inside.count, buffer.baseAddress)
        })
    }

    /// The same for people: nothing is copied twice.
    package var displayText: String? {
        guard kind == .string, raw.count >= 2 else { return nil }
        return isEscaped ? string?.description : String(decoding: raw[1..<(raw.count - 1)], as: UTF8.self)
    }

    /// A string's text, or a number's digits.
    package var text: ExactString? { kind == .number ? ExactString(bytes: raw) : string }
}
