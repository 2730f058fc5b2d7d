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
    /// What it was taken out of; nil where it is as it was written.
    package let wrapping: Wrapping?
    private let descriptor: OpenDescriptor

    init(_ location: SourcePath, _ descriptor: OpenDescriptor, size: Int, isSpooled: Bool = false, shortfall: Shortfall? = nil, wrapping: Wrapping? = nil) {
        self.location = location
        path = location.description
        self.size = size
        self.isSpooled = isSpooled
        self.shortfall = shortfall
        self.wrapping = wrapping
        self.descriptor = descriptor
    }

    /// The same file, taken to end there.
    func beginning(_ size: Int) -> SourceFile {
        SourceFile(location, descriptor, size: min(size, self.size), isSpooled: isSpooled, shortfall: shortfall, wrapping: wrapping)
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

    /// What the file system says of a file.
    struct Facts: Sendable {
        let device: Int64
        let inode: Int64
        let size: Int
        /// Nanoseconds since the epoch: when its content changed, and when anything of it did.
        let modified: Int64
        let changed: Int64
    }

    /// The path that leads here whatever the working directory is. The corresponding C function is `realpath`.
    var realPath: String? {
        guard !isSpooled, let found = location.withCString({ realpath($0, nil) }) else { return nil }
        defer { free(found) }
        return String(validatingCString: found)
    }

    /// As they are now; nil where it cannot say.
    var facts: Facts? {
        guard let status = try? descriptor.status() else { return nil }
        func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) }
        return Facts(
            device: Int64(bitPattern: UInt64(status.st_dev)), inode: Int64(bitPattern: UInt64(status.st_ino)), size: Int(status.st_size),
            modified: nanoseconds(status.st_mtim), changed: nanoseconds(status.st_ctim))
    }

    /// Up to `range.count` bytes; fewer where the file ends before, as it may have been cut short since.
    package func read(_ range: Range<Int>) throws(SourceError) -> [UInt8] {
        do throws(SourceError.Problem) {
            return try bytes(range)
        } catch {
            throw SourceError(path: path, problem: error)
        }
    }

    /// The same, for whoever has a path of its own to tell.
    func bytes(_ range: Range<Int>) throws(SourceError.Problem) -> [UInt8] {
        try descriptor.bytes(at: range.lowerBound, count: range.count)
    }

    /// Into a place that must have room for the range. Returns how many bytes there were.
    func read(_ range: Range<Int>, into place: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        precondition(place.count >= range.count)
        do throws(SourceError.Problem) {
            return try descriptor.read(at: range.lowerBound, into: UnsafeMutableRawBufferPointer(rebasing: place[..<range.count]))
        } catch {
            throw SourceError(path: path, problem: error)
        }
    }
}
