import EventLog
import JSONText
import TestSupport
import Testing

@Suite("Points in time")
struct PointInTimeTests {
    /// Account 1 at 09:00, 10:00, 10:00 and 14:32 on two days; account 2 between; account 3 without times.
    private static let lines = [
        #"{"stream":"a-1","version":0,"type":"Opened","time":"2026-03-03T09:00:00Z","data":{}}"#,
        #"{"stream":"a-2","version":0,"type":"Opened","time":"2026-03-03T09:30:00Z","data":{}}"#,
        #"{"stream":"a-1","version":1,"type":"Deposited","time":"2026-03-04T10:00:00Z","data":{}}"#,
        #"{"stream":"a-3","version":0,"type":"Opened","data":{}}"#,
        #"{"stream":"a-1","version":2,"type":"Deposited","time":"2026-03-04T10:00:00Z","data":{}}"#,
        #"{"stream":"a-1","version":3,"type":"Withdrawn","time":"2026-03-05T14:32:00Z","data":{}}"#,
    ]

    private func resolve(_ text: String, on name: ExactString = "a-1", zone: Zone = .utc, reference: String? = nil) throws -> ResolvedPoint {
        let history = try History(lines: Self.lines)
        let point = try #require(PointInTime(parsing: text), "\(text)")
        let reference = try reference.map { try #require(Instant.reading($0.utf8)).instant }
        return try point.resolve(on: try #require(history.stream(named: name)), of: history, zone: zone, reference: reference)
    }

    @Test("the forms that are no clock", arguments: [
        ("12", .version(12)), ("0", .version(0)), ("-1", .start), ("#1204", .position(1204)), ("#0", .position(0)), ("50%", .percent(50)),
        ("0%", .percent(0)), ("100%", .percent(100)), ("12.5%", .percent(12.5)), ("start", .start), ("end", .end), ("END", .end), (" end ", .end),
    ] as [(String, PointInTime)])
    func forms(text: String, point: PointInTime) {
        #expect(PointInTime(parsing: text) == point)
    }

    @Test("what is none of the forms is refused", arguments: [
        "", " ", "#", "#-1", "#x", "#+1", "101%", "-1%", "%", "nan%", "x", "tomorrow", "thursday 25:00", "thursday noon", "yesterday 9", "14:60", "24:00", "14:3",
        "+9:00", "14:+5", "14:32:00.-5", "14:32:05.123456abc", "14:32:05.", "1:2:3:4", "-h", "-3y", "-3h2", "3h", "--3h", "-0s", "12 13", "th", "start end",
        "2026-13", "2026-02-30", "2026-03-05T25", "2026-03-05x", "-99999999999999999999h", "+12", "1.5", "yesterday 9:00 Z",
    ])
    func refused(text: String) {
        #expect(PointInTime(parsing: text) == nil)
    }

    @Test("a beginning of a time stands for its first moment", arguments: [
        ("2026-03-05T14:32:00Z", "2026-03-05T14:32:00Z"), ("2026-03-05T14:32:00", "2026-03-05T14:32:00Z"), ("2026-03-05 14:32", "2026-03-05T14:32:00Z"),
        ("2026-03-05T14:3", "2026-03-05T14:30:00Z"), ("2026-03-05T14:", "2026-03-05T14:00:00Z"), ("2026-03-05T14", "2026-03-05T14:00:00Z"),
        ("2026-03-05T1", "2026-03-05T10:00:00Z"), ("2026-03-05T", "2026-03-05T00:00:00Z"), ("2026-03-05", "2026-03-05T00:00:00Z"),
        ("2026-03-0", "2026-03-01T00:00:00Z"), ("2026-03-1", "2026-03-10T00:00:00Z"), ("2026-03-3", "2026-03-30T00:00:00Z"), ("2026-03", "2026-03-01T00:00:00Z"),
        ("2026-0", "2026-01-01T00:00:00Z"), ("2026-1", "2026-10-01T00:00:00Z"), ("2026-03-05T15:32+01:00", "2026-03-05T14:32:00Z"),
        ("2026-03-05T14:32Z", "2026-03-05T14:32:00Z"), ("2026-03-05T14:32:00.25", "2026-03-05T14:32:00.250Z"),
    ])
    func beginnings(text: String, meaning: String) throws {
        guard case .clock(let clock)? = PointInTime(parsing: text) else { Issue.record("\(text) is no clock time"); return }
        #expect(clock.instant(in: .utc, reference: Instant(microseconds: 0)).text() == meaning)
    }

    /// The reference is a Thursday.
    @Test("words are relative to the reference", arguments: [
        ("14:32", "2026-03-05T14:32:00Z"), ("9:00", "2026-03-05T09:00:00Z"), ("14:32:05", "2026-03-05T14:32:05Z"), ("14:32:05.25", "2026-03-05T14:32:05.250Z"),
        ("today", "2026-03-05T00:00:00Z"), ("yesterday", "2026-03-04T00:00:00Z"), ("yesterday 9:00", "2026-03-04T09:00:00Z"), ("Thursday 14:32", "2026-03-05T14:32:00Z"),
        ("thu", "2026-03-05T00:00:00Z"), ("friday 8:00", "2026-02-27T08:00:00Z"), ("mon", "2026-03-02T00:00:00Z"), ("wednesday 23:59", "2026-03-04T23:59:00Z"),
        ("-3h", "2026-03-05T13:00:00Z"), ("-90m", "2026-03-05T14:30:00Z"), ("-1h30m", "2026-03-05T14:30:00Z"), ("-2d", "2026-03-03T16:00:00Z"),
        ("-1w", "2026-02-26T16:00:00Z"), ("-30s", "2026-03-05T15:59:30Z"),
    ])
    func words(text: String, meaning: String) throws {
        guard case .clock(let clock)? = PointInTime(parsing: text) else { Issue.record("\(text) is no clock time"); return }
        let reference = try #require(Instant.reading("2026-03-05T16:00:00Z".utf8)).instant
        #expect(clock.instant(in: .utc, reference: reference).text() == meaning)
    }

    @Test("a span too long to be meant is refused or long ago, never a trap", arguments: ["-999999999w", "-999999999d", "-999999999w999999999w", "-9999999999s"])
    func longSpans(text: String) {
        guard case .clock(let clock)? = PointInTime(parsing: text) else { return }
        #expect(clock.instant(in: .utc, reference: Instant(microseconds: 1_772_721_120_000_000)).microseconds < 0)
    }

    @Test("a day begins when it begins in the zone", .enabled(if: Zone(named: "Europe/Berlin") != nil))
    func zones() throws {
        let berlin = try #require(Zone(named: "Europe/Berlin"))
        let reference = try #require(Instant.reading("2026-03-05T23:30:00Z".utf8)).instant
        for (text, meaning) in [("14:32", "2026-03-06T13:32:00Z"), ("thursday", "2026-03-04T23:00:00Z"), ("2026-07-01", "2026-06-30T22:00:00Z"), ("2026-07-01T00:00Z", "2026-07-01T00:00:00Z")] {
            guard case .clock(let clock)? = PointInTime(parsing: text) else { Issue.record("\(text)"); continue }
            #expect(clock.instant(in: berlin, reference: reference).text() == meaning, "\(text)")
        }
    }

    @Test("where points lie on a stream", arguments: [
        ("start", -1), ("end", 3), ("0", 0), ("3", 3), ("-1", -1), ("0%", -1), ("50%", 1), ("100%", 3), ("25%", 0),
        ("#0", 0), ("#1", 0), ("#2", 1), ("#4", 2), ("#5", 3), ("2026-03-03T09:00:00Z", 0), ("2026-03-03T08:59:59Z", -1), ("2026-03-04", 0),
        ("2026-03-04T10:00:00Z", 2), ("2026-03-04T09:59:59.999Z", 0), ("2030-01-01", 3), ("14:32", 3), ("14:31", 2), ("yesterday 10:00", 2), ("yesterday", 0),
        ("tuesday 12:00", 0), ("-1s", 2), ("-1w", -1),
    ])
    func resolving(text: String, index: Int) throws {
        #expect(try resolve(text).index == index)
    }

    @Test("what was understood of a clock time is said")
    func understood() throws {
        #expect(try resolve("yesterday 9:00").understood == "Wed 2026-03-04 09:00:00Z")
        #expect(try resolve("9:00", reference: "2026-03-03T20:00:00Z").understood == "Tue 2026-03-03 09:00:00Z")
        #expect(try resolve("2").understood == nil)
    }

    @Test("outside of what is there is an error that says what is there", arguments: [
        ("4", "a-1", "from 0 to 3"), ("#6", "a-1", "#5"), ("14:32", "a-3", "no times"),
    ])
    func outside(text: String, stream: String, message: String) throws {
        let error = #expect(throws: PointError.self) { try resolve(text, on: ExactString(stream)) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("a clock time on a stream without times is an error even where the reference is known")
    func noTimes() throws {
        #expect(throws: PointError.self) { try resolve("2026-03-05", on: "a-3", reference: "2026-03-05T00:00:00Z") }
    }

    @Test("S31 a clock that goes back does not hide later versions")
    func clockGoesBack() throws {
        let history = try History(lines: [
            #"{"stream":"s","version":0,"type":"T","time":"2026-03-05T10:00:00Z","data":{}}"#,
            #"{"stream":"s","version":1,"type":"T","time":"2026-03-05T12:00:00Z","data":{}}"#,
            #"{"stream":"s","version":2,"type":"T","time":"2026-03-05T11:00:00Z","data":{}}"#,
        ])
        let stream = try #require(history.stream(named: "s"))
        #expect(try history.events(of: "s").map(\.event.version) == [0, 1, 2])
        #expect(try #require(PointInTime(parsing: "11:30")).resolve(on: stream, of: history, zone: .utc).index == 2)
    }
}
