internal import Glibc

/// A private temporary file without a name: it is gone with its last descriptor, whatever ends the process.
struct SpoolFile {
    let descriptor: OpenDescriptor
    /// Where it lies, for messages.
    let folder: SourcePath
    private(set) var size = 0
    private let limits: SpoolLimits
    private var roomChecked = 0

    /// In `$TMPDIR`, or else in /var/tmp or /tmp (POSIX, 8.3). A folder that the user named is not passed over in silence.
    /// - Throws: `noSpool`.
    init(limits: SpoolLimits) throws(SourceError.Problem) {
        var failure: SourceError.Problem?
        for folder in limits.folder.map({ [$0] }) ?? Self.folders {
            do throws(SourceError.Problem) {
                descriptor = try Self.unnamedFile(in: folder, limits)
                self.folder = folder
                self.limits = limits
                return
            } catch {
                failure = failure ?? error
            }
        }
        throw failure ?? .system(ENOENT)
    }

    private static var folders: [SourcePath] {
        guard let named = getenv("TMPDIR"), named.pointee != 0 else { return ["/var/tmp", "/tmp"] }
        return [SourcePath(bytes: UnsafeBufferPointer(start: named, count: strlen(named)).map(UInt8.init(bitPattern:)))]
    }

    /// Readable and writable for the owner alone, under any umask.
    private static func unnamedFile(in folder: SourcePath, _ limits: SpoolLimits) throws(SourceError.Problem) -> OpenDescriptor {
        // From Linux 3.11 on a file can be made without ever having a name (open(2), O_TMPFILE), on most file systems.
        if limits.triesUnnamed {
            let withoutName = folder.withCString { open($0, O_RDWR | O_CLOEXEC | O_EXCL | 0o20_000_000 | O_DIRECTORY, 0o600) }
            if withoutName >= 0 { return OpenDescriptor(withoutName) }
            guard errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL else { throw .noSpool(folder.description, errno) }
        }
        // Elsewhere: a name that nobody can guess, taken only if it is free, and given up at once.
        let random = (0..<2).map { _ in String(UInt64.random(in: 0 ... .max), radix: 16) }.joined()
        let path = folder.appending(Array("hindcast-\(random)".utf8))
        let named = path.withCString { open($0, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600) }
        guard named >= 0 else { throw .noSpool(folder.description, errno) }
        _ = path.withCString { unlink($0) }
        return OpenDescriptor(named)
    }

    /// - Throws: `noRoom` before the file system is full, or where it is; `noSpool` for other failures.
    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(SourceError.Problem) {
        if size + bytes.count - roomChecked > limits.roomCheckedEvery { try checkRoom() }
        var rest = bytes
        while !rest.isEmpty {
            let written = write(descriptor.number, rest.baseAddress, rest.count)
            if written >= 0 {
                size += written
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
            } else if [ENOSPC, EDQUOT, EFBIG].contains(errno) {
                throw .noRoom(folder.description, spooled: size)
            } else if errno != EINTR {
                throw .noSpool(folder.description, errno)
            }
        }
    }

    /// Others need the disk too: it is never filled to the brim.
    private mutating func checkRoom() throws(SourceError.Problem) {
        roomChecked = size
        var status = statvfs()
        guard fstatvfs(descriptor.number, &status) == 0 else { return }
        let unit = Int(status.f_frsize)
        let kept = min(Double(limits.keepsFree), Double(status.f_blocks) * Double(unit) * limits.keepsPart)
        // What is written until the next look is counted as written.
        guard Double(status.f_bavail) * Double(unit) - Double(limits.roomCheckedEvery) > kept else { throw .noRoom(folder.description, spooled: size) }
    }
}
