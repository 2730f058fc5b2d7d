package import EventLog
import Glibc
import LuaModels

/// Models that lie where the events lie. They came with the export: somebody has to say yes before one runs.
package enum FoundModels {
    /// The `model.lua` and the `models/*.lua` of each folder that holds one of the files, each once.
    package static func beside(_ files: [SourcePath]) -> [String] {
        var folders: Set<SourcePath> = []
        return files.filter { $0 != .standardInput }.map(\.folder).filter { folders.insert($0).inserted }.flatMap { folder in
            let model = folder.appending(Array("model.lua".utf8))
            let isThere = model.withCString { access($0, F_OK) } == 0
            return (isThere ? [model] : []).map(\.argument) + lua(in: folder.appending(Array("models".utf8)))
        }
    }

    /// By name. A folder with more than a screenful is something else.
    private static func lua(in folder: SourcePath) -> [String] {
        guard let stream = folder.withCString({ opendir($0) }) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".lua"), !name.hasPrefix("."), !name.hasSuffix(".d.lua") { names.append(name) }
        }
        return names.count <= 64 ? names.sorted().map { folder.appending(Array($0.utf8)).argument } : []
    }
}

extension FoundModels {
    /// Which of the models that were found run.
    struct Choice {
        private(set) var accepted: [LuaModel] = []
        /// Their paths.
        private(set) var others: [String] = []
        /// By path, the SHA-256 of their texts: what somebody says yes to.
        private(set) var offered: [String: String] = [:]

        /// What runs is what was read: a file that changes behind it is another content.
        /// - Throws: `ModelError` for one that shall run and cannot be read.
        init(_ found: [String], _ request: SourceRequest) throws {
            let trusted = TrustStore(request.folders)
            for path in found {
                if request.trustsFoundModels {
                    accepted.append(try LuaModel(path: path))
                    continue
                }
                let model = try? LuaModel(path: path)
                if let model, request.acceptedModels.contains(model.digest) || trusted.trusts(model.digest) {
                    accepted.append(model)
                } else {
                    others.append(path)
                    offered[path] = model?.digest
                }
            }
        }
    }
}
