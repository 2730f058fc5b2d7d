import JSONText

/// Indexes kept from one run to the next, in a folder of the user's own.
///
/// Whatever is doubtful about one is answered by reading the log anew; nothing here ever stops anybody from opening it.
package struct IndexCache: Sendable {
    /// The folder; made when something is kept.
    package let path: String

    package init(path: String) { self.path = path }

    private static let ending = ".index"
    private static let temporaryEnding = ".tmp"

    /// Which index is meant: that of these files, read so.
    struct Key: Sendable {
        let name: String

        /// Nil where a file has no place of its own that would be the same next time.
        init?(_ files: [SourceFile], format: EnvelopeFormat?, version: UInt8 = IndexFile.version) {
            var text = ExactString("").bytes
            for file in files {
                guard let path = file.realPath else { return nil }
                text += path.utf8 + [0]
            }
            text += "\(format?.name ?? "") \(format?.title ?? "") \(version)".utf8
            let hashed = text.withUnsafeBytes { NameHash(key: 0x68_696E_6463_6173)($0) }
            name = String(hashed.first, radix: 16) + "-" + String(hashed.second, radix: 16) + IndexCache.ending
        }
    }

    func open(_ key: Key) -> SourceFile? {
        guard let folder = try? PrivateFolder(path) else { return nil }
        return folder.open(key.name)
    }

    func remove(_ key: Key) { if let folder = try? PrivateFolder(existing: path) { folder.remove(key.name) } }

    /// - Throws: `PrivateFolderError` where it cannot be kept.
    func keep(_ contents: IndexFile.Contents, as key: Key, jobs: Int) throws(PrivateFolderError) {
        let folder = try PrivateFolder(path)
        removeLeftovers(folder, of: key)
        try folder.write(key.name) { (file) throws(PrivateFolderError) in try IndexFile.write(contents, to: file, jobs: jobs) }
    }

    /// What a run left behind that was killed while it wrote this very index.
    private func removeLeftovers(_ folder: PrivateFolder, of key: Key) {
        for name in folder.names where name.hasPrefix(key.name + ".") && name.hasSuffix(Self.temporaryEnding) { folder.remove(name) }
    }

    /// Removes every index, and what runs that were killed left of some.
    /// - Returns: how many files there were.
    package func clear() -> Int {
        guard let folder = try? PrivateFolder(existing: path) else { return 0 }
        let ours = folder.names.filter { $0.hasSuffix(Self.ending) || ($0.contains(Self.ending + ".") && $0.hasSuffix(Self.temporaryEnding)) }
        return ours.count { folder.remove($0) }
    }
}

/// Where an index came from.
package enum IndexOrigin: String, Sendable {
    case built
    case cached
    /// From the cache, and from what had been added to the log since.
    case extended
}
