internal import Glibc

/// What the paths of a command line stand for.
package enum SourceList: Hashable, Sendable {
    /// Files that together form one log, in their order.
    case files([String])
    /// A folder that holds no events itself, but folders that do.
    case stores([String])

    /// - Throws: `SourceError`: a path that is not there, a folder without events, stores among files.
    package static func resolve(_ paths: [String]) throws(SourceError) -> SourceList {
        var files: [String] = []
        for path in paths {
            if path == "-" {
                throw SourceError(path: path, problem: .unsupported("reading events from stdin; save them to a file first"))
            }
            guard isDirectory(path) else { files.append(path); continue }
            let found = eventFiles(in: path)
            if !found.isEmpty { files += found; continue }
            let stores = subfolders(of: path).filter { !eventFiles(in: $0).isEmpty }
            guard !stores.isEmpty else { throw SourceError(path: path, problem: .noEvents) }
            if stores.count == 1 { files += eventFiles(in: stores[0]); continue }
            guard paths.count == 1 else { throw SourceError(path: path, problem: .severalStores(stores)) }
            return .stores(stores)
        }
        return .files(files)
    }

    /// The files of a folder that hold events, by name. A store's own file stands alone: what lies beside it is not events.
    private static func eventFiles(in folder: String) -> [String] {
        let names = entries(of: folder)
        if names.contains("events.jsonl") { return [joined(folder, "events.jsonl")] }
        return names.filter { name in !name.hasPrefix(".") && endings.contains { name.hasSuffix($0) } }
            .map { joined(folder, $0) }
            .filter { !isDirectory($0) }
    }

    private static let endings = [
        ".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz", ".jsonl.zst", ".ndjson.zst", ".json.zst",
    ]

    private static func subfolders(of folder: String) -> [String] {
        entries(of: folder).filter { !$0.hasPrefix(".") }.map { joined(folder, $0) }.filter(isDirectory)
    }

    private static func joined(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Sorted by bytes, so that the order of a log made of files does not depend on the file system.
    private static func entries(of folder: String) -> [String] {
        FolderEntries.names(in: folder).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// What lies in a folder.
enum FolderEntries {
    /// In no order; empty where it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
