/// A time zone as a value: the offsets from UTC and when each began.
package struct Zone: Hashable, Sendable {
    package let name: String
    /// Sorted by `start`; the first holds from the beginning of time.
    let spans: [Span]

    struct Span: Hashable, Sendable {
        let start: Int64  // seconds since the epoch
        let offset: Int  // seconds east of UTC
    }

    package static let utc = Zone(name: "UTC", spans: [Span(start: .min, offset: 0)])

    /// Seconds east of UTC at an instant. O(log transitions).
    package func offset(at instant: Instant) -> Int {
        let seconds = instant.microseconds / 1_000_000
        var low = 0
        var high = spans.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if spans[middle].start <= seconds { low = middle } else { high = middle }
        }
        return spans[low].offset
    }

    /// The instant at which clocks in this zone show `civil`. Where a clock was put back, the earlier of the two; a time that
    /// no clock showed, because it was put forward, is counted by the offset before.
    package func instant(of civil: CivilTime) -> Instant {
        let local = civil.microsecondsSinceEpoch
        let day: Int64 = 86_400_000_000
        let candidates = [-day, day].map { near in
            let offset = offset(at: Instant(microseconds: local + near))
            return (instant: Instant(microseconds: local - Int64(offset) * 1_000_000), offset: offset)
        }
        return (candidates.first { offset(at: $0.instant) == $0.offset } ?? candidates[0]).instant
    }
}
