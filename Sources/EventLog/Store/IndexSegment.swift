/// A part of the append side's index that lies in a file of the cache: the events of one range of the store.
struct IndexSegment {
    /// The file is not what was written, or cannot be read.
    struct Unusable: Error {}

    let header: IndexHeader
    let file: OpenFile
    private let calls: any FileCalls
    /// The first word of each page: which page holds a hash is known without reading any.
    private let idFence: [UInt64]
    private let streamFence: [UInt64]

    /// - Complexity: one read of the header and 8 bytes a page.
    init(_ file: OpenFile, _ calls: any FileCalls) throws(Unusable) {
        self.file = file
        self.calls = calls
        do throws(FileCallError) {
            guard let header = IndexHeader(try calls.bytes(file.number, 0..<IndexHeader.size)) else { throw FileCallError(call: "", code: 0) }
            self.header = header
            let pages = header.idPages + header.streamPages
            let start = IndexHeader.pageSize * (1 + pages)
            // Checked before anything of that length is read.
            guard try calls.status(of: file.number).size == start + 8 * (pages + 1) else { throw FileCallError(call: "", code: 0) }
            let fence = try calls.bytes(file.number, start..<(start + 8 * (pages + 1)))
            guard let words = IndexHeader.checkedWords(fence, header.hash), words.count == pages else {
                throw FileCallError(call: "", code: 0)
            }
            idFence = Array(words[..<header.idPages])
            streamFence = Array(words[header.idPages...])
        } catch {
            throw Unusable()
        }
    }

    func stream(_ hash: KeyedHash.Value) throws(Unusable) -> IndexEntry? {
        for page in Self.pages(holding: hash.high, streamFence) {
            let entries = try entries(ofPage: header.idPages + page)
            if let entry = entries.first(where: { $0.first == hash.high && $0.second == hash.low }) { return entry }
        }
        return nil
    }

    /// In the order of the log.
    func ids(_ hash: UInt64) throws(Unusable) -> [IndexEntry] {
        var found: [IndexEntry] = []
        for page in Self.pages(holding: hash, idFence) { found += try entries(ofPage: page).filter { $0.first == hash } }
        return found
    }

    /// All entries, sorted as they lie there: ids, then streams. O(n).
    func all() throws(Unusable) -> (ids: [IndexEntry], streams: [IndexEntry]) {
        var ids: [IndexEntry] = []
        var streams: [IndexEntry] = []
        ids.reserveCapacity(header.idCount)
        streams.reserveCapacity(header.streamCount)
        for page in 0..<header.idPages { ids += try entries(ofPage: page) }
        for page in 0..<header.streamPages { streams += try entries(ofPage: header.idPages + page) }
        return (ids, streams)
    }

    private func entries(ofPage page: Int) throws(Unusable) -> [IndexEntry] {
        let start = IndexPages.size * (1 + page)
        guard let bytes = try? calls.bytes(file.number, start..<(start + IndexPages.size)),
            let entries = bytes.withUnsafeBytes({ IndexPages.entries(of: $0, number: page, header.hash) })
        else { throw Unusable() }
        return entries
    }

    /// The last page that begins below the hash, and those that begin with it.
    private static func pages(holding hash: UInt64, _ fence: [UInt64]) -> Range<Int> {
        func first(where isPast: (UInt64) -> Bool) -> Int {
            var low = 0
            var high = fence.count
            while low < high {
                let middle = (low + high) / 2
                if isPast(fence[middle]) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        let start = max(0, first { $0 >= hash } - 1)
        return start..<max(start, first { $0 > hash })
    }
}
