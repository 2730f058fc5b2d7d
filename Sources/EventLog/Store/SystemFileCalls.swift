internal import Glibc

/// The calls as the C library makes them. Interrupted calls are made again.
package struct SystemFileCalls: FileCalls {
    package init() {}

    package var user: UInt32 { geteuid() }

    package func resolve(_ path: String) throws(FileCallError) -> String {
        guard let resolved = realpath(path, nil) else { throw Self.failure("realpath") }
        defer { free(resolved) }
        return String(cString: resolved)
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
        return try Self.repeated("open") { Glibc.open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600) }
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
        try Self.repeated("stat") { stat(path, &found) }
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
        try Self.repeated("link") { link(old, new) }
        // The new name is there. The old one is a leftover now, which another process may have taken away already.
        try? remove(old)
    }

    package func rename(_ old: String, to new: String) throws(FileCallError) {
        try Self.repeated("rename") { Glibc.rename(old, new) }
    }

    package func remove(_ path: String) throws(FileCallError) { try Self.repeated("unlink") { unlink(path) } }

    package func makeFolder(_ path: String) throws(FileCallError) { try Self.repeated("mkdir") { mkdir(path, 0o700) } }

    package func removeFolder(_ path: String) throws(FileCallError) { try Self.repeated("rmdir") { rmdir(path) } }

    package func names(in folder: String) throws(FileCallError) -> [String] {
        guard let directory = opendir(folder) else { throw Self.failure("opendir") }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
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
