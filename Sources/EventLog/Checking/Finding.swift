package import JSONText

/// Something that is not as it should be in a log, told of the place where it shows.
package struct Finding: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable { case error, warning }

    package let severity: Severity
    /// As `verify` prints it: `duplicate-id`.
    package let kind: String
    package let place: Place
    /// Nil where it is about no event.
    package let stream: ExactString?
    package let version: Int64?
    package let message: String
    /// Of the event that it is about; nil where it is about none.
    package var position: Int? = nil
}

extension LogProblem {
    /// - Parameter isOfLines: whether its file holds one value a line. A line that is being written is no damage; a document
    ///   that ends in the middle is.
    func finding(isOfLines: Bool) -> Finding {
        let isWarning = kind == .tornTail && isOfLines
        return Finding(
            severity: isWarning ? .warning : .error, kind: kind.rawValue, place: place, stream: nil, version: nil,
            message: column.map { "column \($0): \(message)" } ?? message)
    }
}
