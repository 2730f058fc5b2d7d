import EventLog
import TestSupport
import Testing

@Suite("Time zones")
struct ZoneTests {
    fileprivate static let berlin = Zone(named: "Europe/Berlin")
    fileprivate static let newYork = Zone(named: "America/New_York")

    private func instant(_ text: String) throws -> Instant { try #require(Instant.reading(text.utf8)).instant }

    @Test("UTC needs no file")
    func utc() throws {
        #expect(Zone(named: "UTC") == .utc)
        #expect(try instant("2026-07-01T00:00:00Z").text(in: .utc) == "2026-07-01T00:00:00Z")
    }

    @Test("what is no zone is none", arguments: ["", "Nowhere/Land", "../../../etc/passwd", "/etc/localtime", "Europe", "Europe/Berlin\u{0}", "tzdata.zi", "Europe/../UTC x"])
    func noZones(name: String) {
        #expect(Zone(named: name) == nil)
    }

    @Test("summer and winter in Berlin", .enabled(if: ZoneTests.berlin != nil), arguments: [
        ("2026-01-15T12:00:00Z", "2026-01-15T13:00:00+01:00"), ("2026-07-15T12:00:00Z", "2026-07-15T14:00:00+02:00"),
        ("2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00"), ("2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25T00:59:59Z", "2026-10-25T02:59:59+02:00"), ("2026-10-25T01:00:00Z", "2026-10-25T02:00:00+01:00"),
        ("1979-07-01T00:00:00Z", "1979-07-01T01:00:00+01:00"), ("1969-12-31T23:59:59.5Z", "1970-01-01T00:59:59.500+01:00"),
    ])
    func seasons(utc: String, local: String) throws {
        #expect(try instant(utc).text(in: try #require(Self.berlin)) == local)
    }

    @Test("a clock's time is an instant; of two the earlier, and in a gap the old offset counts on", .enabled(if: ZoneTests.berlin != nil && ZoneTests.newYork != nil), arguments: [
        (true, CivilTime(year: 2026, month: 7, day: 1, hour: 12), "2026-07-01T10:00:00Z"),
        (true, CivilTime(year: 2026, month: 10, day: 25, hour: 1, minute: 59), "2026-10-24T23:59:00Z"),
        (true, CivilTime(year: 2026, month: 10, day: 25, hour: 2, minute: 30), "2026-10-25T00:30:00Z"),
        (true, CivilTime(year: 2026, month: 10, day: 25, hour: 3), "2026-10-25T02:00:00Z"),
        (true, CivilTime(year: 2026, month: 3, day: 29, hour: 2, minute: 30), "2026-03-29T01:30:00Z"),
        (true, CivilTime(year: 2026, month: 3, day: 29, hour: 3), "2026-03-29T01:00:00Z"),
        (false, CivilTime(year: 2026, month: 11, day: 1, hour: 1, minute: 30), "2026-11-01T05:30:00Z"),
        (false, CivilTime(year: 2026, month: 11, day: 1, hour: 2), "2026-11-01T07:00:00Z"),
        (false, CivilTime(year: 2026, month: 3, day: 8, hour: 2, minute: 30), "2026-03-08T07:30:00Z"),
    ])
    func clocks(isBerlin: Bool, civil: CivilTime, utc: String) throws {
        let zone = try #require(isBerlin ? Self.berlin : Self.newYork)
        #expect(zone.instant(of: civil).text() == utc)
    }

    @Test("every instant's local time leads back to it, but for the hour that comes twice", .enabled(if: ZoneTests.berlin != nil))
    func thereAndBack() throws {
        let zone = try #require(Self.berlin)
        for seed in UInt64(0)..<2000 {
            var random = SplitMix64(seed: seed)
            let instant = Instant(microseconds: Int64.random(in: 0...2_000_000_000, using: &random) * 1_000_000)
            let back = zone.instant(of: instant.civil(in: zone))
            #expect(back.civil(in: zone) == instant.civil(in: zone), "seed \(seed)")
            #expect(back <= instant, "seed \(seed)")
        }
    }
}
