package import EventLog

package enum TimeTexts {
    /// `Thu 03-05 14:32:00`.
    static func day(_ time: Instant, in zone: Zone) -> String {
        let parts = time.longText(in: zone).split(separator: " ")
        guard parts.count == 3 else { return "" }
        return "\(parts[0]) \(parts[1].suffix(5)) \(parts[2].prefix(8))"
    }

    /// `03-05`.
    static func monthDay(_ time: Instant, in zone: Zone) -> String {
        let parts = time.longText(in: zone).split(separator: " ")
        return parts.count == 3 ? String(parts[1].suffix(5)) : ""
    }

    /// `2026-03-05 14:32`.
    static func minute(_ time: Instant, in zone: Zone) -> String {
        let parts = time.longText(in: zone).split(separator: " ")
        guard parts.count == 3 else { return "" }
        return "\(parts[1]) \(parts[2].prefix(5))"
    }

    /// `+20s`, `+3m`, `-2h`: from one time to another, in its largest unit; `+.25s` below a second.
    static func span(from before: Instant, to after: Instant) -> String {
        let (difference, overflow) = after.microseconds.subtractingReportingOverflow(before.microseconds)
        guard !overflow else { return "" }
        let sign = difference < 0 ? "-" : "+"
        let magnitude = difference.magnitude
        for (size, name) in units where magnitude >= size { return "\(sign)\(magnitude / size)\(name)" }
        let hundredths = magnitude / 10_000
        return hundredths == 0 ? "+0" : "\(sign).\(hundredths < 10 ? "0" : "")\(hundredths)s"
    }

    /// `+2d 03:10:00`, `-00:00:05.250`: exact to what is worth a column.
    package static func exactSpan(from before: Instant, to after: Instant) -> String {
        let (difference, overflow) = after.microseconds.subtractingReportingOverflow(before.microseconds)
        guard !overflow else { return "" }
        let milliseconds = difference.magnitude / 1000
        let seconds = milliseconds / 1000
        func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        let days = seconds / 86_400
        let rest = milliseconds % 1000
        let fraction = days > 0 || rest == 0 ? "" : "." + String(1000 + rest).dropFirst()
        return "\(difference < 0 ? "-" : "+")\(days > 0 ? "\(days)d " : "")\(clock)\(fraction)"
    }

    /// `15m`, `1d`: of a histogram's bars.
    static func width(_ microseconds: Int64) -> String {
        for (size, name) in units where microseconds >= Int64(size) && microseconds % Int64(size) == 0 { return "\(microseconds / Int64(size))\(name)" }
        return "\(microseconds / 1000)ms"
    }

    private static let units: [(UInt64, String)] = [
        (86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "m"), (1_000_000, "s"),
    ]
}
