import JSONText

/// Reads times quickly that are written as most are, `2026-03-05T14:32:00.123Z`, `+00:00` or without a zone; everything else as `Field.time` does.
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

    /// - Parameter isString: whether it stands between quotes; looked at only where that matters.
    mutating func read(_ text: UnsafeRawBufferPointer, isString: @autoclosure () -> Bool) -> Reading {
        if let quick = quick(text) { return quick }
        guard let reading = Instant.reading(text, isString: isString()) else {
            return Reading(microseconds: PackedPage.missing, isUnreadable: true)
        }
        return Reading(microseconds: reading.instant.microseconds, hasZone: reading.hasZone)
    }

    private mutating func quick(_ text: UnsafeRawBufferPointer) -> Reading? {
        let zone = Self.utcLength(text)
        let count = text.count - zone
        guard count >= 19, count <= 29, let base = text.baseAddress, text[10] == UInt8(ascii: "T"),
            let clock = Self.secondsOfDay((base + 11).loadUnaligned(as: UInt64.self))
        else { return nil }
        var fraction: Int64 = 0
        if count > 19 {
            // A ninth digit is only looked at: what is below a microsecond is cut off.
            let places = min(8, count - 20)
            guard text[19] == UInt8(ascii: "."), places > 0, count < 29 || text[28] &- 0x30 < 10 else { return nil }
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
        return Reading(microseconds: dateMicroseconds + clock * 1_000_000 + fraction, hasZone: zone > 0)
    }

    /// The bytes of `Z` or `+00:00` at the end.
    @inline(__always)
    private static func utcLength(_ text: UnsafeRawBufferPointer) -> Int {
        guard text.count >= 20 else { return 0 }
        if text[text.count - 1] == UInt8(ascii: "Z") { return 1 }
        guard text.count >= 25 else { return 0 }
        let end = Digits.word(UnsafeRawBufferPointer(rebasing: text[(text.count - 6)...]))
        return end == Digits.word("+00:00") ? 6 : 0
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
