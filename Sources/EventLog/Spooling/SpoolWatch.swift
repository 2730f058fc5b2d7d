/// What somebody who waits for a spool wants of it.
struct SpoolWatching: Sendable {
    var isStopped: @Sendable () -> Bool = { false }
    /// Given what was spooled so far, once in a while; nil: nobody looks.
    var arrived: (@Sendable (SpoolWatch.Part) -> Void)?
}

/// Shows a spool while it fills: again when it has doubled, or after a while, if the showing costs little of that.
///
/// Used by the one thread that spools.
final class SpoolWatch {
    /// The spool as far as it has come.
    struct Part: Sendable {
        let file: SourceFile
        /// Of the source, and how many it has; 0 where nobody knows.
        let bytesRead: Int
        let bytes: Int
        /// Whether what it holds is to be shown, and not only how much it is.
        let isDue: Bool
    }

    private let bytes: Int
    private let arrived: @Sendable (Part) -> Void
    private var last: (file: SourceFile, bytesRead: Int)?
    private var shown = 0
    private var lastTold = ContinuousClock.now
    private var lastShown = ContinuousClock.now
    private var cost = Duration.zero

    private static let firstSize = 1 << 20
    private static let pause = Duration.milliseconds(250)
    /// So many times what it took to show it has to pass before it is shown again.
    private static let share = 10

    init(bytes: Int, _ arrived: @escaping @Sendable (Part) -> Void) {
        self.bytes = bytes
        self.arrived = arrived
    }

    func told(_ file: SourceFile, bytesRead: Int) {
        last = (file, bytesRead)
        if file.size >= max(Self.firstSize, 2 * shown) { return show() }
        idled()
    }

    /// Some time has passed.
    func idled() {
        guard let last else { return }
        let now = ContinuousClock.now
        if last.file.size > shown, now - lastShown >= max(Self.pause, cost * Self.share) { return show() }
        guard now - lastTold >= .milliseconds(100) else { return }
        lastTold = now
        arrived(Part(file: last.file, bytesRead: last.bytesRead, bytes: bytes, isDue: false))
    }

    private func show() {
        guard let last else { return }
        shown = last.file.size
        let before = ContinuousClock.now
        arrived(Part(file: last.file, bytesRead: last.bytesRead, bytes: bytes, isDue: true))
        lastShown = .now
        lastTold = lastShown
        cost = lastShown - before
    }
}
