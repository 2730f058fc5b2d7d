/// Entries in order of their first word, in pages of 4 KiB that each know what they hold: a checksum, a count, 170 entries.
///
/// A page is read where it is needed and checked then, so that opening costs the same at any size.
enum IndexPages {
    static let size = 4096
    static let entriesPerPage = 170
    private static let words = 512

    static func count(for entries: Int) -> Int { (entries + entriesPerPage - 1) / entriesPerPage }

    /// One page. `number` is the page's place in its file: a page that stands elsewhere is no page.
    static func page(_ entries: ArraySlice<IndexEntry>, number: Int, _ hash: KeyedHash) -> [UInt64] {
        var page = [UInt64](repeating: 0, count: words)
        page[1] = UInt64(entries.count)
        var at = 2
        for entry in entries {
            page[at] = entry.first
            page[at + 1] = entry.second
            page[at + 2] = entry.third
            at += 3
        }
        page[0] = checksum(page, number, hash)
        return page
    }

    /// Nil where it is not what was written.
    static func entries(of bytes: UnsafeRawBufferPointer, number: Int, _ hash: KeyedHash) -> [IndexEntry]? {
        guard bytes.count == size else { return nil }
        let page = [UInt64](unsafeUninitializedCapacity: words) { buffer, count in
            UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
            count = words
        }
        guard page[0] == checksum(page, number, hash), page[1] <= UInt64(entriesPerPage) else { return nil }
        return (0..<Int(page[1])).map { IndexEntry(first: page[2 + 3 * $0], second: page[3 + 3 * $0], third: page[4 + 3 * $0]) }
    }

    static func checksum(_ page: [UInt64], _ number: Int, _ hash: KeyedHash) -> UInt64 {
        page.withUnsafeBytes { hash.hash(UnsafeRawBufferPointer(rebasing: $0[8...])).low } ^ UInt64(number) &* 0x9E37_79B9_7F4A_7C15
    }
}

extension [IndexEntry] {
    /// Sorts by the first word and keeps the order of equal ones: by the upper bits into heaps, then each by itself.
    mutating func sortByFirst() {
        let shift: UInt64 = 52
        guard count > 4096 else { return sort { $0.first < $1.first } }
        var starts = [Int](repeating: 0, count: (1 << 12) + 1)
        for entry in self { starts[Int(entry.first >> shift) + 1] += 1 }
        for index in 1..<starts.count { starts[index] += starts[index - 1] }
        var next = starts
        var sorted = [IndexEntry](repeating: IndexEntry(first: 0, second: 0, third: 0), count: count)
        for entry in self {
            let heap = Int(entry.first >> shift)
            sorted[next[heap]] = entry
            next[heap] += 1
        }
        for heap in 0..<(starts.count - 1) where starts[heap + 1] - starts[heap] > 1 {
            sorted[starts[heap]..<starts[heap + 1]].sort { $0.first < $1.first }
        }
        self = sorted
    }
}
