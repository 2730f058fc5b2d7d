internal import Glibc

/// A folder of ours in which nobody else can put anything: all that is kept for the user lies in one, caches as well as what is trusted.
///
/// Nothing in it is ever followed through a symbolic link, and what is written appears whole or not at all.
package struct PrivateFolder: Sendable {
    package let path: String

    /// Makes the folder where it is missing, for its owner alone.
    /// - Throws: `PrivateFolderError` where it, or the folder that it would lie in, belongs to somebody else, or where others may
    ///   write to it.
    package init(_ path: String) throws(PrivateFolderError) {
        self.path = path
        try Self.refuseForeignHome(of: path)
        try Self.checkProgramFolder(around: path)
        if mkdir(path, 0o700) != 0, errno == ENOENT, let parent = Self.parent(of: path) {
            // A folder in somebody else's home is not ours to fill, whoever we are.
            _ = try PrivateFolder(parent, isParent: true)
            _ = mkdir(path, 0o700)
        }
        try Self.check(path, forbidden: 0o022)
    }

    /// A folder that is there already; none is made.
    package init(existing path: String) throws(PrivateFolderError) {
        self.path = path
        try Self.checkProgramFolder(around: path)
        try Self.check(path, forbidden: 0o022)
    }

    private init(_ path: String, isParent: Bool) throws(PrivateFolderError) {
        self.path = path
        var facts = stat()
        if stat(path, &facts) != 0, let parent = Self.parent(of: path) {
            _ = try PrivateFolder(parent, isParent: true)
            guard mkdir(path, 0o700) == 0 else { throw PrivateFolderError(path: path, reason: .system(errno)) }
        }
        guard stat(path, &facts) == 0 else { throw PrivateFolderError(path: path, reason: .system(errno)) }
        guard facts.st_uid == geteuid() else { throw PrivateFolderError(path: path, reason: .foreign) }
    }

    /// Root can put a folder anywhere, and the user whose folder it lies in then could not use or remove it.
    private static func refuseForeignHome(of path: String) throws(PrivateFolderError) {
        var facts = stat()
        guard geteuid() == 0, lstat(path, &facts) != 0, let parent = parent(of: path), stat(parent, &facts) == 0, facts.st_uid != 0 else { return }
        throw PrivateFolderError(path: parent, reason: .foreign)
    }

    /// What lies between the user's folder and ours: `hindcast`, in which somebody else could put another of the same name.
    private static func checkProgramFolder(around path: String) throws(PrivateFolderError) {
        var facts = stat()
        // One that is not there yet is made for its owner alone.
        guard let parent = parent(of: path), parent.hasSuffix("/hindcast"), lstat(parent, &facts) == 0 else { return }
        try check(parent, forbidden: 0o022)
    }

    private static func check(_ path: String, forbidden: mode_t) throws(PrivateFolderError) {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { throw PrivateFolderError(path: path, reason: .system(errno)) }
        guard facts.st_mode & S_IFMT == S_IFDIR else { throw PrivateFolderError(path: path, reason: .notAFolder) }
        guard facts.st_uid == geteuid() else { throw PrivateFolderError(path: path, reason: .foreign) }
        guard facts.st_mode & forbidden == 0 else { throw PrivateFolderError(path: path, reason: .open) }
    }

    private static func parent(of path: String) -> String? {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex else { return nil }
        return String(path[..<slash])
    }

    private func joined(_ name: String) -> String { path + "/" + name }

    /// A file of ours for reading; nil where there is none, or where what is there is not ours alone.
    func open(_ name: String) -> SourceFile? {
        var facts = stat()
        guard lstat(joined(name), &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == geteuid(),
            facts.st_mode & 0o077 == 0, facts.st_nlink == 1
        else { return nil }
        return try? SourceFile(path: SourcePath(joined(name)))
    }

    /// Writes a file by way of another with a random name: whoever opens it sees the old one or the whole new one.
    /// - Parameter isDurable: waits for the disk. What can be made anew need not.
    /// - Throws: `PrivateFolderError`; nothing is left behind.
    func write(_ name: String, isDurable: Bool = false, _ body: (PrivateFile) throws(PrivateFolderError) -> Void) throws(PrivateFolderError) {
        let temporary = joined("\(name).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp")
        let descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw PrivateFolderError(path: temporary, reason: .system(errno)) }
        // Whatever the umask says.
        fchmod(descriptor, 0o600)
        do throws(PrivateFolderError) {
            try body(PrivateFile(path: temporary, descriptor: descriptor))
            guard !isDurable || fsync(descriptor) == 0, close(descriptor) == 0, rename(temporary, joined(name)) == 0 else {
                throw PrivateFolderError(path: joined(name), reason: .system(errno))
            }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
    }

    /// The names in it.
    package var names: [String] { (FolderEntries.names(in: SourcePath(path)) ?? []).map { String(decoding: $0, as: UTF8.self) } }

    /// Removes a file of ours. False where there was none.
    @discardableResult
    package func remove(_ name: String) -> Bool { unlink(joined(name)) == 0 }
}

/// A file being written in a private folder.
struct PrivateFile {
    let path: String
    fileprivate let descriptor: Int32

    /// All of them, at a place in the file.
    func write(_ bytes: [UInt8], at offset: Int) throws(PrivateFolderError) {
        let failure: Int32 = bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let wrote = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
                if wrote < 0, errno == EINTR { continue }
                guard wrote > 0 else { return wrote < 0 ? errno : ENOSPC }
                done += wrote
            }
            return 0
        }
        guard failure == 0 else { throw PrivateFolderError(path: path, reason: .system(failure)) }
    }
}

/// Why nothing is kept.
package struct PrivateFolderError: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case system(Int32)
        case notAFolder
        /// It belongs to another user.
        case foreign
        /// Others may write to it.
        case open
    }

    package let path: String
    package let reason: Reason

    /// As `errno` would give it.
    package var code: Int32 {
        switch reason {
        case .system(let code): code
        case .notAFolder: ENOTDIR
        case .foreign, .open: EPERM
        }
    }
}
