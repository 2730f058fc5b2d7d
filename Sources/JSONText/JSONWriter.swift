/// Writes JSON on one line. C0, DEL and C1 (U+007F–U+009F) are always escaped, in a value as in text copied from a source,
/// so that what is printed can never drive a terminal; everything else stays as it is.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Asks for memory once where it is known how much will be written.
    package mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

    /// Begins in memory that another writer has used.
    package init(reusing other: consuming JSONWriter) {
        bytes = other.bytes
        bytes.removeAll(keepingCapacity: true)
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package mutating func append(literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    package mutating func append(text: String) { bytes.append(contentsOf: text.utf8) }

    /// Bytes that need no escapes.
    package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes.append(contentsOf: bytes) }

    /// Made on the stack, and appended once.
    package mutating func append(_ integer: Int64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var at = digits.count
            var rest = integer.magnitude
            repeat {
                at -= 1
                digits[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if integer < 0 {
                at -= 1
                digits[at] = UInt8(ascii: "-")
            }
            bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: digits[at...]))
        }
    }

    /// `,"key":`, without the comma where it is the first. A key that needs no escapes.
    package mutating func append(key: StaticString, isFirst: Bool) {
        key.withUTF8Buffer { name in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: name.count + 4) { text in
                text[0] = UInt8(ascii: ",")
                text[1] = UInt8(ascii: "\"")
                for at in 0..<name.count { text[at + 2] = name[at] }
                text[name.count + 2] = UInt8(ascii: "\"")
                text[name.count + 3] = UInt8(ascii: ":")
                bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: text[(isFirst ? 1 : 0)...]))
            }
        }
    }

    package mutating func append(_ value: JSONValue) {
        switch value {
        case .null: append(literal: "null")
        case .bool(let bool): append(literal: bool ? "true" : "false")
        case .number(let number): append(text: number.text)
        case .string(let string): append(string: string)
        case .array(let array):
            append(literal: "[")
            for (index, element) in array.enumerated() {
                if index > 0 { append(literal: ",") }
                append(element)
            }
            append(literal: "]")
        case .object(let object):
            append(literal: "{")
            for (index, member) in object.members.enumerated() {
                if index > 0 { append(literal: ",") }
                append(string: member.key)
                append(literal: ":")
                append(member.value)
            }
            append(literal: "}")
        }
    }

    /// A string in quotes. A lone surrogate goes back to its escape; a byte that is no UTF-8 becomes U+FFFD.
    package mutating func append(string: ExactString) {
        append(literal: "\"")
        if string.bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            bytes.append(contentsOf: string.bytes)
            return append(literal: "\"")
        }
        var at = 0
        let source = string.bytes
        while at < source.count {
            let byte = source[at]
            if byte >= 0x80 {
                at += appendMultibyte(source, at: at)
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): append(literal: "\\\"")
            case UInt8(ascii: "\\"): append(literal: "\\\\")
            case 0x08: append(literal: "\\b")
            case 0x09: append(literal: "\\t")
            case 0x0A: append(literal: "\\n")
            case 0x0C: append(literal: "\\f")
            case 0x0D: append(literal: "\\r")
            case 0..<0x20, 0x7F: appendEscape(UInt16(byte))
            default: bytes.append(byte)
            }
            at += 1
        }
        append(literal: "\"")
    }

    /// A checked JSON text as it was written, only without white space between its tokens and with unsafe characters escaped.
    /// O(bytes).
    package mutating func append(raw source: UnsafeBufferPointer<UInt8>) { appendRaw(source) }

    package mutating func append(raw source: some Collection<UInt8>) {
        if source.withContiguousStorageIfAvailable({ appendRaw($0) }) == nil {
            Array(source).withUnsafeBufferPointer { appendRaw($0) }
        }
    }

    /// What needs no change is copied a run at a time.
    private mutating func appendRaw(_ source: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var at = 0
        func run() -> Slice<UnsafeBufferPointer<UInt8>> { source[start..<at] }
        while at < source.count {
            switch source[at] {
            case UInt8(ascii: "\""):
                at += 1
                while at < source.count, source[at] != UInt8(ascii: "\"") {
                    if source[at] == UInt8(ascii: "\\") {
                        at += 1
                    } else if source[at] == 0x7F {
                        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: run()))
                        appendEscape(0x7F)
                        start = at + 1
                    } else if source[at] == 0xC2, at + 1 < source.count, (0x80...0x9F).contains(source[at + 1]) {
                        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: run()))
                        appendEscape(UInt16(source[at + 1]))
                        at += 1
                        start = at + 1
                    }
                    at += 1
                }
                at += 1
            case UInt8(ascii: " "), 0x09, 0x0A, 0x0D:
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: run()))
                at += 1
                start = at
            default: at += 1
            }
        }
        at = min(at, source.count)
        if start < at { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: run())) }
    }

    private mutating func appendEscape(_ unit: UInt16) {
        let digits = Array("0123456789abcdef".utf8)
        append(literal: "\\u")
        for shift in [12, 8, 4, 0] { bytes.append(digits[Int(unit >> UInt16(shift)) & 15]) }
    }

    /// Copies one sequence of two to four bytes from `source`; returns how many bytes of it were used.
    private mutating func appendMultibyte(_ source: [UInt8], at: Int) -> Int {
        let lead = source[at]
        let size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        let sequence = source[at..<min(at + size, source.count)]
        if sequence.count == 2, lead == 0xC2, sequence.last! < 0xA0, sequence.last! >= 0x80 {
            appendEscape(UInt16(sequence.last!))
            return 2
        }
        if lead == 0xED, sequence.count == 3, sequence[at + 1] >= 0xA0, sequence[at + 1] <= 0xBF, sequence[at + 2] & 0xC0 == 0x80 {
            appendEscape(0xD000 | UInt16(sequence[at + 1] & 0x3F) << 6 | UInt16(sequence[at + 2] & 0x3F))
            return 3
        }
        guard String(validating: sequence, as: UTF8.self) != nil else {
            append(text: "\u{FFFD}")
            return 1
        }
        bytes.append(contentsOf: sequence)
        return size
    }
}

extension JSONValue {
    /// The value on one line, as `JSONWriter` writes it.
    package var line: String {
        var writer = JSONWriter()
        writer.append(self)
        return writer.text
    }
}
