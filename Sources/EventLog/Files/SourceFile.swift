internal import Glibc

/// An export or store on disk, open for reading and never for anything else.
///
/// Reads go by `pread` and not through a mapping: a file that is cut short under a mapping kills its reader with SIGBUS.
package final class SourceFile: Sendable {
    package let path: String
    /// In bytes, when it was opened.
    package let size: Int
    private let descriptor: Int32

    /// - Throws: `SourceError` where it cannot be opened or is no regular file. Does not block on a FIFO.
    package init(path: String) throws(SourceError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SourceError(path: path, problem: .system(errno)) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw SourceError(path: path, problem: .system(code))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw SourceError(path: path, problem: .notAFile)
        }
        self.path = path
        self.size = Int(status.st_size)
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Up to `range.count` bytes; fewer where the file ends before, as it may have been cut short since.
    package func read(_ range: Range<Int>) throws(SourceError) -> [UInt8] {
        var failure: SourceError?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            do throws(SourceError) {
                count = try read(range, into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Into a place that must have room for the range. Returns how many bytes there were.
    func read(_ range: Range<Int>, into place: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        precondition(place.count >= range.count)
        var count = 0
        while count < range.count {
            let got = pread(descriptor, place.baseAddress! + count, range.count - count, off_t(range.lowerBound + count))
            if got < 0 {
                if errno == EINTR { continue }
                throw SourceError(path: path, problem: .unreadable(offset: range.lowerBound, errno: errno))
            }
            if got == 0 { break }
            count += got
        }
        return count
    }
}
