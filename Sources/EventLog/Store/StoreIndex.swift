/// What the append side knows of all events: each stream's last version, and where each id stands.
///
/// Names and ids themselves are not kept. A stream is known by 128 bits of a keyed hash, an id by 64: where one is found, the
/// line is read to see whether it is that id.
final class StoreIndex {
    let hash: KeyedHash
    /// What files of the cache hold, oldest first; the tables hold what came later.
    private(set) var segments: [IndexSegment]
    private(set) var ids = EntryTable()
    private(set) var streams = EntryTable()

    init(hash: KeyedHash = .random(), segments: [IndexSegment] = []) {
        self.hash = hash
        self.segments = segments
    }

    /// Nil for a stream without events.
    /// - Throws: `IndexSegment.Unusable` where the cache cannot be relied on; then all must be built anew.
    func lastVersion(of stream: KeyedHash.Value) throws(IndexSegment.Unusable) -> Int64? {
        if let number = streams.find(stream.high, where: { $0.second == stream.low }) {
            return Int64(bitPattern: streams.entries[number].third)
        }
        for segment in segments.reversed() {
            if let entry = try segment.stream(stream) { return Int64(bitPattern: entry.third) }
        }
        return nil
    }

    func setLastVersion(of stream: KeyedHash.Value, to version: Int64) {
        let word = UInt64(bitPattern: version)
        if let number = streams.find(stream.high, where: { $0.second == stream.low }) {
            streams.set(third: word, of: number)
        } else {
            streams.add(IndexEntry(first: stream.high, second: stream.low, third: word))
        }
    }

    func add(id: UInt64, offset: Int, position: Int) {
        ids.add(IndexEntry(first: id, second: UInt64(offset), third: UInt64(position)))
    }

    /// Where events stand whose id may be the one of that hash, in the order of the log: second the offset, third the position.
    func entries(ofID id: UInt64) throws(IndexSegment.Unusable) -> [IndexEntry] {
        var found: [IndexEntry] = []
        for segment in segments { found += try segment.ids(id) }
        ids.forEach(id) { found.append($0) }
        return found
    }

    /// After the tables were written to the cache: those segments stand for them.
    func replace(segments: [IndexSegment]) {
        self.segments = segments
        ids = EntryTable()
        streams = EntryTable()
    }
}
