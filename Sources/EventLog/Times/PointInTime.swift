/// A point in time on a stream or a log, as a person writes it: AT on the command line, `:goto` in the explorer.
package enum PointInTime: Hashable, Sendable {
    /// `12`: after the event of that version.
    case version(Int64)
    /// `#1204`: after that position of the log.
    case position(Int)
    /// `50%` of the events.
    case percent(Double)
    /// Before the first event.
    case start
    /// After the last event.
    case end
    case clock(Clock)

    /// A time of a clock: "after all events at or before it". Parts that are left out are zero.
    package enum Clock: Hashable, Sendable {
        /// `2026-03-05T14:32:00Z` or a beginning of it; with or without a zone of its own.
        case absolute(CivilTime, offset: Int?)
        /// `14:32` on the reference's day.
        case today(TimeOfDay)
        /// `yesterday 9:00`: whole days before the reference's.
        case daysBefore(Int, TimeOfDay)
        /// `thursday 14:32`: the latest such day that is not after the reference's. 0 is Monday.
        case weekday(Int, TimeOfDay)
        /// `-3h`: microseconds before the reference.
        case before(microseconds: Int64)
    }

    package struct TimeOfDay: Hashable, Sendable {
        package let hour: Int
        package let minute: Int
        package let second: Int
        package let microsecond: Int

        package static let midnight = TimeOfDay(hour: 0, minute: 0, second: 0, microsecond: 0)
    }
}

extension PointInTime.Clock {
    /// The instant meant, in a zone and seen from a reference.
    package func instant(in zone: Zone, reference: Instant) -> Instant {
        switch self {
        case .absolute(let civil, let offset?):
            Instant(microseconds: civil.microsecondsSinceEpoch - Int64(offset) * 1_000_000)
        case .absolute(let civil, nil): zone.instant(of: civil)
        case .today(let time): zone.instant(of: Self.day(of: reference, in: zone, back: 0, at: time))
        case .daysBefore(let days, let time): zone.instant(of: Self.day(of: reference, in: zone, back: days, at: time))
        case .weekday(let weekday, let time):
            zone.instant(of: Self.day(
                of: reference, in: zone, back: (reference.civil(in: zone).weekday - weekday + 7) % 7, at: time))
        case .before(let microseconds): Instant(microseconds: reference.microseconds &- microseconds)
        }
    }

    private static func day(of reference: Instant, in zone: Zone, back days: Int, at time: PointInTime.TimeOfDay) -> CivilTime {
        var civil = CivilTime(daysSinceEpoch: reference.civil(in: zone).daysSinceEpoch - days)
        civil.hour = time.hour
        civil.minute = time.minute
        civil.second = time.second
        civil.microsecond = time.microsecond
        return civil
    }
}
