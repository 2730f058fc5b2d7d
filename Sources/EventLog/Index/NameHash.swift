/// A keyed hash of a name's bytes, of 96 bits: two names of one log are taken for one with a chance of about n² / 2⁹⁷, and nobody can
/// choose names that collide, as the key is drawn anew each time.
struct NameHash: Sendable {
    struct Hashed: Hashable, Sendable {
        let first: UInt64
        let second: UInt32
    }

    let key: UInt64

    init(key: UInt64) { self.key = key }

    static func random() -> NameHash { NameHash(key: .random(in: .min ... .max)) }

    /// O(bytes), eight at a time. Two lanes that share nothing but the bytes; each step folds a product of 128 bits.
    @inline(__always)
    func callAsFunction(_ bytes: UnsafeRawBufferPointer) -> Hashed {
        let count = bytes.count
        var first = key ^ 0x9E37_79B9_7F4A_7C15
        var second = (key << 32 | key >> 32) ^ UInt64(truncatingIfNeeded: count) &* 0xD6E8_FEB8_6659_FD93
        if let base = bytes.baseAddress {
            var at = 0
            while at + 8 <= count {
                let word = (base + at).loadUnaligned(as: UInt64.self)
                first = Self.fold(first ^ word, 0xA076_1D64_78BD_642F)
                second = Self.fold(second ^ word, 0xE703_7ED1_A0B4_28DB)
                at += 8
            }
            var rest: UInt64 = 0
            if count >= 8 {
                // Overlaps what was taken before; the length is part of the hash.
                rest = (base + (count - 8)).loadUnaligned(as: UInt64.self)
            } else {
                while at < count {
                    rest = rest << 8 | UInt64((base + at).load(as: UInt8.self))
                    at += 1
                }
            }
            first = Self.fold(first ^ rest, 0x8EBC_6AF0_9C88_C6E3 ^ UInt64(truncatingIfNeeded: count))
            second = Self.fold(second ^ rest, 0x5899_65CC_7537_4CC3)
        }
        return Hashed(first: first, second: UInt32(truncatingIfNeeded: second))
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
