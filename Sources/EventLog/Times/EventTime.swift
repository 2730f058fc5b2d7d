package import JSONText

/// When an event says that it happened: its text as written, and the instant that it means.
///
/// Never used for order. Order is by version within a stream and by position in the log.
package struct EventTime: Hashable, Sendable {
    package let text: ExactString
    package let instant: Instant

    package init(text: ExactString, instant: Instant) {
        self.text = text
        self.instant = instant
    }
}

/// A point on the time line, to the microsecond: ±292,000 years around 1970 fit, finer digits stay in the text.
package struct Instant: Hashable, Comparable, Sendable {
    /// Since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}
