/// Decimal digits, eight at a time in one word: no branch for each, and none that depends on how many there are.
enum Digits {
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// Up to 8 bytes as one word, the first in its lowest byte, zero in those that are left.
    @inline(__always)
    static func word(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        guard count > 0, let base = bytes.baseAddress else { return 0 }
        if count >= 8 { return UInt64(littleEndian: base.loadUnaligned(as: UInt64.self)) }
        if count >= 4 {
            let low = UInt64(UInt32(littleEndian: base.loadUnaligned(as: UInt32.self)))
            let high = UInt64(UInt32(littleEndian: (base + (count &- 4)).loadUnaligned(as: UInt32.self)))
            return low | high &<< UInt64((count &- 4) &* 8)
        }
        // One to three: the first, the middle and the last are all there are.
        let middle = count &>> 1
        let first = UInt64(base.load(as: UInt8.self))
        let second = UInt64((base + middle).load(as: UInt8.self)) &<< UInt64(middle &* 8)
        let last = UInt64((base + (count &- 1)).load(as: UInt8.self)) &<< UInt64((count &- 1) &* 8)
        return first | second | last
    }

    /// Of a text of at most 8 characters.
    @inline(__always)
    static func word(_ text: StaticString) -> UInt64 { word(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) }

    /// The digits that the characters of a word stand for; nil where one of them is none.
    @inline(__always)
    static func digits(_ characters: UInt64) -> UInt64? {
        let digits = characters ^ (ones &* 0x30)
        return ((digits &+ (ones &* 0x76)) | digits) & (ones &* 0x80) == 0 ? digits : nil
    }

    /// The number that eight digits write, the first in the lowest byte.
    @inline(__always)
    static func value(_ digits: UInt64) -> UInt64 {
        let pairs = digits &* 10 &+ digits >> 8
        let mask: UInt64 = 0x0000_00FF_0000_00FF
        return ((pairs & mask) &* (100 + 1_000_000 << 32) &+ (pairs >> 16 & mask) &* (1 + 10_000 << 32)) >> 32
    }

    /// The number that up to 16 characters write; nil where there are none or more, or one is no digit.
    @inline(__always)
    static func number(_ text: UnsafeRawBufferPointer) -> Int64? {
        if text.count <= 8 { return short(text) }
        guard text.count <= 16, let high = short(UnsafeRawBufferPointer(rebasing: text[..<(text.count - 8)])),
            let low = short(UnsafeRawBufferPointer(rebasing: text[(text.count - 8)...]))
        else { return nil }
        return high * 100_000_000 + low
    }

    @inline(__always)
    private static func short(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard !text.isEmpty else { return nil }
        // Zeros in front of them.
        let free = UInt64(8 &- text.count) &* 8
        let characters = word(text) &<< free | (ones &* 0x30) & ((1 &<< free) &- 1)
        return digits(characters).map { Int64(value($0)) }
    }
}
