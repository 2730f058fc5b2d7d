/// What a segment says of itself: the store that it belongs to, and how far it knows it.
struct IndexHeader {
    var hash: KeyedHash
    var device: UInt64
    var inode: UInt64
    /// Of the store, in bytes; at both ends a line begins.
    var range: Range<Int>
    /// Up to the range's end, from the beginning of the store.
    var lines: Int
    var events: Int
    var lastEvent: Int?
    /// Of bytes all over the store, from its beginning to the range's end.
    var sample: UInt64
    var idCount: Int
    var streamCount: Int

    static let pageSize = IndexPages.size
    /// In bytes.
    static let size = 8 * (fields + 1)
    private static let fields = 16
    /// "hindcas1", read as a number; a new layout gets a new one.
    private static let magic: UInt64 = 0x3173_6163_646e_6968

    var idPages: Int { IndexPages.count(for: idCount) }
    var streamPages: Int { IndexPages.count(for: streamCount) }

    init(
        hash: KeyedHash, status: FileStatus, range: Range<Int>, lines: Int, events: Int, lastEvent: Int?, sample: UInt64, idCount: Int,
        streamCount: Int
    ) {
        self.hash = hash
        device = status.device
        inode = status.inode
        self.range = range
        self.lines = lines
        self.events = events
        self.lastEvent = lastEvent
        self.sample = sample
        self.idCount = idCount
        self.streamCount = streamCount
    }

    /// Nil where it is none, of another layout, or not what was written.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.size else { return nil }
        let words = bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
        hash = KeyedHash(key0: words[1], key1: words[2])
        guard words[0] == Self.magic, Self.checkedWords(bytes, hash) != nil else { return nil }
        func count(_ index: Int) -> Int? { Int(exactly: words[index]).flatMap { $0 < 1 << 48 ? $0 : nil } }
        guard let start = count(5), let end = count(6), start <= end, let lines = count(7), let events = count(8),
            let last = count(9), let ids = count(11), let streams = count(12)
        else { return nil }
        device = words[3]
        inode = words[4]
        range = start..<end
        self.lines = lines
        self.events = events
        lastEvent = last == 0 ? nil : last - 1
        sample = words[10]
        idCount = ids
        streamCount = streams
    }

    /// Checksum included.
    var words: [UInt64] {
        let last = UInt64(lastEvent.map { $0 + 1 } ?? 0)
        let words = [
            Self.magic, hash.key0, hash.key1, device, inode, UInt64(range.lowerBound), UInt64(range.upperBound), UInt64(lines),
            UInt64(events), last, sample, UInt64(idCount), UInt64(streamCount),
        ]
        return Self.withChecksum(words + Array(repeating: 0, count: Self.fields - words.count), hash)
    }

    static func withChecksum(_ words: [UInt64], _ hash: KeyedHash) -> [UInt64] {
        words + [words.withUnsafeBytes { hash.hash($0).low }]
    }

    /// The words without the checksum behind them; nil where it does not fit.
    static func checkedWords(_ bytes: [UInt8], _ hash: KeyedHash) -> [UInt64]? {
        guard bytes.count >= 8, bytes.count % 8 == 0 else { return nil }
        let words = bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
        return withChecksum(Array(words.dropLast()), hash).last == words.last ? words.dropLast() : nil
    }
}
