import Digest
import EventLog
import JSONText
import LuaModels
import NcursesTerminal
import Synchronization

extension Hindcast {
    /// The commit that the program was built from; told once, before anything else. Empty where nobody knows.
    static let commit = Mutex("")

    /// What `--version` prints: the version and the commit, then the libraries that it runs with, a line each.
    static var versionText: String {
        let commit = commit.withLock(\.self)
        let libraries = [NcursesTerminal.library, JSONParser.library, LuaModel.library, SHA256.library] + Compression.libraries
        return (["hindcast \(version)" + (commit.isEmpty ? "" : " (\(commit))")] + libraries.map { "  \($0)" }).joined(separator: "\n")
    }
}
