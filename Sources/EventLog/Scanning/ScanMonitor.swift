/// What somebody who waits for a scan wants of it. Called from the scan's threads, one at a time.
package struct ScanMonitor: Sendable {
    /// True from the moment when the scan is to end with what it has.
    package var isStopped: @Sendable () -> Bool
    /// Told after each block.
    package var progressed: @Sendable (ScanProgress) -> Void
    /// Given the log as far as it has been read: after the first block, and each time that it has doubled.
    package var grew: (@Sendable (History) -> Void)?

    package init(
        isStopped: @escaping @Sendable () -> Bool = { false }, progressed: @escaping @Sendable (ScanProgress) -> Void = { _ in },
        grew: (@Sendable (History) -> Void)? = nil
    ) {
        self.isStopped = isStopped
        self.progressed = progressed
        self.grew = grew
    }
}

/// How far a scan is, over all its files.
package struct ScanProgress: Hashable, Sendable {
    package var bytesRead = 0
    package var bytes = 0
    package var events = 0

    package init(bytesRead: Int = 0, bytes: Int = 0, events: Int = 0) {
        self.bytesRead = bytesRead
        self.bytes = bytes
        self.events = events
    }
}
