package import JSONText

/// A store that is open for appending: one process of many that may be.
///
/// Each append takes the store's lock, looks at what others appended meanwhile, writes once, waits for the disk once, and lets
/// go of the lock. Readers never lock. Used by one thread at a time.
package final class EventStore {
    /// What the caller may choose.
    package struct Options: Sendable {
        /// hindcast's folder among the user's caches; nil: what is known is kept in memory only.
        package var cacheFolder: String?
        /// How long to wait for another writer, in milliseconds.
        package var patience = 10_000
        /// What an event without a time gets.
        package var clock: @Sendable () -> Instant
        /// Lines that were read anew are written to the cache from so many bytes on.
        package var cachedFrom = 1 << 20

        /// Called under the lock when nothing can refuse an append any more, before the first byte is written.
        package var beforeWriting: @Sendable () -> Void = {}

        package init(cacheFolder: String? = nil, clock: @escaping @Sendable () -> Instant = Instant.now) {
            self.cacheFolder = cacheFolder
            self.clock = clock
        }
    }

    /// As it was named.
    package let path: String
    let calls: any FileCalls
    let options: Options
    let parser = JSONParser()
    /// The folder, links resolved where it is there.
    var place: StorePlace
    /// Nil until there is something in the store.
    var open: OpenStore?
    /// After a sync that failed nobody knows what the disk holds: whoever wants to know opens the store anew.
    var isDead = false
    private var turns = LockTurns()

    /// Opens a store, or what may become one: nothing is made before something is appended.
    /// - Parameter path: a folder, or the `events.jsonl` in it.
    /// - Complexity: with a cache, what was appended since it was written; else O(bytes).
    /// - Throws: `StoreError`. A store that is damaged opens, but does not take events.
    package init(path: String, options: Options = Options(), calls: any FileCalls = SystemFileCalls()) throws(StoreError) {
        self.path = path
        self.calls = calls
        self.options = options
        place = try StorePlace(path, calls)
        if place.isThere {
            open = try OpenStore(place, options, calls)
            try withLock { open throws(StoreError) in try open.refresh() }
        }
    }

    /// Ends the use of the store and keeps what was learned in the cache.
    /// - Throws: `StoreError.closing` where the system says at last that something went wrong.
    package func close() throws(StoreError) {
        guard let open else { return }
        self.open = nil
        open.saveIfWorthwhile()
        do throws(FileCallError) { try open.close() } catch { throw failure(.closing(error)) }
    }

    func withLock<Result>(_ body: (OpenStore) throws(StoreError) -> Result) throws(StoreError) -> Result {
        guard let open else { throw failure(.missing) }
        turns.begin()
        do throws(FileCallError) {
            guard try calls.lock(open.file.number, milliseconds: options.patience) else {
                throw FileCallError(call: "flock", code: 0)
            }
        } catch {
            guard error.code == 0 else { throw failure(.system(doing: "locking", error)) }
            throw failure(.busy(seconds: options.patience / 1000, holder: calls.holder(ofLockOn: open.status)))
        }
        defer {
            try? calls.unlock(open.file.number)
            turns.end()
        }
        return try body(open)
    }

    /// Why a store takes no events; another program's file under a store's name is told of as what it is.
    func refusal(for damage: StoreDamage, _ open: OpenStore) -> StoreError {
        if open.scan.events == 0, let other = OtherContent.words(for: SourcePath(argument: place.file)) {
            return StoreError(path: path, problem: .notAStore(other))
        }
        return failure(.damaged(damage))
    }

    func failure(_ problem: StoreError.Problem) -> StoreError { StoreError(path: place.file, problem: problem) }
}

extension EventStore {
    /// Whether a store lies there or could be made there. A few calls, whatever its size; nothing is opened.
    /// - Throws: `StoreError`, `notAStore` for an export, or a folder of such.
    package static func checkPlace(_ path: String) throws(StoreError) { _ = try StorePlace(path, SystemFileCalls()) }

    /// Events in the store.
    package var count: Int { open?.scan.events ?? 0 }
    /// What makes it read-only.
    package var damage: StoreDamage? { open?.scan.damage }
    /// Bytes at the end that are no whole event, or batch.
    package var tornRange: Range<Int>? { open?.tornRange }

    /// The stream's events in order of version, as a reader sees them: nothing is locked.
    /// - Complexity: O(bytes of the store) to open it for reading.
    /// - Throws: `SourceError`.
    package func load(_ stream: ExactString) throws(SourceError) -> [RecordedEvent] {
        guard calls.exists(place.file) else { return [] }
        do {
            let history = try History(files: [SourcePath(argument: place.file)], format: .hindcast)
            let reader = HistoryReader(history)
            return try history.stream(named: stream)?.positions.map(reader.event(at:)) ?? []
        } catch let error as SourceError {
            throw error
        } catch {
            // Whatever else may be thrown, the file could not be read.
            throw SourceError(path: place.file, problem: .system(5))
        }
    }
}
