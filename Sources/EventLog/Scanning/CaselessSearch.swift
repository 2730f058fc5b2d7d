internal import Glibc

extension UInt8 {
    package var lowercasedASCII: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self | 0x20 : self }
}

/// Looks for bytes that differ in the case of ASCII letters only.
///
/// Jumps with the C library from one of the text's rarest letter to the next, in either case.
package struct CaselessSearch: Sendable {
    private let wanted: [UInt8]
    /// Where in the text the rarest letter stands.
    private let anchor: Int

    /// Letters from the rarest in English prose to the most frequent; what is none comes in between, since names and numbers are
    /// full of digits and dashes.
    private static let rarest = Array("zqxjkvbpygfwmucldrhsnioate".utf8)

    package init(_ text: String) {
        let letters = text.utf8.map(\.lowercasedASCII)
        wanted = letters
        anchor = letters.indices.min { Self.rank(letters[$0]) < Self.rank(letters[$1]) } ?? 0
    }

    private static func rank(_ byte: UInt8) -> Int { rarest.firstIndex(of: byte) ?? 10 }

    /// Calls `body` with each place, ascending, until it returns false.
    /// - Complexity: O(bytes), O(bytes × text) at worst.
    package func forEachPlace(in bytes: UnsafeRawBufferPointer, _ body: (Int) -> Bool) {
        guard !wanted.isEmpty else { _ = body(0); return }
        guard let base = bytes.baseAddress, bytes.count >= wanted.count else { return }
        // Where the rarest letter can stand, so that all of the text has room.
        let end = bytes.count - (wanted.count - 1 - anchor)
        func next(_ byte: UInt8, from start: Int) -> Int {
            guard start < end, let found = memchr(base + start, Int32(byte), end - start) else { return end }
            return base.distance(to: found)
        }
        let lower = wanted[anchor]
        let upper = lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z") ? lower & 0xDF : lower
        var nextLower = next(lower, from: anchor)
        var nextUpper = upper == lower ? end : next(upper, from: anchor)
        while case let at = min(nextLower, nextUpper), at < end {
            let start = at - anchor
            if matches(bytes, at: start), !body(start) { return }
            if at == nextLower { nextLower = next(lower, from: at + 1) } else { nextUpper = next(upper, from: at + 1) }
        }
    }

    package func occurs(in bytes: [UInt8]) -> Bool {
        var isThere = false
        bytes.withUnsafeBytes { bytes in
            forEachPlace(in: bytes) { _ in
                isThere = true
                return false
            }
        }
        return isThere
    }

    private func matches(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        for (offset, byte) in wanted.enumerated() where bytes[start + offset].lowercasedASCII != byte { return false }
        return true
    }
}
