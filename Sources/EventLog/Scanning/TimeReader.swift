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
        guard text.count >= 20, text.count <= 30, text[10] == UInt8(ascii: "T"), text[text.count - 1] == UInt8(ascii: "Z"),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"),
            let hour = Self.two(text, 11), hour < 24, let minute = Self.two(text, 14), minute < 60, let second = Self.two(text, 17), second < 60
        else { return nil }
        var fraction: Int64 = 0
        if text.count > 20 {
            guard text[19] == UInt8(ascii: "."), text.count > 21 else { return nil }
            var scale: Int64 = 100_000
            for byte in text[20..<(text.count - 1)] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                fraction += Int64(byte - 0x30) * scale
                scale /= 10
            }
        }
        let date = (text.loadUnaligned(as: UInt64.self), text.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
        if date != self.date {
            guard let reading = Instant.reading(text[..<10]) else { return nil }
            self.date = date
            dateMicroseconds = reading.instant.microseconds
        }
        return dateMicroseconds + Int64(hour * 3600 + minute * 60 + second) * 1_000_000 + fraction
    }

    private static func two(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int? {
        let tens = text[at] &- 0x30
        let ones = text[at + 1] &- 0x30
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }
}
