import Glibc

/// Wakes a thread that waits, from any other. Several rings before it looks are one.
///
/// A pipe, because the threads of the pool that tasks share must not be waited for here: who blocks them all (a test that drives the
/// explorer step by step, on a machine of few cores) would wait for ever.
final class Bell: Sendable {
    private let waiting: Int32
    private let ringing: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        // Without descriptors nothing could be opened either.
        precondition(pipe(&ends) == 0, "no more files can be opened")
        (waiting, ringing) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ringing, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(waiting)
        close(ringing)
    }

    func ring() { write(1) }

    /// Ends every wait from now on.
    func stop() { write(0) }

    private func write(_ byte: UInt8) {
        var byte = byte
        while Glibc.write(ringing, &byte, 1) < 0, errno == EINTR {}
    }

    /// False once it was stopped.
    func wait() -> Bool {
        var bytes = [UInt8](repeating: 1, count: 256)
        while true {
            let count = read(waiting, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            return count > 0 && !bytes.prefix(count).contains(0)
        }
    }
}
