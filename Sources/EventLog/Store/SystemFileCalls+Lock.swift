internal import Glibc

// `flock`: the lock belongs to the opened file, not to the process as with `fcntl`, so that closing another descriptor of the
// same file does not lose it; and the kernel lets go of it when the process ends, however it ends.
extension SystemFileCalls {
    /// An append holds the lock for a fraction of a millisecond: who finds it taken looks again after a short sleep, several times,
    /// before a thread is spent on waiting inside the kernel. Who just had it may get it again first, and so is spared reading
    /// what others wrote; `LockTurns` sees to it that it is not for ever.
    package func lock(_ file: Int32, milliseconds: Int) throws(FileCallError) -> Bool {
        var waited = 0  // nanoseconds, as all of these
        var pause = 50_000
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            if errno == EINTR { continue }
            guard errno == EWOULDBLOCK else { throw Self.failure("flock") }
            let left = milliseconds * 1_000_000 - waited
            guard left > 0 else { return false }
            guard waited < Self.longestPolling else { return LockWait(file).wait(milliseconds: left / 1_000_000) }
            var time = timespec(tv_sec: 0, tv_nsec: min(pause, left))
            nanosleep(&time, nil)
            waited += min(pause, left)
            pause = min(pause * 3 / 2, 1_000_000)
        }
        return true
    }

    private static var longestPolling: Int { 30_000_000 }

    package func unlock(_ file: Int32) throws(FileCallError) { try Self.repeated("flock") { flock(file, LOCK_UN) } }

    /// From `/proc/locks`: `1: FLOCK  ADVISORY  WRITE 708 00:2e:1234 0 EOF`.
    package func holder(ofLockOn status: FileStatus) -> Int32? {
        guard let file = fopen("/proc/locks", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), file) != nil {
            let fields = line.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }.split(separator: " ")
            guard fields.count > 5, fields[1] == "FLOCK", fields[5].hasSuffix(":\(status.inode)") else { continue }
            return Int32(fields[4]).flatMap { $0 > 0 ? $0 : nil }
        }
        return nil
    }
}

/// A bounded wait for a lock. The kernel wakes who waits inside `flock`, in turn, but knows no time limit: a thread waits
/// there, and this object is what it and the one who waits for it share.
private final class LockWait: @unchecked Sendable {
    private let file: Int32
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// Under `mutex`.
    private var isDone = false
    private var isLocked = false
    private var isAbandoned = false

    init(_ file: Int32) {
        // The thread's own name of the same opened file: the caller may close its one when the time is over.
        self.file = fcntl(file, F_DUPFD_CLOEXEC, 3)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        if file >= 0 { close(file) }
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// True when the lock is had.
    func wait(milliseconds: Int) -> Bool {
        guard file >= 0, milliseconds > 0 else { return false }
        var thread = pthread_t()
        // Signals are the main thread's: one that interrupts `flock` here would only be lost.
        var every = sigset_t()
        var before = sigset_t()
        sigfillset(&every)
        pthread_sigmask(SIG_SETMASK, &every, &before)
        let failure = pthread_create(&thread, nil, { context in
            Unmanaged<LockWait>.fromOpaque(context!).takeRetainedValue().run()
            return nil
        }, Unmanaged.passRetained(self).toOpaque())
        pthread_sigmask(SIG_SETMASK, &before, nil)
        guard failure == 0 else {
            Unmanaged.passUnretained(self).release()
            return false
        }
        pthread_detach(thread)

        var limit = timespec()
        clock_gettime(CLOCK_REALTIME, &limit)
        limit.tv_sec += milliseconds / 1000
        limit.tv_nsec += milliseconds % 1000 * 1_000_000
        if limit.tv_nsec >= 1_000_000_000 {
            limit.tv_sec += 1
            limit.tv_nsec -= 1_000_000_000
        }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while !isDone, pthread_cond_timedwait(changed, mutex, &limit) != ETIMEDOUT {}
        if !isDone { isAbandoned = true }
        return isLocked
    }

    private func run() {
        var result = flock(file, LOCK_EX)
        while result != 0, errno == EINTR { result = flock(file, LOCK_EX) }
        pthread_mutex_lock(mutex)
        isDone = true
        isLocked = result == 0 && !isAbandoned
        // Nobody waits any more. The opened file may live on under the caller's descriptor, so it is unlocked by hand.
        if result == 0, isAbandoned { flock(file, LOCK_UN) }
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }
}
