/// A keyed 64-bit hash of a name's bytes. Not for secrets: it makes names that were chosen to collide collide no more often than
/// others, as nobody knows the key beforehand; names whose hashes are equal are compared byte by byte.
struct NameHash: Hashable, Sendable {
    let key: UInt64

    init(key: UInt64) { self.key = key }

    static func random() -> NameHash { NameHash(key: .random(in: .min ... .max)) }

    /// O(bytes), eight at a time: each step folds a product of 128 bits.
    func callAsFunction(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard let base = bytes.baseAddress else { return Self.fold(key, 0x9E37_79B9_7F4A_7C15) }
        var hash = key ^ UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var at = 0
        while at + 8 <= bytes.count {
            hash = Self.fold(hash ^ (base + at).loadUnaligned(as: UInt64.self), 0xA076_1D64_78BD_642F)
            at += 8
        }
        var rest: UInt64 = 0
        for place in at..<bytes.count { rest = rest << 8 | UInt64(bytes[place]) }
        return Self.fold(hash ^ rest, 0xE703_7ED1_A0B4_28DB ^ key)
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
