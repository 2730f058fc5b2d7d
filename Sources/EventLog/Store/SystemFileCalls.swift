internal import Glibc

/// The calls as the C library makes them. Interrupted calls are made again.
///
/// Paths are as arguments are, see `ArgumentText`: whatever bytes they were named by reach the system.
package struct SystemFileCalls: FileCalls {
    package init() {}

    package var user: UInt32 { geteuid() }

    package func resolve(_ path: String) throws(FileCallError) -> String {
        guard let resolved = Self.withBytes(of: path, { realpath($0, nil) }) else { throw Self.failure("realpath") }
        defer { free(resolved) }
        return Self.text(of: resolved)
    }

    /// Never blocks on a FIFO; no child process inherits what it opens.
    package func open(_ path: String, _ mode: FileMode) throws(FileCallError) -> Int32 {
        let flags: Int32 = switch mode {
        case .reading: O_RDONLY
        case .folder: O_RDONLY | O_DIRECTORY
        case .appending: O_RDWR | O_APPEND
        case .new: O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
        case .own: O_RDWR | O_NOFOLLOW
        }
        return try Self.repeated("open") {
            Self.withBytes(of: path) { Glibc.open($0, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600) }
        }
    }

    /// Not made again: an interrupted `close` has closed.
    package func close(_ file: Int32) throws(FileCallError) {
        if Glibc.close(file) != 0, errno != EINTR { throw Self.failure("close") }
    }

    package func status(of file: Int32) throws(FileCallError) -> FileStatus {
        var found = stat()
        try Self.repeated("fstat") { fstat(file, &found) }
        return FileStatus(found)
    }

    package func status(at path: String) throws(FileCallError) -> FileStatus {
        var found = stat()
        try Self.repeated("stat") { Self.withBytes(of: path) { stat($0, &found) } }
        return FileStatus(found)
    }

    package func read(
        _ file: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(FileCallError) -> Int {
        try Self.repeated("pread") { pread(file, buffer.baseAddress, buffer.count, off_t(offset)) }
    }

    package func append(_ bytes: UnsafeRawBufferPointer, to file: Int32) throws(FileCallError) -> Int {
        try Self.repeated("write") { Glibc.write(file, bytes.baseAddress, bytes.count) }
    }

    package func write(_ bytes: UnsafeRawBufferPointer, to file: Int32, at offset: Int) throws(FileCallError) -> Int {
        try Self.repeated("pwrite") { pwrite(file, bytes.baseAddress, bytes.count, off_t(offset)) }
    }

    package func syncData(_ file: Int32) throws(FileCallError) { try Self.repeated("fdatasync") { fdatasync(file) } }

    package func syncFolder(_ folder: Int32) throws(FileCallError) { try Self.repeated("fsync") { fsync(folder) } }

    package func truncate(_ file: Int32, to size: Int) throws(FileCallError) {
        try Self.repeated("ftruncate") { ftruncate(file, off_t(size)) }
    }

    package func renameNew(_ old: String, to new: String) throws(FileCallError) {
        // `link` fails where the name is taken, which `rename` does not.
        try Self.repeated("link") { Self.withBytes(of: old) { old in Self.withBytes(of: new) { link(old, $0) } } }
        // The new name is there. The old one is a leftover now, which another process may have taken away already.
        try? remove(old)
    }

    package func rename(_ old: String, to new: String) throws(FileCallError) {
        try Self.repeated("rename") { Self.withBytes(of: old) { old in Self.withBytes(of: new) { Glibc.rename(old, $0) } } }
    }

    package func remove(_ path: String) throws(FileCallError) { try Self.repeated("unlink") { Self.withBytes(of: path) { unlink($0) } } }

    package func makeFolder(_ path: String) throws(FileCallError) { try Self.repeated("mkdir") { Self.withBytes(of: path) { mkdir($0, 0o700) } } }

    package func removeFolder(_ path: String) throws(FileCallError) { try Self.repeated("rmdir") { Self.withBytes(of: path) { rmdir($0) } } }

    package func names(in folder: String) throws(FileCallError) -> [String] {
        guard let names = FolderEntries.names(in: SourcePath(argument: folder)) else { throw Self.failure("opendir") }
        return names.map { ArgumentText.text(of: $0) }
    }

    package func makePrivate(_ file: Int32, isFolder: Bool) throws(FileCallError) {
        try Self.repeated("fchmod") { fchmod(file, isFolder ? 0o700 : 0o600) }
    }

    /// Linux begins to write out what it is told to forget.
    package func startWriting(_ file: Int32, _ range: Range<Int>) {
        _ = posix_fadvise(file, off_t(range.lowerBound), off_t(range.count), POSIX_FADV_DONTNEED)
    }

    package func forgetCached(_ file: Int32) { _ = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) }
}

extension SystemFileCalls {
    static func failure(_ call: String) -> FileCallError { FileCallError(call: call, code: errno) }

    private static func withBytes<Result>(of path: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        SourcePath(argument: path).withCString(body)
    }

    private static func text(of path: UnsafePointer<CChar>) -> String {
        ArgumentText.text(of: UnsafeRawBufferPointer(start: path, count: strlen(path)).map { $0 })
    }

    @discardableResult
    static func repeated<Result: SignedInteger>(_ call: String, _ body: () -> Result) throws(FileCallError) -> Result {
        while true {
            let result = body()
            if result >= 0 { return result }
            if errno != EINTR { throw failure(call) }
        }
    }
}

extension FileStatus {
    fileprivate init(_ found: stat) {
        kind = switch found.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        default: .other
        }
        device = UInt64(found.st_dev)
        inode = UInt64(found.st_ino)
        size = Int(found.st_size)
        modified = Int64(found.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(found.st_mtim.tv_nsec)
        changed = Int64(found.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(found.st_ctim.tv_nsec)
        owner = found.st_uid
        permissions = UInt32(found.st_mode & 0o777)
    }
}
