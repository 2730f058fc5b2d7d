import EventLog
import TestSupport
import Testing

@Suite("Times as exports write them")
struct InstantTests {
    @Test("every form of date and time means one instant", arguments: [
        ("2026-03-05T14:32:00Z", "2026-03-05T14:32:00Z", true), ("2026-03-05t14:32:00z", "2026-03-05T14:32:00Z", true),
        ("2026-03-05T15:32:00+01:00", "2026-03-05T14:32:00Z", true), ("2026-03-05T15:32:00+0100", "2026-03-05T14:32:00Z", true),
        ("2026-03-05T15:32:00+01", "2026-03-05T14:32:00Z", true), ("2026-03-05T09:02:00-05:30", "2026-03-05T14:32:00Z", true),
        ("2026-03-05 14:32:00+00", "2026-03-05T14:32:00Z", true), ("2026-03-05 14:32:00 +0000", "2026-03-05T14:32:00Z", true),
        ("2026-03-05 14:32:00", "2026-03-05T14:32:00Z", false), ("2026-03-05T14:32", "2026-03-05T14:32:00Z", false),
        ("2026-03-05", "2026-03-05T00:00:00Z", false), ("2026-03-05T14:32:00.5Z", "2026-03-05T14:32:00.500Z", true),
        ("2026-03-05T14:32:00.800066+0000", "2026-03-05T14:32:00.800066Z", true), ("2026-03-05T14:32:00,25Z", "2026-03-05T14:32:00.250Z", true),
        ("2026-03-05T14:32:00.123456789Z", "2026-03-05T14:32:00.123456Z", true), ("2026-03-05T14:32:00.000000001Z", "2026-03-05T14:32:00Z", true),
        ("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z", true), ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", true),
        ("2026-03-05T24:00:00Z", "2026-03-06T00:00:00Z", true), ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z", true),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", true), ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z", true),
        ("20260305T143200Z", "2026-03-05T14:32:00Z", true), ("20260305T143200.25+0100", "2026-03-05T13:32:00.250Z", true),
        ("20260305T1432", "2026-03-05T14:32:00Z", false), ("20260305T1432Z", "2026-03-05T14:32:00Z", true),
    ])
    func forms(text: String, meaning: String, hasZone: Bool) throws {
        let reading = try #require(Instant.reading(text.utf8))
        #expect(reading.instant.text() == meaning)
        #expect(reading.hasZone == hasZone)
    }

    @Test("what is no time is none", arguments: [
        "", "x", "2026", "2026-03", "2026-13-01", "2026-02-30", "2023-02-29", "2026-03-05T", "2026-03-05T14", "2026-03-05T25:00:00Z",
        "2026-03-05T24:00:01Z", "2026-03-05T14:60:00Z", "2026-03-05T14:32:61Z", "2026-03-05T14:32:00.", "2026-03-05T14:32:00.Z",
        "2026-03-05T14:32:00+1", "2026-03-05T14:32:00+24:00", "2026-03-05T14:32:00+01:60", "2026-03-05T14:32:00+01:", "2026-03-05T14:32:00Zx",
        "2026/03/05", "05.03.2026", "20260305", "20260305T14:32:00Z", "2026-03-05T143200Z", "2026-0305", "20260305 143200Z", "20261305T143200Z", "2026-03-05T14:32:00 CET", "+002026-03-05", "２０２６-03-05", "2026-03-05Z",
    ])
    func noTimes(text: String) {
        #expect(Instant.reading(text.utf8) == nil)
    }

    @Test("the unit of an epoch number follows from its size", arguments: [
        ("0", "1970-01-01T00:00:00Z"), ("1772721120", "2026-03-05T14:32:00Z"), ("1772721120000", "2026-03-05T14:32:00Z"),
        ("1772721120000000", "2026-03-05T14:32:00Z"), ("1772721120000000000", "2026-03-05T14:32:00Z"),
        ("1772721120.25", "2026-03-05T14:32:00.250Z"), ("1772721120250.5", "2026-03-05T14:32:00.250500Z"), ("1.77272112e9", "2026-03-05T14:32:00Z"),
        ("-1", "1969-12-31T23:59:59Z"), ("99999999999", "5138-11-16T09:46:39Z"), ("100000000000", "1973-03-03T09:46:40Z"),
        ("99999999999999", "5138-11-16T09:46:39.999Z"), ("100000000000000", "1973-03-03T09:46:40Z"), ("1772721120123456789", "2026-03-05T14:32:00.123456Z"),
    ])
    func epochs(text: String, meaning: String) throws {
        #expect(try #require(Instant(epoch: text)).text() == meaning)
    }

    @Test("a string of digits is a date where it is written as one, an epoch where it is long enough, and else no time", arguments: [
        ("2026-03", "2026-03-01T00:00:00Z"), ("20260305", "2026-03-05T00:00:00Z"), ("20260305143200", "2026-03-05T14:32:00Z"),
        ("20260305143200250", "2026-03-05T14:32:00.250Z"), ("1772721120", "2026-03-05T14:32:00Z"), ("1772721120000", "2026-03-05T14:32:00Z"),
        ("1772721120.25", "2026-03-05T14:32:00.250Z"), ("100000000", "1973-03-03T09:46:40Z"), ("2026", nil), ("0", nil), ("17", nil), ("-1", nil),
        ("202603", nil), ("2026-13", nil), ("2026-3", nil), ("20261305", nil), ("12345678", nil), ("2026-W10", nil), ("2026-064", nil), ("", nil),
    ] as [(String, String?)])
    func strings(text: String, meaning: String?) {
        #expect(Instant.reading(text.utf8, isString: true)?.instant.text() == meaning)
    }

    @Test("a number counts since the epoch, however short", arguments: [
        ("0", "1970-01-01T00:00:00Z"), ("2026", "1970-01-01T00:33:46Z"), ("20260305", "1970-08-23T11:51:45Z"), ("-1", "1969-12-31T23:59:59Z"),
    ])
    func numbers(text: String, meaning: String) throws {
        let reading = try #require(Instant.reading(text.utf8, isString: false))
        #expect(reading.instant.text() == meaning)
        #expect(reading.isEpoch && reading.hasZone)
    }

    @Test("numbers that are no epoch do not trap", arguments: [
        "", "x", "1e400", "-1e400", "nan", "inf", "18446744073709551616", "1e30", "9223372036854775808", "0x10", " 1",
    ])
    func noEpochs(text: String) {
        #expect(Instant(epoch: text) == nil)
    }

    @Test("the largest and smallest numbers of 64 bits are instants of their own", arguments: [Int64.max, .min])
    func extremes(number: Int64) throws {
        let instant = try #require(Instant(epoch: String(number)))
        #expect(instant.microseconds == number / 1000)
        #expect(instant.text().hasPrefix(number > 0 ? "2262-" : "1677-"))
    }

    @Test("days are counted as the calendar counts them, forwards and back")
    func calendar() {
        var expected = CivilTime(year: 1899, month: 12, day: 31)
        for days in CivilTime(year: 1900).daysSinceEpoch..<CivilTime(year: 2101).daysSinceEpoch {
            expected.day += 1
            if !CivilTime.isValid(year: expected.year, month: expected.month, day: expected.day) {
                expected = CivilTime(year: expected.year + expected.month / 12, month: expected.month % 12 + 1)
            }
            let civil = CivilTime(daysSinceEpoch: days)
            guard civil == expected, civil.daysSinceEpoch == days else {
                Issue.record("day \(days) is \(civil), not \(expected)")
                return
            }
        }
        #expect(CivilTime(year: 1970).weekday == 3)
        #expect(CivilTime(year: 2026, month: 3, day: 5).weekday == 3)
        #expect(CivilTime(year: 1969, month: 12, day: 29).weekday == 0)
    }

    @Test("what is printed is read as the same instant")
    func roundTrip() throws {
        for seed in UInt64(0)..<500 {
            var random = SplitMix64(seed: seed)
            let microseconds = Int64.random(in: -62_000_000_000_000_000...253_000_000_000_000_000, using: &random)
            let instant = Instant(microseconds: random.oneIn(2) ? microseconds : microseconds / 1_000_000 * 1_000_000)
            #expect(Instant.reading(instant.text().utf8)?.instant == instant, "seed \(seed)")
        }
    }

    @Test("the texts of the screen")
    func screenTexts() throws {
        let instant = try #require(Instant.reading("2026-03-05T14:32:00.25Z".utf8)).instant
        #expect(instant.longText() == "Thu 2026-03-05 14:32:00.250Z")
        #expect(instant.clockText() == "14:32:00")
    }
}
