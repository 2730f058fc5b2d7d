import JSONText

/// Reads times quickly that are written as most are, `2026-03-05T14:32:00.123Z`; everything else as `Field.time` does.
struct TimeReader {
    /// Microseconds since the epoch; `PackedPage.missing` where there is none.
    struct Reading {
        var microseconds: Int64
        var hasZone = true
        var isUnreadable = false
    }

    /// The date read last, as most events share theirs with the one before.
    private var date: (UInt64, UInt16) = (0, 0)
    private var dateMicroseconds: Int64 = 0

    mutating func read(_ text: UnsafeRawBufferPointer) -> Reading {
        if let quick = quick(text) { return Reading(microseconds: quick) }
        if let reading = Instant.reading(text) {
            return Reading(microseconds: reading.instant.microseconds, hasZone: reading.hasZone)
        }
        guard let instant = Instant(epoch: String(decoding: text, as: UTF8.self)) else {
            return Reading(microseconds: PackedPage.missing, isUnreadable: true)
        }
        return Reading(microseconds: instant.microseconds)
    }

    private mutating func quick(_ text: UnsafeRawBufferPointer) -> Int64? {
        let count = text.count
        guard count >= 20, count <= 30, let base = text.baseAddress, text[10] == UInt8(ascii: "T"), text[count - 1] == UInt8(ascii: "Z"),
            let clock = Self.secondsOfDay((base + 11).loadUnaligned(as: UInt64.self))
        else { return nil }
        var fraction: Int64 = 0
        if count > 20 {
            // A ninth digit is only looked at: what is below a microsecond is cut off.
            let places = min(8, count - 21)
            guard text[19] == UInt8(ascii: "."), places > 0, count < 30 || text[28] &- 0x30 < 10 else { return nil }
            // The word that ends with them: what stands before them goes out at its low end, and zeros come in behind them.
            let before = UInt64(8 - places) * 8
            let zeros: UInt64 = 0x3030_3030_3030_3030
            let characters = UInt64(littleEndian: (base + (12 + places)).loadUnaligned(as: UInt64.self)) &>> before
            guard let digits = Digits.digits(before == 0 ? characters : characters | zeros &<< (64 &- before)) else { return nil }
            fraction = Int64(Digits.value(digits)) / 100
        }
        let date = (base.loadUnaligned(as: UInt64.self), (base + 8).loadUnaligned(as: UInt16.self))
        if date != self.date {
            guard let reading = Instant.reading(UnsafeRawBufferPointer(rebasing: text[..<10])) else { return nil }
            self.date = date
            dateMicroseconds = reading.instant.microseconds
        }
        return dateMicroseconds + clock * 1_000_000 + fraction
    }

    /// `14:32:00`, as eight characters.
    @inline(__always)
    private static func secondsOfDay(_ word: UInt64) -> Int64? {
        let colons: UInt64 = 0x0000_FF00_00FF_0000
        let characters = UInt64(littleEndian: word)
        guard characters & colons == 0x0000_3A00_003A_0000, let digits = Digits.digits(characters & ~colons | 0x0000_3000_0030_0000) else {
            return nil
        }
        // In each pair's lower byte.
        let pairs = digits &* 10 &+ digits >> 8
        let hour = pairs & 0xFF
        let minute = pairs >> 24 & 0xFF
        let second = pairs >> 48 & 0xFF
        return hour < 24 && minute < 60 && second < 60 ? Int64(hour * 3600 + minute * 60 + second) : nil
    }
}
