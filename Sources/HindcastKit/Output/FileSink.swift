import Glibc

/// A file descriptor as a sink.
package final class FileSink: ByteSink {
    private let descriptor: Int32
    package let isTerminal: Bool

    package init(_ descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    /// The corresponding C function is `write`, called until all is written.
    package func write(_ bytes: [UInt8]) throws(OutputError) {
        var failure: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
                if count >= 0 { done += count; continue }
                switch errno {
                case EINTR: continue
                // A shell may have left the terminal non-blocking.
                case EAGAIN: waitUntilWritable()
                default: failure = errno; return
                }
            }
        }
        guard failure != 0 else { return }
        throw failure == EPIPE ? .closed : .failed(failure)
    }

    private func waitUntilWritable() {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
    }

    /// Makes sure that 0, 1 and 2 are taken: a history opened as descriptor 1 would be taken for the standard output.
    /// The wrong way round, so that reading a closed input, or writing to a closed output, stays an error.
    static func occupyStandardDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
