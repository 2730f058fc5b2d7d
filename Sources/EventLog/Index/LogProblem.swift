/// Something in a source that is not as it should be. Flagged, counted, never dropped silently.
package struct LogProblem: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case malformed
        case notAnEvent = "not-an-event"
        case tooLong = "too-long"
        case tornTail = "torn-tail"
        /// A whole file among others that no format fits.
        case unknownFormat = "unknown-format"
        /// A source that could not be read, or unpacked, to its end.
        case cutOff = "cut-off"
    }

    package let kind: Kind
    package let place: Place
    /// From 1, in bytes of the line; nil where the whole line is meant.
    package let column: Int?
    package let message: String
}

extension LogProblem.Kind {
    /// Whether it is about a file as a whole, not about one of its lines.
    package var isOfWholeFile: Bool { self == .unknownFormat || self == .cutOff }
}
