extension Instant {
    /// What a time's text means, and whether it named its zone.
    package struct Reading: Hashable, Sendable {
        package let instant: Instant
        package let hasZone: Bool
    }

    /// Reads the forms that exports use: RFC 3339 with `T` or a space, `Z`, `+02:00`, `+0200`, `+02` or no zone (then UTC),
    /// 0 or more decimals (kept to the microsecond), a date alone. Nil for anything else.
    package static func reading(_ text: some Collection<UInt8>) -> Reading? {
        var scanner = DigitScanner(Array(text))
        guard let year = scanner.digits(4), scanner.skip("-"), let month = scanner.digits(2), scanner.skip("-"),
            let day = scanner.digits(2), CivilTime.isValid(year: year, month: month, day: day)
        else { return nil }
        var civil = CivilTime(year: year, month: month, day: day)
        if scanner.isAtEnd { return Reading(instant: Instant(microseconds: civil.microsecondsSinceEpoch), hasZone: false) }

        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "), let hour = scanner.digits(2), hour <= 24,
            scanner.skip(":"), let minute = scanner.digits(2), minute < 60
        else { return nil }
        civil.hour = hour
        civil.minute = minute
        if scanner.skip(":") {
            // 60 is a leap second; it falls on the first instant of the next minute.
            guard let second = scanner.digits(2), second <= 60 else { return nil }
            civil.second = second
            if scanner.skip(".") || scanner.skip(",") {
                guard let fraction = scanner.fraction() else { return nil }
                civil.microsecond = fraction
            }
        }
        guard hour < 24 || civil.minute + civil.second + civil.microsecond == 0 else { return nil }
        guard let offset = scanner.zoneOffset() else { return nil }
        guard scanner.isAtEnd else { return nil }
        let microseconds = civil.microsecondsSinceEpoch - Int64(offset.seconds) * 1_000_000
        return Reading(instant: Instant(microseconds: microseconds), hasZone: offset.named)
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
