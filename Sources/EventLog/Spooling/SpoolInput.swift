internal import Glibc

/// Reads what can be read only once, from beginning to end; never waits longer than it may.
struct SpoolInput {
    let descriptor: OpenDescriptor
    /// Whether somebody must be writing before long: a named pipe, unlike standard input.
    let awaitsWriter: Bool
    let limits: SpoolLimits
    let stop: @Sendable () -> Bool
    /// Told of what was spooled, and while nothing comes.
    var watch: SpoolWatch?

    /// Between two looks at `stop`.
    private static let tickMilliseconds = 50

    enum Outcome {
        case bytes(Int)
        case end
        case stopped
    }

    /// At least one byte, unless it ends or is stopped.
    /// - Throws: `unreadable`, `noWriter`.
    func read(into buffer: UnsafeMutableRawBufferPointer, offset: Int) throws(SourceError.Problem) -> Outcome {
        var waited = 0
        while true {
            if stop() { return .stopped }
            var request = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
            let ready = poll(&request, 1, Int32(Self.tickMilliseconds))
            if ready == 0 {
                // A pipe that nobody ever opened for writing reports nothing at all; one that was left reports its end.
                waited += Self.tickMilliseconds
                watch?.idled()
                if awaitsWriter, offset == 0, waited >= limits.patienceMilliseconds { throw .noWriter }
                continue
            }
            guard ready > 0 else {
                if errno == EINTR { continue }
                throw .unreadable(offset: offset, errno: errno)
            }
            let count = Glibc.read(descriptor.number, buffer.baseAddress, buffer.count)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .end }
            guard errno == EINTR || errno == EAGAIN else { throw .unreadable(offset: offset, errno: errno) }
        }
    }
}
