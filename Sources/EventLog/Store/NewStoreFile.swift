/// The first file of a store: it appears under its name when all of it is on the disk, and not before.
struct NewStoreFile {
    let place: StorePlace
    let calls: any FileCalls

    private static let prefix = ".events.jsonl.new-"

    /// Makes the folder where it is missing, gives a new file to `fill`, and names it when its bytes are on the disk.
    /// - Returns: false where another process was first; nothing of this one is left then.
    /// - Throws: what `fill` throws, and `StoreError`; everything that was made is taken away again.
    func make(_ fill: (Int32) throws -> Void) throws -> Bool {
        var madeFolder = false
        do {
            do throws(FileCallError) {
                madeFolder = try makeFolder()
                removeLeftovers()
            } catch {
                throw StoreError(path: place.folder, problem: .system(doing: "creating", error))
            }
            return try makeFile(fill)
        } catch {
            if madeFolder { try? calls.removeFolder(place.folder) }
            throw error
        }
    }

    /// - Returns: whether it was missing.
    private func makeFolder() throws(FileCallError) -> Bool {
        do throws(FileCallError) {
            try calls.makeFolder(place.folder)
        } catch where error.code == alreadyThere {
            return false
        }
        do throws(FileCallError) {
            let folder = OpenFile(try calls.open(place.folder, .folder), calls)
            try calls.makePrivate(folder.number, isFolder: true)
        } catch {
            try? calls.removeFolder(place.folder)
            throw error
        }
        return true
    }

    private func makeFile(_ fill: (Int32) throws -> Void) throws -> Bool {
        func failure(_ problem: StoreError.Problem) -> StoreError { StoreError(path: place.file, problem: problem) }
        let (temporary, file): (String, OpenFile)
        do throws(FileCallError) { (temporary, file) = try openTemporary() } catch { throw failure(.system(doing: "creating", error)) }
        var isNamed = false
        do {
            do {
                try fill(file.number)
            } catch let error as FileCallError {
                throw failure(.writing(error))
            }
            do throws(FileCallError) {
                try calls.syncData(file.number)
                do throws(FileCallError) {
                    try calls.renameNew(temporary, to: place.file)
                } catch where error.code == alreadyThere {
                    try calls.remove(temporary)
                    return false
                }
                isNamed = true
                try calls.syncFolder(at: place.folder)
                try calls.syncFolder(at: place.parent)
            } catch {
                throw failure(.notDurable(error))
            }
            do throws(FileCallError) { try file.close() } catch { throw failure(.closing(error)) }
            return true
        } catch {
            if case .closing? = (error as? StoreError)?.problem { throw error }
            if isNamed { try? calls.remove(place.file) }
            try? calls.remove(temporary)
            if case .notDurable(let why)? = (error as? StoreError)?.problem, !calls.exists(place.file) { throw failure(.notMade(why)) }
            throw error
        }
    }

    /// A file that is locked, which says that somebody is at work on it.
    private func openTemporary() throws(FileCallError) -> (String, OpenFile) {
        while true {
            let path = place.folder + "/" + Self.prefix + String(UInt64.random(in: .min ... .max), radix: 36)
            let file = OpenFile(try calls.open(path, .new), calls)
            do throws(FileCallError) {
                try calls.makePrivate(file.number, isFolder: false)
                let isLocked = try calls.lock(file.number, milliseconds: 0)
                // Until it was locked another process may have taken it for a leftover.
                if isLocked, calls.exists(path) { return (path, file) }
            } catch {
                try? calls.remove(path)
                throw error
            }
        }
    }

    /// EEXIST; the number is the same on every Linux.
    private var alreadyThere: Int32 { 17 }

    /// Of processes that ended before they were done: nobody holds the lock.
    func removeLeftovers() {
        for name in (try? calls.names(in: place.folder)) ?? [] where name.hasPrefix(Self.prefix) {
            let path = place.folder + "/" + name
            guard let number = try? calls.open(path, .own) else { continue }
            let file = OpenFile(number, calls)
            let isStore = (try? calls.status(of: number)).flatMap { status in
                (try? calls.status(at: place.file)).map { $0.isSameFile(as: status) }
            } ?? false
            // A second name of the store itself, left by a crash in the middle of giving it the right one.
            if isStore { try? calls.remove(path); continue }
            if (try? calls.lock(number, milliseconds: 0)) == true { try? calls.remove(path) }
            withExtendedLifetime(file) {}
        }
    }
}
