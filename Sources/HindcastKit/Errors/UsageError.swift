/// A command line that cannot be carried out, or a name in it that is not there.
package struct UsageError: Error, Hashable, Sendable {
    package let message: String
    /// What to do; empty where the message says it.
    package let hint: String

    package init(_ message: String, hint: String = "") {
        self.message = message
        self.hint = hint
    }
}
