import CBuildFacts
import Digest
import EventLog
import JSONText
import LuaModels
import NcursesTerminal

extension Hindcast {
    /// What `--version` prints: the version and the commit it was built from, then the libraries that it runs with, a line each.
    static var versionText: String {
        let commit = String(cString: hindcast_commit())
        let libraries = [NcursesTerminal.library, JSONParser.library, LuaModel.library, SHA256.library] + Compression.libraries
        return (["hindcast \(version)" + (commit.isEmpty ? "" : " (\(commit))")] + libraries.map { "  \($0)" }).joined(separator: "\n")
    }
}
