extension Instant {
    /// RFC 3339 in the zone given: `2026-03-05T14:32:00Z`, with 3 or 6 decimals where it has any.
    package func text(in zone: Zone = .utc) -> String { String(decoding: bytes(in: zone, separator: "T"), as: UTF8.self) }

    /// `Thu 2026-03-05 14:32:00Z`, as the status line shows it.
    package func longText(in zone: Zone = .utc) -> String {
        let civil = civil(in: zone)
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        return names[civil.weekday] + " " + String(decoding: bytes(in: zone, separator: " "), as: UTF8.self)
    }

    /// `14:32:00`, for a column.
    package func clockText(in zone: Zone = .utc) -> String { Self.clock(civil(in: zone)) }

    package func civil(in zone: Zone) -> CivilTime {
        CivilTime(microsecondsSinceEpoch: microseconds + Int64(zone.offset(at: self)) * 1_000_000)
    }

    // Digit by digit: lists of tens of thousands of times are printed.
    private func bytes(in zone: Zone, separator: Unicode.Scalar) -> [UInt8] {
        let offset = zone.offset(at: self)
        let civil = CivilTime(microsecondsSinceEpoch: microseconds + Int64(offset) * 1_000_000)
        var text: [UInt8] = []
        text.reserveCapacity(32)
        Self.add(civil.year, 4, to: &text)
        text.append(UInt8(ascii: "-"))
        Self.add(civil.month, 2, to: &text)
        text.append(UInt8(ascii: "-"))
        Self.add(civil.day, 2, to: &text)
        text.append(UInt8(ascii: separator))
        Self.addClock(civil, to: &text)
        if civil.microsecond != 0 {
            text.append(UInt8(ascii: "."))
            let isWhole = civil.microsecond % 1000 == 0
            Self.add(isWhole ? civil.microsecond / 1000 : civil.microsecond, isWhole ? 3 : 6, to: &text)
        }
        guard offset != 0 else { return text + [UInt8(ascii: "Z")] }
        let minutes = abs(offset) / 60
        text.append(UInt8(ascii: offset < 0 ? "-" : "+"))
        Self.add(minutes / 60, 2, to: &text)
        text.append(UInt8(ascii: ":"))
        Self.add(minutes % 60, 2, to: &text)
        return text
    }

    private static func clock(_ civil: CivilTime) -> String {
        var text: [UInt8] = []
        addClock(civil, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    private static func addClock(_ civil: CivilTime, to text: inout [UInt8]) {
        add(civil.hour, 2, to: &text)
        text.append(UInt8(ascii: ":"))
        add(civil.minute, 2, to: &text)
        text.append(UInt8(ascii: ":"))
        add(civil.second, 2, to: &text)
    }

    /// With zeros in front up to a width.
    private static func add(_ number: Int, _ width: Int, to text: inout [UInt8]) {
        if number < 0 { text.append(UInt8(ascii: "-")) }
        var digits = width
        var limit = 1
        for _ in 0..<width { limit *= 10 }
        let number = abs(number)
        while number >= limit { (limit, digits) = (limit * 10, digits + 1) }
        for _ in 0..<digits {
            limit /= 10
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / limit % 10))
        }
    }
}
