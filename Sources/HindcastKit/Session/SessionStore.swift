import Digest
import EventLog
import Explorer
import Glibc
import JSONText

/// Keeps what a session leaves behind for the next one on the same source: one small file a source, its owner's alone, named by
/// a hash of where the source lies, so that the folder's listing tells nothing.
struct SessionStore: Sendable {
    /// Nil where there is no home, or nothing is to be kept.
    private let folder: String?

    init(_ folders: UserFolders, isOn: Bool = true) { folder = isOn ? folders.state.map { "\($0)/sessions" } : nil }

    static let none = SessionStore(.none)

    func record(of paths: [SourcePath]) -> SessionRecord? {
        guard let folder, let name = name(for: paths), let lines = try? PrivateFolder(existing: folder).lines(of: name),
            let json = try? JSONParser().value(of: Array(lines.joined().utf8))
        else { return nil }
        return SessionRecord(json)
    }

    /// A session that cannot be kept is no reason to trouble anybody at the end.
    func keep(_ record: SessionRecord, of paths: [SourcePath]) {
        guard let folder, let name = name(for: paths) else { return }
        try? PrivateFolder(folder).write([record.json.line], to: name)
    }

    /// Nil for what cannot be told from others of its kind: standard input, and pipes.
    private func name(for paths: [SourcePath]) -> String? {
        guard !paths.isEmpty, !paths.contains(.standardInput) else { return nil }
        let hash = SHA256()
        for path in paths {
            guard let whole = Self.resolved(path) else { return nil }
            hash.update(whole + [0])
        }
        return "\(hash.finish().prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()).json"
    }

    /// The same for every way to write it.
    private static func resolved(_ path: SourcePath) -> [UInt8]? {
        path.withCString { text in
            guard let whole = realpath(text, nil) else { return nil }
            defer { free(whole) }
            var facts = stat()
            guard stat(whole, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG || facts.st_mode & S_IFMT == S_IFDIR else { return nil }
            return Array(UnsafeBufferPointer(start: whole, count: strlen(whole))).map(UInt8.init(bitPattern:))
        }
    }
}
