import ArgumentParser
import EventLog
import Rehydration

struct CleanCommand: HindcastCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Remove this program's cache files, and nothing else.",
        usage: "hindcast clean",
        discussion: """
            Indexes and snapshots are made anew when they are needed. Models that you accepted stay accepted.

            Example:
              hindcast clean
            """)

    func run(in context: CommandContext) throws -> ExitStatus {
        guard let folder = context.folders.cache else {
            context.console.say("neither XDG_CACHE_HOME nor HOME says where a cache would be")
            return .well
        }
        let files = IndexCache(path: folder + "/indexes").clear() + StoreCacheFiles.clear(in: folder) + SnapshotFolder.clearAll(root: folder)
        context.console.say("\(counted(files, "cache file")) removed from \(folder)")
        return .well
    }
}
