internal import Glibc

/// Threads of our own for work that keeps a core busy for long.
///
/// Not the pool that tasks and queues share: it has as many threads as there are cores, and who waits for one of them while all are
/// busy here (a screen that shows what has been read, say) would wait to the end.
package enum Threads {
    /// Runs `body` with each number below `count`, each on a thread of its own; the first on the caller's. Returns when all are done.
    static func perform(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let others = (1..<max(1, count)).compactMap { number in start { body(number) } }
        body(0)
        for thread in others { pthread_join(thread, nil) }
    }

    /// Runs `body` on some threads, and `own` meanwhile on the caller's. Returns when all are done.
    static func perform(_ count: Int, _ body: @escaping @Sendable () -> Void, beside own: () -> Void) {
        let others = (0..<max(0, count)).compactMap { _ in start(body) }
        own()
        for thread in others { pthread_join(thread, nil) }
    }

    /// Runs `body` on a thread of its own and does not wait for it. Where none can be had, on the caller's.
    package static func detach(_ body: @escaping @Sendable () -> Void) {
        if !spare(body) { body() }
    }

    /// Likewise where it can be done without.
    /// - Returns: false where no thread can be had; then nothing is done.
    @discardableResult
    static func spare(_ body: @escaping @Sendable () -> Void) -> Bool {
        guard let thread = start(body) else { return false }
        pthread_detach(thread)
        return true
    }

    /// Lets this thread, and those that it starts, go behind the others where cores are few: a search of the whole log must not keep
    /// a key waiting.
    ///
    /// Niceness is not enough: it says how much of a core a thread gets, but one that wakes waits all the same until the one that runs
    /// has used up its slice, milliseconds each time. One of this policy gives way at once (sched(7), "SCHED_IDLE"). A thread's own on
    /// Linux, and inherited.
    package static func stepBack() {
        var parameters = sched_param()
        if sched_setscheduler(0, idlePolicy, &parameters) != 0 { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10) }
    }

    /// `SCHED_IDLE` of linux/sched.h, which Glibc shows to C alone.
    private static let idlePolicy: Int32 = 5

    private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body))
        let code = pthread_create(&thread, nil, { argument in
            let work = Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue()
            SignalStack.with(work.body)
            return nil
        }, work.toOpaque())
        guard code == 0 else {
            work.release()
            return nil
        }
        return thread
    }

    private final class Work: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
