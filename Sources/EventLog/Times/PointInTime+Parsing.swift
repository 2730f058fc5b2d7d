extension PointInTime {
    /// What an AT may look like, for messages.
    package static let forms = "12, #1204, 50%, start, end, 2026-03-05T14:32:00Z, 14:32, thursday 14:32, yesterday 9:00, -3h"

    /// Nil where the text is none of `forms`.
    package init?(parsing text: String) {
        let words = text.lowercased().split(separator: " ").map(String.init)
        guard let first = words.first else { return nil }
        if words.count == 1 {
            if first == "start" { self = .start; return }
            if first == "end" || first == "now" { self = .end; return }
            if let version = Int64(first), !first.hasPrefix("+") { self = version == -1 ? .start : .version(version); return }
            if first.hasPrefix("#"), let position = Self.digits(first.dropFirst()) { self = .position(position); return }
            if first.hasSuffix("%"), let percent = Double(first.dropLast()), (0...100).contains(percent) {
                self = .percent(percent)
                return
            }
            if let span = Self.span(first) { self = .clock(.before(microseconds: span)); return }
            if let time = TimeOfDay(parsing: first) { self = .clock(.today(time)); return }
        }
        if words.count <= 2 {
            let rest = words.count == 2 ? TimeOfDay(parsing: words[1]) : .midnight
            if let day = Self.day(first) {
                guard let rest else { return nil }
                self = .clock(day(rest))
                return
            }
        }
        guard let absolute = Self.absolute(text) else { return nil }
        self = .clock(absolute)
    }

    private static func day(_ word: String) -> ((TimeOfDay) -> Clock)? {
        if word == "today" { return { .daysBefore(0, $0) } }
        if word == "yesterday" { return { .daysBefore(1, $0) } }
        let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        guard word.utf8.count >= 3, let index = names.firstIndex(where: { $0.hasPrefix(word) }) else { return nil }
        return { .weekday(index, $0) }
    }

    /// `-3h`, `-90m`, `-2d`, `-30s`, `-1w`, also together: `-1h30m`.
    private static func span(_ word: String) -> Int64? {
        guard word.hasPrefix("-") else { return nil }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        var total: Int64 = 0
        var digits = ""
        for character in word.dropFirst() {
            if character.isASCII, character.isNumber { digits.append(character); continue }
            guard let unit = units[character], let count = Int64(digits), count <= Self.longestSpan / unit else { return nil }
            total += count * unit
            guard total <= Self.longestSpan else { return nil }
            digits = ""
        }
        return digits.isEmpty && total > 0 ? total * 1_000_000 : nil
    }

    /// In seconds: 10,000 years, so that no sum with a time of four digits leaves 64 bits of microseconds.
    private static let longestSpan: Int64 = 10_000 * 366 * 86_400

    /// A number written in nothing but digits; `Int` by itself also reads a sign.
    fileprivate static func digits(_ text: some StringProtocol) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    /// A time of RFC 3339 or any beginning of it from the month on; what is left out is filled with its smallest value.
    private static func absolute(_ text: String) -> Clock? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 6, bytes[4] == UInt8(ascii: "-") else { return nil }
        var smallest = Array("0000-01-01T00:00:00".utf8)
        // A month or day whose first digit is there and no 0 goes on with 0: 2026-1 begins in October.
        for last in [6, 9] where bytes.count == last && bytes[last - 1] != UInt8(ascii: "0") { smallest[last] = UInt8(ascii: "0") }
        guard let reading = Instant.reading(bytes) ?? Instant.reading(bytes + smallest.dropFirst(bytes.count)) else { return nil }
        return .absolute(CivilTime(microsecondsSinceEpoch: reading.instant.microseconds), offset: reading.hasZone ? 0 : nil)
    }
}

extension PointInTime.TimeOfDay {
    /// `14:32`, `9:00`, `14:32:05`, `14:32:05.250`.
    init?(parsing text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = PointInTime.digits(parts[0]), hour < 24, parts[1].utf8.count == 2,
            let minute = PointInTime.digits(parts[1]), minute < 60
        else { return nil }
        guard parts.count == 3 else { self.init(hour: hour, minute: minute, second: 0, microsecond: 0); return }
        let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard seconds[0].utf8.count == 2, let second = PointInTime.digits(seconds[0]), second < 60, seconds.count <= 2 else { return nil }
        var microsecond = 0
        if seconds.count == 2 {
            let digits = seconds[1].prefix(6)
            guard PointInTime.digits(seconds[1].dropFirst(6)) != nil || seconds[1].count <= 6,
                let fraction = PointInTime.digits(digits)
            else { return nil }
            microsecond = (digits.utf8.count..<6).reduce(fraction) { value, _ in value * 10 }
        }
        self.init(hour: hour, minute: minute, second: second, microsecond: microsecond)
    }
}
