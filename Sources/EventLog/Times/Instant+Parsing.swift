extension Instant {
    /// What a time's text means, and whether it named its zone.
    package struct Reading: Hashable, Sendable {
        package let instant: Instant
        package let hasZone: Bool
        /// Whether it is a number that counts since the epoch.
        package var isEpoch = false
    }

    /// What a record says under time. A number counts since the epoch; a string is a date and time, or such a number in digits.
    ///
    /// A string of few digits is neither: `"17"` is a clock of the sender's own, and nobody knows what `"2026"` counts.
    package static func reading(_ text: some Collection<UInt8>, isString: Bool) -> Reading? {
        guard isString else { return epoch(text) }
        return reading(text) ?? shortReading(text) ?? (text.count >= fewestEpochDigits ? epoch(text) : nil)
    }

    /// Seconds since 1973 have as many digits, or more.
    private static let fewestEpochDigits = 9

    private static func epoch(_ text: some Collection<UInt8>) -> Reading? {
        Instant(epoch: String(decoding: text, as: UTF8.self)).map { Reading(instant: $0, hasZone: true, isEpoch: true) }
    }

    /// Reads the forms that exports use: RFC 3339 with `T` or a space, `Z`, `+02:00`, `+0200`, `+02` or no zone (then UTC),
    /// 0 or more decimals (kept to the microsecond), a date alone; and ISO 8601's basic form of all this, `20260305T143200Z`.
    /// Nil for anything else.
    package static func reading(_ text: some Collection<UInt8>) -> Reading? {
        var scanner = DigitScanner(Array(text))
        guard let year = scanner.digits(4) else { return nil }
        let isExtended = scanner.skip("-")
        guard let month = scanner.digits(2), scanner.skip("-") == isExtended, let day = scanner.digits(2),
            CivilTime.isValid(year: year, month: month, day: day)
        else { return nil }
        var civil = CivilTime(year: year, month: month, day: day)
        if isExtended, scanner.isAtEnd { return Reading(instant: Instant(microseconds: civil.microsecondsSinceEpoch), hasZone: false) }
        guard scanner.skip("T") || isExtended && (scanner.skip("t") || scanner.skip(" ")),
            let clock = scanner.clock(isExtended: isExtended)
        else { return nil }
        civil.set(clock)
        guard let offset = scanner.zoneOffset(), scanner.isAtEnd else { return nil }
        let microseconds = civil.microsecondsSinceEpoch - Int64(offset.seconds) * 1_000_000
        return Reading(instant: Instant(microseconds: microseconds), hasZone: offset.named)
    }

    /// Forms that say a time only where one is expected: a month, `2026-03`, and dates of nothing but digits, `20260305`,
    /// `20260305143200` and that with milliseconds.
    private static func shortReading(_ text: some Collection<UInt8>) -> Reading? {
        var scanner = DigitScanner(Array(text))
        guard let year = scanner.digits(4) else { return nil }
        let isMonth = text.count == 7 && scanner.skip("-")
        guard isMonth || [8, 14, 17].contains(text.count), let month = scanner.digits(2), let day = isMonth ? 1 : scanner.digits(2),
            CivilTime.isValid(year: year, month: month, day: day)
        else { return nil }
        var civil = CivilTime(year: year, month: month, day: day)
        if text.count >= 14 {
            guard let hour = scanner.digits(2), hour < 24, let minute = scanner.digits(2), minute < 60, let second = scanner.digits(2), second < 60
            else { return nil }
            (civil.hour, civil.minute, civil.second) = (hour, minute, second)
            if !scanner.isAtEnd {
                guard let milliseconds = scanner.digits(3) else { return nil }
                civil.microsecond = milliseconds * 1000
            }
        }
        return Reading(instant: Instant(microseconds: civil.microsecondsSinceEpoch), hasZone: false)
    }

    /// An epoch number; its unit follows from its size: below 1e11 seconds, below 1e14 ms, below 1e17 µs, else ns.
    package init?(epoch text: String) {
        if let integer = Int64(text) {
            switch integer.magnitude {
            case ..<100_000_000_000: self.init(microseconds: integer * 1_000_000)
            case ..<100_000_000_000_000: self.init(microseconds: integer * 1000)
            case ..<100_000_000_000_000_000: self.init(microseconds: integer)
            default: self.init(microseconds: integer / 1000)
            }
        } else {
            // `Double` also reads "inf", "nan" and hexadecimal digits, which are no numbers of JSON.
            guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let value = Double(text), value.magnitude < 1e18
            else { return nil }
            let scale: Double = value.magnitude < 1e11 ? 1e6 : value.magnitude < 1e14 ? 1e3 : value.magnitude < 1e17 ? 1 : 1e-3
            self.init(microseconds: Int64((value * scale).rounded()))
        }
    }
}

extension CivilTime {
    fileprivate mutating func set(_ clock: CivilTime) {
        (hour, minute, second, microsecond) = (clock.hour, clock.minute, clock.second, clock.microsecond)
    }
}

/// Reads fixed runs of digits and single marks from a text.
private struct DigitScanner {
    let bytes: [UInt8]
    var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { at == bytes.count }

    mutating func digits(_ count: Int) -> Int? {
        guard at + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[at..<(at + count)] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        at += count
        return value
    }

    mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: mark) else { return false }
        at += 1
        return true
    }

    /// Decimals as microseconds; digits beyond the sixth are dropped.
    mutating func fraction() -> Int? {
        var value = 0
        var count = 0
        while at < bytes.count, (0x30...0x39).contains(bytes[at]) {
            if count < 6 { value = value * 10 + Int(bytes[at] - 0x30) }
            count += 1
            at += 1
        }
        guard count > 0 else { return nil }
        for _ in min(count, 6)..<6 { value *= 10 }
        return value
    }

    /// `14:32`, `14:32:00`, `14:32:00.25`; without colons where they are not extended.
    mutating func clock(isExtended: Bool) -> CivilTime? {
        guard let hour = digits(2), hour <= 24, skip(":") == isExtended, let minute = digits(2), minute < 60 else { return nil }
        var clock = CivilTime(year: 0, hour: hour, minute: minute)
        if isExtended ? skip(":") : isAtDigit {
            // 60 is a leap second; it falls on the first instant of the next minute.
            guard let second = digits(2), second <= 60 else { return nil }
            clock.second = second
            if skip(".") || skip(",") {
                guard let fraction = fraction() else { return nil }
                clock.microsecond = fraction
            }
        }
        guard hour < 24 || clock.minute + clock.second + clock.microsecond == 0 else { return nil }
        return clock
    }

    private var isAtDigit: Bool { at < bytes.count && (0x30...0x39).contains(bytes[at]) }

    mutating func zoneOffset() -> (seconds: Int, named: Bool)? {
        if isAtEnd { return (0, false) }
        if skip("Z") || skip("z") { return (0, true) }
        _ = skip(" ")
        if skip("Z") { return (0, true) }
        let negative = skip("-")
        guard negative || skip("+"), let hours = digits(2), hours < 24 else { return nil }
        var minutes = 0
        if !isAtEnd {
            _ = skip(":")
            guard let read = digits(2), read < 60 else { return nil }
            minutes = read
        }
        let seconds = hours * 3600 + minutes * 60
        return (negative ? -seconds : seconds, true)
    }
}
