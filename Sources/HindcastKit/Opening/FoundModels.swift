import Glibc
import LuaModels

/// Models that lie where the events lie. They came with the export: somebody has to say yes before one runs.
package enum FoundModels {
    /// The `model.lua` and the `models/*.lua` of each folder that holds one of the files, each once.
    package static func beside(_ files: [String]) -> [String] {
        var folders: Set<String> = []
        return files.map(folder(of:)).filter { folders.insert($0).inserted }.flatMap { folder in
            let prefix = folder.hasSuffix("/") ? folder : folder + "/"
            return [prefix + "model.lua"].filter { access($0, F_OK) == 0 } + lua(in: prefix + "models")
        }
    }

    /// By name. A folder with more than a screenful is something else.
    private static func lua(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".lua"), !name.hasPrefix("."), !name.hasSuffix(".d.lua") { names.append(name) }
        }
        return names.count <= 64 ? names.sorted().map { "\(folder)/\($0)" } : []
    }

    static func folder(of path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

extension FoundModels {
    /// Which of the models that were found run.
    struct Choice {
        private(set) var accepted: [LuaModel] = []
        /// Their paths.
        private(set) var others: [String] = []

        /// What runs is what was read: a file that changes behind it is another content.
        /// - Throws: `ModelError` for one that shall run and cannot be read.
        init(_ found: [String], _ request: SourceRequest) throws {
            let trusted = TrustStore(request.folders)
            for path in found {
                if request.trustsFoundModels {
                    accepted.append(try LuaModel(path: path))
                } else if let model = try? LuaModel(path: path), trusted.trusts(model.digest) {
                    accepted.append(model)
                } else {
                    others.append(path)
                }
            }
        }
    }
}
