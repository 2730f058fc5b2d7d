internal import Glibc

/// What several threads tell one that waits for it, in the order in which it was sent.
///
/// The C library's mutex and condition: the standard library has no way to wait.
// Unchecked: all that changes is touched only under the mutex.
package final class Channel<Message: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [Message] = []
    private var senders: Int

    /// - Parameter senders: how many threads send; each calls `close` when it is done.
    package init(senders: Int) {
        self.senders = senders
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        arrival.deallocate()
        mutex.deallocate()
    }

    package func send(_ message: Message) {
        pthread_mutex_lock(mutex)
        waiting.append(message)
        pthread_cond_signal(arrival)
        pthread_mutex_unlock(mutex)
    }

    package func close() {
        pthread_mutex_lock(mutex)
        senders -= 1
        pthread_cond_signal(arrival)
        pthread_mutex_unlock(mutex)
    }

    /// All that was sent since the last call, oldest first; waits until there is something.
    /// - Returns: nothing, once every sender is done.
    package func receive() -> [Message] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while waiting.isEmpty, senders > 0 { pthread_cond_wait(arrival, mutex) }
        defer { waiting = [] }
        return waiting
    }
}
