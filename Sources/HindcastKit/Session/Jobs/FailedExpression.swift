import Rehydration

/// What is said of an expression that failed on some events.
enum FailedExpression {
    /// - Parameter first: the event on which it failed first, for people; nil where that is not known.
    static func text(_ count: Int, _ first: String?, _ error: HandlerError) -> String {
        "failed on \(counted(count, "event")), taken as false\(first.map { "; the first is \($0)" } ?? ""): \(error.message)"
    }
}
