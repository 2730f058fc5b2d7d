/// The append side's cache files of all stores.
package enum StoreCacheFiles {
    /// Removes them from hindcast's folder, and nothing else.
    /// - Returns: how many there were.
    package static func clear(in path: String) -> Int {
        guard let folder = try? PrivateFolder(existing: path) else { return 0 }
        // `append-<hash>.<level>`, and what a run that was killed left while it wrote one.
        return folder.names.filter { $0.hasPrefix("append-") }.count { folder.remove($0) }
    }
}
