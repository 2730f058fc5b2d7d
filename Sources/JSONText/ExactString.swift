internal import Glibc

/// Text that is equal only to the very same bytes: a JSON string or key, a stream's name, an event's type or id.
///
/// Swift's `String` holds "é" in its composed and decomposed form to be equal and cannot hold a lone surrogate; two streams
/// or keys that differ only so must stay two. Bytes are UTF-8; a lone surrogate escape is kept as the three bytes that
/// UTF-8 would give it (WTF-8, https://simonsapin.github.io/wtf-8/).
package struct ExactString: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
    package init(bytes: [UInt8]) { self.bytes = bytes }
    package init(_ text: String) { bytes = Array(text.utf8) }

    package var isEmpty: Bool { bytes.isEmpty }

    /// By `memcmp`: arrays compare element by element, and names are compared for every event.
    package static func == (left: Self, right: Self) -> Bool {
        left.bytes.count == right.bytes.count
            && left.bytes.withUnsafeBytes { left in
                right.bytes.withUnsafeBytes { right in left.isEmpty || memcmp(left.baseAddress!, right.baseAddress!, left.count) == 0 }
            }
    }

    /// The standard hasher is seeded, and so safe against names made to collide.
    package func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension ExactString: Comparable {
    /// By bytes, which for UTF-8 is by scalar value. O(shorter length).
    package static func < (left: Self, right: Self) -> Bool {
        left.bytes.withUnsafeBytes { left in
            right.bytes.withUnsafeBytes { right in
                let shorter = min(left.count, right.count)
                let order = shorter == 0 ? 0 : memcmp(left.baseAddress!, right.baseAddress!, shorter)
                return order == 0 ? left.count < right.count : order < 0
            }
        }
    }
}

extension ExactString: ExpressibleByStringLiteral, CustomStringConvertible {
    package init(stringLiteral value: String) { self.init(value) }

    /// For people and messages only: invalid sequences and lone surrogates become U+FFFD.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension ExactString {
    package func contains(_ byte: UInt8) -> Bool { bytes.contains(byte) }
    package func hasPrefix(_ prefix: ExactString) -> Bool { bytes.starts(with: prefix.bytes) }
    package func hasSuffix(_ suffix: ExactString) -> Bool {
        bytes.count >= suffix.bytes.count && bytes.suffix(suffix.bytes.count).elementsEqual(suffix.bytes)
    }
}
