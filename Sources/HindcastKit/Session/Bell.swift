import Glibc

/// Wakes a thread that waits for work. Rings that come before it waits are not lost.
final class Bell: Sendable {
    /// Semaphores may be used from any thread (sem_overview(7)); the memory is this object's alone.
    private nonisolated(unsafe) let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func ring() { sem_post(semaphore) }

    /// Waits for a ring.
    func wait() { while sem_wait(semaphore) != 0, errno == EINTR {} }
}
