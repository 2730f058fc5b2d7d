import Digest
package import EventLog
import Glibc
import JSONText

/// Where the snapshots of one history under one set of models lie: `ROOT/snapshots/SOURCES/MODELS/STREAM`, all named by hash.
package struct SnapshotFolder: Sendable {
    private let ofSources: String
    private let ofModels: String

    /// - Parameters:
    ///   - root: the program's folder in the user's cache.
    ///   - fingerprint: of the models; snapshots of others are never looked at.
    /// - Returns: nil where a source is no file on disk.
    package init?(root: String, history: History, fingerprint: String) {
        let paths = history.sources.map { SourceStamp.realPath($0.file.path) }
        guard !paths.isEmpty, !paths.contains(nil) else { return nil }
        let sources = SHA256.hexadecimal(of: Array(paths.compactMap { $0 }.joined(separator: "\0").utf8))
        ofSources = "\(root)/snapshots/\(sources.prefix(32))"
        ofModels = "\(ofSources)/\(SHA256.hexadecimal(of: Array(fingerprint.utf8)).prefix(32))"
    }

    func path(of stream: ExactString) -> String { "\(ofModels)/\(SHA256.hexadecimal(of: stream.bytes).prefix(32))" }

    /// Makes it where it is missing.
    func makeReady() throws(SnapshotError) {
        do throws(PrivateFolderError) { _ = try PrivateFolder(ofModels) } catch {
            throw SnapshotError(path: error.path, code: error.code)
        }
    }

    /// Removes the snapshots of this history, of any model.
    /// - Returns: how many files there were.
    package func clear() -> Int { Self.remove(ofSources) }

    /// Removes the snapshots of every history.
    /// - Returns: how many files there were.
    package static func clearAll(root: String) -> Int { remove(root + "/snapshots") }

    private static func remove(_ path: String) -> Int {
        guard let folder = opendir(path) else { return unlink(path) == 0 ? 1 : 0 }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            })
        }
        closedir(folder)
        let count = names.filter { $0 != "." && $0 != ".." }.reduce(0) { $0 + remove("\(path)/\($1)") }
        rmdir(path)
        return count
    }
}

/// A folder or file for snapshots that cannot be made.
package struct SnapshotError: Error, Hashable, Sendable {
    package let path: String
    /// As `errno` gave it.
    package let code: Int32
}
