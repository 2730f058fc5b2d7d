import JSONText

/// A store's opened file, and what is known of it.
final class OpenStore {
    let file: OpenFile
    let place: StorePlace
    let calls: any FileCalls
    let parser = JSONParser()
    private let cache: StoreCache?
    private let cachedFrom: Int
    /// When it was looked at last.
    private(set) var status: FileStatus
    private(set) var index = StoreIndex()
    private(set) var scan: StoreScan
    /// The last bytes up to the end of what is known: what others append must stand behind them.
    private var lastBytes: [UInt8] = []
    /// Up to where the disk has confirmed what this process saw.
    var syncedEnd = 0
    /// The folder's entry for the file was confirmed by the disk.
    var isFolderSynced = false
    private var isLoaded = false

    init(_ place: StorePlace, _ options: EventStore.Options, _ calls: any FileCalls) throws(StoreError) {
        self.place = place
        self.calls = calls
        do throws(FileCallError) {
            self.file = OpenFile(try calls.open(place.file, .appending), calls)
            status = try calls.status(of: self.file.number)
        } catch {
            throw StoreError(path: place.file, problem: .system(doing: "opening", error))
        }
        guard status.kind == .file else { throw StoreError(path: place.file, problem: .notAStore("it is no regular file")) }
        cachedFrom = options.cachedFrom
        cache = options.cacheFolder.flatMap { StoreCache(folder: $0, store: place.file, calls: calls) }
        scan = StoreScan(index: index)
    }

    var tornRange: Range<Int>? { scan.tornStart.map { $0..<max($0, status.size) } }

    func close() throws(FileCallError) { try file.close() }

    /// Looks whether the file is still the one that was opened and whether it changed, and reads what is new.
    /// The lock is held.
    func refresh() throws(StoreError) {
        let now: FileStatus
        do throws(FileCallError) { now = try calls.status(of: file.number) } catch { throw reading(error) }
        let there = try? calls.status(at: place.file)
        guard there?.isSameFile(as: now) == true else { throw StoreError(path: place.file, problem: .replaced) }
        guard !isLoaded || now.size >= scan.end else {
            throw StoreError(path: place.file, problem: .shrunk(known: scan.end, size: now.size))
        }
        do throws(FileCallError) {
            if !isLoaded {
                try load(now)
            } else if now != status {
                if scan.damage == nil, now.size != status.size, try continues(upTo: now.size) {
                    status = now
                    try readOn()
                } else {
                    try rebuild(now)
                }
            }
        } catch {
            throw reading(error)
        }
    }

    private func reading(_ error: FileCallError) -> StoreError {
        StoreError(path: place.file, problem: .system(doing: "reading", error))
    }

    private func load(_ now: FileStatus) throws(FileCallError) {
        status = now
        let segments = cache?.load(for: now, file.number) ?? []
        guard let header = segments.last?.header else { return try rebuild(now) }
        index = StoreIndex(hash: header.hash, segments: segments)
        scan = StoreScan(
            index: index, end: header.range.upperBound, lines: header.lines, events: header.events, lastEvent: header.lastEvent)
        try readOn()
        isLoaded = true
        saveIfWorthwhile()
    }

    /// Reads what lies behind the end of what is known.
    private func readOn() throws(FileCallError) {
        scan = StoreScan(
            index: index, end: scan.end, lines: scan.lines, events: scan.events, lastEvent: scan.lastEvent, lacksLineFeed: scan.lacksLineFeed)
        try scan.run(calls, file.number, size: status.size)
        // What a cache has its part in is not believed to be damaged.
        if scan.isUnusable || (scan.damage != nil && !index.segments.isEmpty) { return try rebuild(status) }
        try noteEnd()
    }

    /// Reads all from the beginning.
    func rebuild(_ now: FileStatus) throws(FileCallError) {
        status = now
        index = StoreIndex()
        scan = StoreScan(index: index)
        try scan.run(calls, file.number, size: now.size)
        try noteEnd()
        isLoaded = true
        saveIfWorthwhile()
    }

    private func noteEnd() throws(FileCallError) {
        lastBytes = try calls.bytes(file.number, max(0, scan.end - 64)..<scan.end)
    }

    /// Whether what was known last still stands where it stood. Steps over the LF that the last line lacked.
    private func continues(upTo size: Int) throws(FileCallError) -> Bool {
        guard try calls.bytes(file.number, (scan.end - lastBytes.count)..<scan.end) == lastBytes else { return false }
        guard scan.lacksLineFeed, size > scan.end else { return true }
        guard try calls.bytes(file.number, scan.end..<(scan.end + 1)) == [0x0A] else { return false }
        scan.stepOverLineFeed()
        return true
    }

    func saveIfWorthwhile() {
        guard let cache, scan.damage == nil, scan.tornStart == nil, !scan.lacksLineFeed else { return }
        let known = index.segments.last?.header.range.upperBound ?? 0
        if scan.end - known >= cachedFrom { cache.save(index, upTo: scan, status, file.number) }
        StoreCache.seal(index.segments, status, calls)
    }
}

extension OpenStore {
    /// Notes what this process wrote itself. The lock is held.
    /// - Returns: false where the file did not grow by just that.
    func noteAppended(_ bytes: [UInt8], _ rows: [StoreScan.Row]) throws(FileCallError) -> Bool {
        let now = try calls.status(of: file.number)
        guard now.size == status.size + bytes.count else { return false }
        status = now
        scan.append(rows, end: now.size)
        lastBytes = Array((lastBytes + bytes.suffix(64)).suffix(64))
        return true
    }

    /// After the file was changed by this process itself: what is known ends where it ended, and nothing is behind it.
    func noteCut() throws(FileCallError) {
        status = try calls.status(of: file.number)
        try readOn()
    }
}
