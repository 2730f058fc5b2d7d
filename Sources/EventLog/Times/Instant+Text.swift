extension Instant {
    /// RFC 3339 in the zone given: `2026-03-05T14:32:00Z`, with 3 or 6 decimals where it has any.
    package func text(in zone: Zone = .utc) -> String {
        let offset = zone.offset(at: self)
        let civil = CivilTime(microsecondsSinceEpoch: microseconds + Int64(offset) * 1_000_000)
        let date = "\(Self.padded(civil.year, 4))-\(Self.padded(civil.month, 2))-\(Self.padded(civil.day, 2))"
        return "\(date)T\(Self.clock(civil))\(Self.fraction(civil.microsecond))\(Self.suffix(offset))"
    }

    /// `Thu 2026-03-05 14:32:00Z`, as the status line shows it.
    package func longText(in zone: Zone = .utc) -> String {
        let civil = civil(in: zone)
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let day = text(in: zone)
        return names[civil.weekday] + " " + day.replacingFirst(UInt8(ascii: "T"), with: UInt8(ascii: " "))
    }

    /// `14:32:00`, for a column.
    package func clockText(in zone: Zone = .utc) -> String { Self.clock(civil(in: zone)) }

    package func civil(in zone: Zone) -> CivilTime {
        CivilTime(microsecondsSinceEpoch: microseconds + Int64(zone.offset(at: self)) * 1_000_000)
    }

    private static func clock(_ civil: CivilTime) -> String {
        "\(padded(civil.hour, 2)):\(padded(civil.minute, 2)):\(padded(civil.second, 2))"
    }

    private static func fraction(_ microsecond: Int) -> String {
        if microsecond == 0 { return "" }
        return microsecond % 1000 == 0 ? ".\(padded(microsecond / 1000, 3))" : ".\(padded(microsecond, 6))"
    }

    private static func suffix(_ offset: Int) -> String {
        if offset == 0 { return "Z" }
        let minutes = abs(offset) / 60
        return "\(offset < 0 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(abs(number))
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension String {
    fileprivate func replacingFirst(_ old: UInt8, with new: UInt8) -> String {
        var bytes = Array(utf8)
        if let index = bytes.firstIndex(of: old) { bytes[index] = new }
        return String(decoding: bytes, as: UTF8.self)
    }
}
