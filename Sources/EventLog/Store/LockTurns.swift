internal import Glibc

/// How long one handle has taken the lock again and again.
///
/// Who waits inside the kernel needs a moment to wake, and would never get the lock from somebody who takes it right back: so
/// whoever appends without a break makes a short one now and then, the lock free. It costs about one part in a hundred.
struct LockTurns {
    /// In nanoseconds of the monotonic clock.
    private var began: Int64 = 0
    private var ended: Int64 = .min / 2

    private static let longestRow: Int64 = 20_000_000
    private static let gap: Int64 = 1_000_000
    private static let pause = 200_000

    /// Before the lock is asked for.
    mutating func begin() {
        let now = Self.now()
        if now - ended > Self.gap {
            began = now
        } else if now - began > Self.longestRow {
            var time = timespec(tv_sec: 0, tv_nsec: Self.pause)
            nanosleep(&time, nil)
            began = Self.now()
        }
    }

    /// When it is free again.
    mutating func end() { ended = Self.now() }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
