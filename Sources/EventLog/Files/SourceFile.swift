internal import Glibc

/// An export or store on disk, open for reading and never for anything else.
///
/// Reads go by `pread` and not through a mapping: a file that is cut short under a mapping kills its reader with SIGBUS.
/// What came through a pipe or had to be unpacked is read from a spool, a private file without a name; see `SourceOpener`.
package final class SourceFile: Sendable {
    /// As the user named it, for people.
    package let path: String
    package let location: SourcePath
    /// In bytes, unpacked, when it was opened.
    package let size: Int
    /// Whether it is read from a spool: nothing about it can be kept for the next time, and it does not grow.
    package let isSpooled: Bool
    /// What the spool lacks of its source; nil where it is whole.
    package let shortfall: Shortfall?
    private let descriptor: OpenDescriptor

    init(_ location: SourcePath, _ descriptor: OpenDescriptor, size: Int, isSpooled: Bool = false, shortfall: Shortfall? = nil) {
        self.location = location
        path = location.description
        self.size = size
        self.isSpooled = isSpooled
        self.shortfall = shortfall
        self.descriptor = descriptor
    }

    /// Opens a regular file as it is.
    /// - Throws: `SourceError` where it cannot be opened or is no regular file. Does not block on a FIFO.
    package convenience init(path location: SourcePath) throws(SourceError) {
        do throws(SourceError.Problem) {
            let descriptor = try OpenDescriptor.open(location)
            let status = try descriptor.status()
            if let kind = FileKind(status).other { throw .notAFile(kind) }
            self.init(location, descriptor, size: Int(status.st_size))
        } catch {
            throw SourceError(path: location.description, problem: error)
        }
    }

    /// Up to `range.count` bytes; fewer where the file ends before, as it may have been cut short since.
    package func read(_ range: Range<Int>) throws(SourceError) -> [UInt8] {
        do throws(SourceError.Problem) {
            return try descriptor.bytes(at: range.lowerBound, count: range.count)
        } catch {
            throw SourceError(path: path, problem: error)
        }
    }
}
