internal import Synchronization

/// Shows a log while it grows: never less of it than before, and not so often that the showing takes long.
final class Showing: Sendable {
    private let grew: (@Sendable (History) -> Void)?
    private let last = Mutex(Last())

    private struct Last {
        var events = 0
        /// When something was shown or tried, and what that took.
        var at: ContinuousClock.Instant?
        var cost = Duration.zero

        var isRested: Bool { at.map { .now - $0 >= max(Showing.pause, cost * Showing.share) } ?? true }
    }

    private static let pause = Duration.milliseconds(250)
    /// So many times what it took to show it has to pass before it is shown again.
    private static let share = 10

    init(_ grew: (@Sendable (History) -> Void)?) { self.grew = grew }

    /// How many events somebody has been shown.
    var events: Int { last.withLock(\.events) }

    /// Shows a log that there is anyhow.
    func show(_ history: History) { show(since: .now) { history } }

    /// Shows a log of so many events if it has doubled, or if it has grown and it is time.
    func offer(events: Int, _ make: () -> History?) {
        let isDue = last.withLock { events > $0.events && ($0.isRested || events >= 2 * $0.events) }
        if isDue { show(since: .now, make) }
    }

    /// Shows what is to be made first if it is time.
    func offer(_ make: () -> History?) {
        if last.withLock(\.isRested) { show(since: .now, make) }
    }

    private func show(since start: ContinuousClock.Instant, _ make: () -> History?) {
        guard let grew else { return }
        let history = make()
        last.withLock { last in
            if let history, history.count > last.events {
                grew(history)
                last.events = history.count
            }
            last.at = .now
            last.cost = .now - start
        }
    }
}
