internal import Glibc

/// A file descriptor that is closed when nobody holds it any more.
final class OpenDescriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { close(number) }

    /// Opens for reading. Does not wait for a FIFO's writer, and makes no terminal the process's own.
    static func open(_ path: SourcePath) throws(SourceError.Problem) -> OpenDescriptor {
        let number = path.withCString { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
        guard number >= 0 else { throw .system(errno) }
        return OpenDescriptor(number)
    }

    /// Another number for what the process was started with, such as standard input.
    static func duplicate(of number: Int32) throws(SourceError.Problem) -> OpenDescriptor {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw .system(errno) }
        return OpenDescriptor(copy)
    }

    func status() throws(SourceError.Problem) -> stat {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw .system(errno) }
        return status
    }

    /// Fills the buffer from an offset, or as far as the file goes.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SourceError.Problem) -> Int {
        var count = 0
        while count < buffer.count {
            let got = pread(number, buffer.baseAddress! + count, buffer.count - count, off_t(offset + count))
            if got < 0 {
                if errno == EINTR { continue }
                throw .unreadable(offset: offset + count, errno: errno)
            }
            if got == 0 { break }
            count += got
        }
        return count
    }

    /// Up to `count` bytes from an offset.
    func bytes(at offset: Int, count: Int) throws(SourceError.Problem) -> [UInt8] {
        var problem: SourceError.Problem?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(SourceError.Problem) {
                filled = try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
        return bytes
    }
}
