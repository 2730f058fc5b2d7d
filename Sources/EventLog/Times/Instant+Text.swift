extension Instant {
    /// RFC 3339 in the zone given: `2026-03-05T14:32:00Z`, with 3 or 6 decimals where it has any.
    package func text(in zone: Zone = .utc) -> String { write(in: zone) { String(decoding: $0, as: UTF8.self) } }

    /// The same as bytes. No allocation.
    package func write<Result>(in zone: Zone = .utc, separator: Unicode.Scalar = "T", _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { place in
            var text = TimeDigits(place)
            text.add(self, in: zone, separator)
            return body(UnsafeBufferPointer(rebasing: place[..<text.count]))
        }
    }

    /// `Thu 2026-03-05 14:32:00Z`, as the status line shows it.
    package func longText(in zone: Zone = .utc) -> String {
        let civil = civil(in: zone)
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        return names[civil.weekday] + " " + write(in: zone, separator: " ") { String(decoding: $0, as: UTF8.self) }
    }

    /// `14:32:00`, for a column.
    package func clockText(in zone: Zone = .utc) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { place in
            var text = TimeDigits(place)
            text.add(clock: civil(in: zone))
            return String(decoding: place[..<text.count], as: UTF8.self)
        }
    }

    package func civil(in zone: Zone) -> CivilTime {
        CivilTime(microsecondsSinceEpoch: microseconds + Int64(zone.offset(at: self)) * 1_000_000)
    }
}

/// Times written digit by digit: lists of tens of thousands of them are printed. None takes more than 64 bytes.
private struct TimeDigits {
    private let place: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ place: UnsafeMutableBufferPointer<UInt8>) { self.place = place }

    mutating func add(_ instant: Instant, in zone: Zone, _ separator: Unicode.Scalar) {
        let offset = zone.offset(at: instant)
        let civil = CivilTime(microsecondsSinceEpoch: instant.microseconds + Int64(offset) * 1_000_000)
        add(civil.year, 4)
        add("-")
        add(civil.month, 2)
        add("-")
        add(civil.day, 2)
        add(separator)
        add(clock: civil)
        if civil.microsecond != 0 {
            add(".")
            let isWhole = civil.microsecond % 1000 == 0
            add(isWhole ? civil.microsecond / 1000 : civil.microsecond, isWhole ? 3 : 6)
        }
        guard offset != 0 else { return add("Z") }
        let minutes = abs(offset) / 60
        add(offset < 0 ? "-" : "+")
        add(minutes / 60, 2)
        add(":")
        add(minutes % 60, 2)
    }

    mutating func add(clock civil: CivilTime) {
        add(civil.hour, 2)
        add(":")
        add(civil.minute, 2)
        add(":")
        add(civil.second, 2)
    }

    private mutating func add(_ mark: Unicode.Scalar) {
        place[count] = UInt8(ascii: mark)
        count += 1
    }

    /// With zeros in front up to a width.
    private mutating func add(_ number: Int, _ width: Int) {
        if number < 0 { add("-") }
        var rest = number.magnitude
        var digits = 1
        var limit: UInt = 10
        while digits < width || rest >= limit { (digits, limit) = (digits + 1, limit &* 10) }
        for at in (count..<(count + digits)).reversed() {
            place[at] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }
}
