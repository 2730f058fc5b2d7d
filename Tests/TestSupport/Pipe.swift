internal import Glibc

/// A pipe: what is written to it comes out of `output`.
package final class Pipe: Sendable {
    package let output: Int32
    private let input: Int32

    package init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw SystemFault(call: "pipe", code: errno) }
        (output, input) = (ends[0], ends[1])
    }

    deinit { close(output) }

    /// No more than a pipe holds (64 KiB), or nobody would read it.
    package func write(_ bytes: [UInt8]) { _ = bytes.withUnsafeBytes { Glibc.write(input, $0.baseAddress, $0.count) } }

    package func finish() { close(input) }
}

/// Writes to a named pipe from a thread of its own, as another program would. A task would wait for the tests to end.
package func writeInBackground(_ bytes: [UInt8], to path: String) {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Writing(bytes: bytes, path: path)).toOpaque()
    let code = pthread_create(&thread, nil, { Unmanaged<Writing>.fromOpaque($0!).takeRetainedValue().run(); return nil }, work)
    precondition(code == 0)
    pthread_detach(thread)
}

private final class Writing: Sendable {
    let bytes: [UInt8]
    let path: String

    init(bytes: [UInt8], path: String) {
        self.bytes = bytes
        self.path = path
    }

    func run() {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else { break }
            rest = rest.dropFirst(written)
        }
        close(descriptor)
    }
}
