import JSONText

/// SipHash-1-3 with 128 bits of result: names and ids as numbers that nobody without the key can make collide.
///
/// Source: J.-P. Aumasson, D. J. Bernstein, https://www.aumasson.jp/siphash/siphash.pdf
struct KeyedHash: Hashable, Sendable {
    let key0: UInt64
    let key1: UInt64

    struct Value: Hashable, Sendable {
        let high: UInt64
        let low: UInt64
    }

    static func random() -> KeyedHash {
        KeyedHash(key0: .random(in: .min ... .max), key1: .random(in: .min ... .max))
    }

    /// O(bytes).
    func hash(_ bytes: UnsafeRawBufferPointer) -> Value {
        var v0 = key0 ^ 0x736f_6d65_7073_6575
        var v1 = key1 ^ 0x646f_7261_6e64_6f6d ^ 0xee
        var v2 = key0 ^ 0x6c79_6765_6e65_7261
        var v3 = key1 ^ 0x7465_6462_7974_6573

        @inline(__always) func round() {
            v0 &+= v1; v1 = v1 << 13 | v1 >> 51; v1 ^= v0; v0 = v0 << 32 | v0 >> 32
            v2 &+= v3; v3 = v3 << 16 | v3 >> 48; v3 ^= v2
            v0 &+= v3; v3 = v3 << 21 | v3 >> 43; v3 ^= v0
            v2 &+= v1; v1 = v1 << 17 | v1 >> 47; v1 ^= v2; v2 = v2 << 32 | v2 >> 32
        }

        let whole = bytes.count & ~7
        var at = 0
        while at < whole {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            v3 ^= word
            round()
            v0 ^= word
            at += 8
        }
        var last = UInt64(truncatingIfNeeded: bytes.count) << 56
        while at < bytes.count {
            last |= UInt64(bytes[at]) << UInt64(8 * (at & 7))
            at += 1
        }
        v3 ^= last
        round()
        v0 ^= last
        v2 ^= 0xee
        round(); round(); round()
        let low = v0 ^ v1 ^ v2 ^ v3
        v1 ^= 0xdd
        round(); round(); round()
        return Value(high: v0 ^ v1 ^ v2 ^ v3, low: low)
    }

    func hash(_ text: ExactString) -> Value { text.bytes.withUnsafeBytes { hash($0) } }
}
