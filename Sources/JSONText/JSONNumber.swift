/// A number as it was written. Two are equal when their text is: `1`, `1.0` and `1e0` are three spellings, shown as such.
package struct JSONNumber: Hashable, Sendable {
    /// RFC 8259, section 6; never empty.
    package let text: String

    /// `text` must be a number by the grammar of RFC 8259; parsed numbers are.
    package init(text: String) { self.text = text }
    package init(_ value: some BinaryInteger) { text = String(value) }

    /// The value, where it is written as an integer and fits 64 bits; `1.0`, `1e3` and `-0` are none.
    package var int64: Int64? { text == "-0" ? nil : Int64(text) }

    /// The nearest double; infinite where the number is too large for one.
    package var double: Double { Double(text) ?? .nan }
}
