import JSONText

/// Positions by a hash of a text each, 16 bytes an entry: for ids, which are too many to be kept themselves.
///
/// Two texts may share a hash: whoever asks compares the texts.
struct HashedPositions {
    private var entries: [(hash: Int, position: Int)] = []

    mutating func add(_ text: ExactString, at position: Int) { entries.append((text.hashValue, position)) }

    /// To be called once, when all are added. O(n log n).
    mutating func finish() { entries.sort { ($0.hash, $0.position) < ($1.hash, $1.position) } }

    /// Ascending. O(log n).
    func positions(of text: ExactString) -> [Int] {
        let hash = text.hashValue
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].hash < hash { low = middle + 1 } else { high = middle }
        }
        return entries[low...].prefix { $0.hash == hash }.map(\.position)
    }

    /// The runs of positions that share a hash, each ascending. O(n).
    func forEachShared(_ body: ([Int]) throws -> Void) rethrows {
        var start = 0
        for end in entries.indices where end + 1 == entries.count || entries[end + 1].hash != entries[end].hash {
            if end > start { try body(entries[start...end].map(\.position)) }
            start = end + 1
        }
    }
}
