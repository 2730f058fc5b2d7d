internal import Glibc

/// What the paths of a command line stand for.
package enum SourceList: Hashable, Sendable {
    /// Files that together form one log, in their order; `-` may be among them.
    case files([SourcePath])
    /// A folder that holds no events itself, but folders that do.
    case stores([SourcePath])

    /// - Parameter note: told what was left out, one line each: a file that is among them already, what is no file in a folder.
    /// - Throws: `SourceError`: a folder that cannot be read or is without events, stores among files, `-` twice.
    package static func resolve(_ paths: [SourcePath], note: (String) -> Void = { _ in }) throws(SourceError) -> SourceList {
        var files: [SourcePath] = []
        guard paths.count(where: { $0 == .standardInput }) < 2 else {
            throw SourceError(path: SourcePath.standardInput.description, problem: .standardInputTwice)
        }
        for path in paths {
            guard isFolder(path) else { files.append(path); continue }
            let found = try eventFiles(in: path, note: note)
            if !found.isEmpty {
                if found.count > 1 || found[0] != path.appending(storeFile) { try noteSubfolders(of: path, note) }
                files += found
                continue
            }
            var stores: [SourcePath] = []
            for folder in try subfolders(of: path) where try !eventFiles(in: folder).isEmpty { stores.append(folder) }
            guard !stores.isEmpty else { throw SourceError(path: path.description, problem: .noEvents) }
            if stores.count == 1 { files += try eventFiles(in: stores[0], note: note); continue }
            guard paths.count == 1 else {
                throw SourceError(path: path.description, problem: .severalStores(stores.map(\.description)))
            }
            return .stores(stores)
        }
        return .files(each(of: files, note: note))
    }

    /// For who follows a log: whether folders among its paths hold files now that were not among these.
    package func isOutgrown(_ paths: [SourcePath]) -> Bool {
        guard case .files(let before) = self, paths.contains(where: Self.isFolder), case .files(let now)? = try? Self.resolve(paths) else {
            return false
        }
        return !Set(before).isSuperset(of: now)
    }

    /// Each file once, under whatever names it is reached: read twice, every event would be there twice.
    private static func each(of paths: [SourcePath], note: (String) -> Void) -> [SourcePath] {
        guard paths.count > 1 else { return paths }
        var first: [FileIdentity: SourcePath] = [:]
        return paths.filter { path in
            guard let status = path == .standardInput ? standardInputStatus : path.status else { return true }
            guard let before = first.updateValue(path, forKey: FileIdentity(status)) else { return true }
            first[FileIdentity(status)] = before
            note(before == path ? "\(path) is named twice; it is read once" : "\(path) is the same file as \(before); it is read once")
            return false
        }
    }

    private static var standardInputStatus: stat? {
        var status = stat()
        return fstat(STDIN_FILENO, &status) == 0 ? status : nil
    }

    /// The files of a folder that hold events, by name. A store's own file stands alone: what lies beside it is not events.
    private static func eventFiles(in folder: SourcePath, note: (String) -> Void = { _ in }) throws(SourceError) -> [SourcePath] {
        let names = try entries(of: folder)
        if names.contains(storeFile) {
            let file = folder.appending(storeFile)
            // Who names a folder means what lies there, not what some program may yet write.
            if let other = file.status.map(FileKind.init)?.other { throw SourceError(path: file.description, problem: .notAFile(other)) }
            return [file]
        }
        return names.filter { name in name.first != dot && endings.contains { name.reversed().starts(with: $0) } }
            .map(folder.appending)
            .filter { path in
                guard let kind = path.status.map(FileKind.init), kind != .regular else { return true }
                if kind != .folder, let other = kind.other { note("\(path) is \(other) in a folder; it is passed over") }
                return false
            }
    }

    private static let storeFile = Array("events.jsonl".utf8)
    private static let dot = UInt8(ascii: ".")

    /// From their last byte to their first.
    private static let endings = [".jsonl", ".ndjson", ".json"].flatMap { ending in
        ["", ".gz", ".zst"].map { Array((ending + $0).utf8.reversed()) }
    }

    private static func subfolders(of folder: SourcePath) throws(SourceError) -> [SourcePath] {
        try entries(of: folder).filter { $0.first != dot }.map(folder.appending).filter(isFolder)
    }

    /// Folders in a folder of exports are not looked into; where they hold events that is said.
    private static func noteSubfolders(of path: SourcePath, _ note: (String) -> Void) throws(SourceError) {
        for folder in try subfolders(of: path) where !((try? eventFiles(in: folder)) ?? []).isEmpty {
            note("\(folder) holds events, too, and is not read; name it as well")
        }
    }

    private static func isFolder(_ path: SourcePath) -> Bool { path.status.map { FileKind($0) == .folder } ?? false }

    /// Names, sorted by bytes, so that the order of a log made of files does not depend on the file system.
    private static func entries(of folder: SourcePath) throws(SourceError) -> [[UInt8]] {
        guard let names = FolderEntries.names(in: folder) else {
            throw SourceError(path: folder.description, problem: .system(errno))
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
