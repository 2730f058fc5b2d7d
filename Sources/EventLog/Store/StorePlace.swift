/// Where a store lies: a folder with `events.jsonl` in it.
struct StorePlace {
    static let fileName = "events.jsonl"

    let folder: String
    /// Links resolved where it is there: the lock is that of the file itself, whatever its names.
    let file: String
    let isThere: Bool
    private static let endings = [".jsonl", ".ndjson", ".json", ".gz", ".zst"]

    /// - Throws: `StoreError` for what is there and is no store, nor can become one.
    init(_ path: String, _ calls: any FileCalls) throws(StoreError) {
        func refuse(_ why: String) -> StoreError { StoreError(path: path, problem: .notAStore(why)) }
        guard !path.isEmpty else { throw refuse("a store needs a name") }
        guard path != "-" else { throw refuse("- is standard input; ./- for a folder of that name") }
        var folder = path
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        let status = try? calls.status(at: folder)
        if status?.kind == .file {
            guard folder == Self.fileName || folder.hasSuffix("/" + Self.fileName) else {
                throw refuse("it is a file; a store is a folder with \(Self.fileName) in it, and nothing else is ever appended to")
            }
            folder = folder == Self.fileName ? "." : String(folder.dropLast(Self.fileName.count + 1))
            if folder.isEmpty { folder = "/" }
        } else if let status, status.kind != .folder {
            throw refuse("it is neither file nor folder")
        }
        self.folder = folder
        let file = folder == "/" ? "/" + Self.fileName : folder + "/" + Self.fileName
        if let found = try? calls.status(at: file) {
            guard found.kind == .file else { throw refuse("its \(Self.fileName) is no regular file") }
            do throws(FileCallError) {
                self.file = try calls.resolve(file)
            } catch {
                throw StoreError(path: path, problem: .system(doing: "opening", error))
            }
            isThere = true
            return
        }
        self.file = file
        isThere = false
        // A folder of exports would no longer be read as such if it held a store's file.
        let names = status == nil ? [] : (try? calls.names(in: folder)) ?? []
        // Another process may have made the store by now: what makes ours finds that.
        if let other = names.sorted().first(where: { name in
            !name.hasPrefix(".") && name != Self.fileName && Self.endings.contains { name.hasSuffix($0) }
        }) {
            throw refuse("the folder holds \(other), which is no store's; name another folder")
        }
    }

    /// The folder in which the file itself lies, whatever links lead to it.
    var realFolder: String {
        guard let slash = file.lastIndex(of: "/") else { return "." }
        return slash == file.startIndex ? "/" : String(file[..<slash])
    }

    /// The folder around the store's.
    var parent: String {
        guard let slash = folder.lastIndex(of: "/") else { return "." }
        return slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
}

extension EnvelopeFormat {
    /// As `--format` names our own store's.
    package static var storeName: String { hindcast.name }
}
