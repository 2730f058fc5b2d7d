/// How far a long fold is, told every few thousand events; who is told may stop it.
package struct FoldProgress {
    /// Is given the events done and to do; throws `CancellationError` to stop. What was folded stays known.
    package var report: (_ done: Int, _ of: Int) throws -> Void

    package init(_ report: @escaping (_ done: Int, _ of: Int) throws -> Void = { _, _ in }) { self.report = report }

    /// Events between two reports: a few milliseconds.
    static let interval = 4096
}
