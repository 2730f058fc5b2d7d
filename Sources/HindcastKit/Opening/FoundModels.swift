package import EventLog
import Glibc

/// Models that lie where the events lie. They came with the export: somebody has to say yes before one runs.
package enum FoundModels {
    /// The `model.lua` of each folder that holds one of the files, each once.
    package static func beside(_ files: [SourcePath]) -> [String] {
        var folders: Set<SourcePath> = []
        return files.filter { $0 != .standardInput }.map(\.folder).filter { folders.insert($0).inserted }
            .map { $0.appending(Array("model.lua".utf8)) }
            .filter { $0.withCString { access($0, F_OK) } == 0 }
            .map(\.argument)
    }
}
