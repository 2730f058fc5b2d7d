import EventLog

/// One end of a range of the log, as `--since` and `--until` give it. Both ends count as inside.
///
/// A version is each stream's own, a clock time each event's own: a log may hold many streams and clocks that go back.
enum LogBound: Hashable, Sendable {
    case version(Int64)
    case position(Int)
    case time(Instant)
    /// The gap before the event at that position: `50%`, `start`, `end`.
    case gap(Int)

    /// - Parameter reference: what words are relative to: the last event's time.
    /// - Throws: `PointError` where the log has no times to compare with.
    init(_ point: PointInTime, in history: History, zone: Zone) throws(PointError) {
        switch point {
        case .version(let version): self = .version(version)
        case .position(let position): self = .position(position)
        case .percent(let percent): self = .gap(Int((Double(history.count) * percent / 100).rounded()))
        case .start: self = .gap(0)
        case .end: self = .gap(history.count)
        case .clock(let clock):
            guard let last = history.lastTime else { throw PointError(message: "the events have no times; use a version or #position instead") }
            self = .time(clock.instant(in: zone, reference: last))
        }
    }

    /// Whether an event lies at this end or after it. One without a time is on no side of a clock time.
    func isAtOrBefore(_ position: Int, in history: History) -> Bool {
        switch self {
        case .version(let version): history.version(at: position) >= version
        case .position(let first): position >= first
        case .gap(let gap): position >= gap
        case .time(let instant): history.time(at: position).map { $0 >= instant } ?? false
        }
    }

    func isAtOrAfter(_ position: Int, in history: History) -> Bool {
        switch self {
        case .version(let version): history.version(at: position) <= version
        case .position(let last): position <= last
        case .gap(let gap): position < gap
        case .time(let instant): history.time(at: position).map { $0 <= instant } ?? false
        }
    }

    /// The first position at or after this end, where positions alone tell it.
    var firstPosition: Int? {
        switch self {
        case .position(let position), .gap(let position): max(0, position)
        case .version, .time: nil
        }
    }

    /// The position behind the last one at or before this end.
    var endPosition: Int? {
        switch self {
        case .position(let position): position == .max ? .max : max(0, position + 1)
        case .gap(let gap): max(0, gap)
        case .version, .time: nil
        }
    }
}
