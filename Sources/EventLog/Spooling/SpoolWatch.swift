/// What somebody who waits for a spool wants of it.
struct SpoolWatching: Sendable {
    var isStopped: @Sendable () -> Bool = { false }
    /// Given what was spooled so far, once in a while, by the thread that spools; nil: nobody looks.
    var arrived: (@Sendable (SpoolWatch.Part) -> Void)?
}

/// Tells of a spool while it fills: as soon as there is something to be seen, and then ten times a second.
///
/// Used by the one thread that spools.
final class SpoolWatch {
    /// The spool as far as it has come.
    struct Part: Sendable {
        let file: SourceFile
        /// Of the source.
        let bytesRead: Int
    }

    private let arrived: @Sendable (Part) -> Void
    private var last: Part?
    private var isTold = false
    private var lastTold = ContinuousClock.now

    private static let firstSize = 1 << 20
    private static let pause = Duration.milliseconds(100)

    init(_ arrived: @escaping @Sendable (Part) -> Void) { self.arrived = arrived }

    func told(_ file: SourceFile, bytesRead: Int) {
        last = Part(file: file, bytesRead: bytesRead)
        if !isTold, file.size >= Self.firstSize { tell() } else { idled() }
    }

    /// Some time has passed.
    func idled() {
        if .now - lastTold >= Self.pause { tell() }
    }

    private func tell() {
        guard let last else { return }
        isTold = true
        arrived(last)
        lastTold = .now
    }
}
