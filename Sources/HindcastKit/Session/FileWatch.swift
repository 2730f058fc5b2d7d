import Glibc

/// Notices that files on disk are no longer what they were, by size, time and place: editors write in many ways.
struct FileWatch: Sendable {
    private struct Stamp: Equatable {
        let inode: UInt64
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
    }

    private var paths: [String] = []
    private var stamps: [Stamp?] = []

    /// What changes from now on is told. Files that are watched already are watched on.
    mutating func watch(_ paths: [String]) {
        guard paths != self.paths else { return }
        self.paths = paths
        stamps = paths.map(Self.stamp)
    }

    /// Once for each change. A file that is gone for a moment, as editors do it, is no change.
    mutating func hasChanged() -> Bool {
        var changed = false
        for (index, path) in paths.enumerated() {
            guard let stamp = Self.stamp(of: path), stamp != stamps[index] else { continue }
            stamps[index] = stamp
            changed = true
        }
        return changed
    }

    private static func stamp(of path: String) -> Stamp? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return Stamp(
            inode: UInt64(facts.st_ino), size: Int64(facts.st_size), seconds: facts.st_mtim.tv_sec, nanoseconds: facts.st_mtim.tv_nsec)
    }
}
