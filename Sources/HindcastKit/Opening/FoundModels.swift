import Glibc

/// Models that lie where the events lie. They came with the export: somebody has to say yes before one runs.
package enum FoundModels {
    /// The `model.lua` of each folder that holds one of the files, each once.
    package static func beside(_ files: [String]) -> [String] {
        var folders: Set<String> = []
        return files.map(folder(of:)).filter { folders.insert($0).inserted }
            .map { $0.hasSuffix("/") ? $0 + "model.lua" : $0 + "/model.lua" }
            .filter { access($0, F_OK) == 0 }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
