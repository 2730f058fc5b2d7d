import EventLog
import LuaModels

/// The models that the user said yes to, by the SHA-256 of their text: a model that was changed since has to be accepted anew.
///
/// One line each, `SHA-256 NAME`, in a file that only its owner can read. A file that others may write to is not believed.
struct TrustStore: Sendable {
    /// Nil where there is no home to keep it in.
    private let folder: String?
    private static let name = "trusted-models"

    init(_ folders: UserFolders) { folder = folders.state }

    func trusts(_ digest: String) -> Bool { lines().contains { $0.prefix(64) == digest } }

    /// - Throws: `PrivateFolderError`; `UsageError` where no home is known.
    func trust(_ digest: String, name: String) throws {
        guard let folder else { throw UsageError("no home folder is known to keep it in", hint: "set HOME, or name the model with --model") }
        guard !trusts(digest) else { return }
        try PrivateFolder(folder).write(lines() + ["\(digest) \(name.filter { !$0.isNewline })"], to: Self.name)
    }

    private func lines() -> [String] {
        guard let folder, let room = try? PrivateFolder(existing: folder) else { return [] }
        return room.lines(of: Self.name) ?? []
    }
}
