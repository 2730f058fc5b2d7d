import EventLog
import Glibc
import JSONText

/// What tells that the files of a history are still the very same as when something was derived from them.
struct SourceStamp: Hashable {
    struct File: Hashable {
        let path: String
        let device: UInt64
        let inode: UInt64
        let size: Int64
        /// Nanoseconds since the epoch.
        let modified: Int64
    }

    let files: [File]

    /// Nil where a source is no file on disk, or grew since it was opened: nothing can then be said.
    init?(_ history: History) {
        var files: [File] = []
        for source in history.sources {
            var facts = stat()
            guard let path = Self.realPath(source.file.path), stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG,
                Int(facts.st_size) == source.file.size
            else { return nil }
            files.append(File(
                path: path, device: UInt64(facts.st_dev), inode: UInt64(facts.st_ino), size: Int64(facts.st_size),
                modified: Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec)))
        }
        self.files = files
    }

    /// The corresponding C function is `realpath`.
    static func realPath(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    /// One line for a snapshot's header.
    var text: String {
        files.map { "\($0.device):\($0.inode):\($0.size):\($0.modified)" }.joined(separator: " ")
    }
}
