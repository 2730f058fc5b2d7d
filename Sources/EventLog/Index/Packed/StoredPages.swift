internal import Synchronization

/// Pages that lie in a file of the index cache, each read when it is first asked for.
final class StoredPages: Sendable {
    let columns: Int
    /// What each column's values can be; a page that has others is none of ours.
    private let limits: [ClosedRange<Int64>]
    /// In all pages together.
    let rows: Int
    private let file: SourceFile
    /// Where each page begins in the file, and where the last ends.
    private let bounds: [Int]
    private let loaded: Mutex<Loaded>
    private let shown: Atomic<Int>

    private struct Loaded {
        var pages: [PackedPage?]
        /// Single rows of pages of which nothing else was wanted: where their values begin.
        var places: [Int: Int] = [:]
        var values: [Int64] = []
    }

    /// - Parameter bounds: one more than there are pages.
    init(file: SourceFile, bounds: [Int], limits: [ClosedRange<Int64>], rows: Int) {
        self.file = file
        self.bounds = bounds
        self.limits = limits
        columns = limits.count
        self.rows = rows
        loaded = Mutex(Loaded(pages: [PackedPage?](repeating: nil, count: bounds.count - 1)))
        shown = Atomic(bounds.count - 1)
    }

    var count: Int { shown.load(ordering: .relaxed) }

    /// For a last page that somebody has taken over.
    func dropLast() { shown.subtract(1, ordering: .relaxed) }

    /// O(1), and one `pread` at the page's first use. A page that cannot be read or is none has zeros in every row; what they say is
    /// refused where it is used, as no record stands there that fits them.
    func page(_ index: Int) -> PackedPage {
        if let page = loaded.withLock({ $0.pages[index] }) { return page }
        let page = read(index)
        return loaded.withLock { loaded in
            if let other = loaded.pages[index] { return other }
            loaded.pages[index] = page
            return page
        }
    }

    /// O(1), and as `page` at the first use of a row that was not loaded.
    func value(_ row: Int, _ column: Int) -> Int64 {
        let (index, place) = row.quotientAndRemainder(dividingBy: PackedPage.mostRows)
        let known = loaded.withLock { loaded -> Int64? in
            if let page = loaded.pages[index] { return page.value(column, place) }
            return loaded.places[row].map { loaded.values[$0 + column] }
        }
        return known ?? page(index).value(column, place)
    }

    private func read(_ index: Int) -> PackedPage {
        let count = min(PackedPage.mostRows, rows - index * PackedPage.mostRows)
        let range = bounds[index]..<bounds[index + 1]
        let kept = PackedPage(columns: columns, count: count, size: range.count) { (try? file.read(range, into: $0)) == range.count }
        return kept.flatMap { $0.isWithin(limits) ? $0 : nil } ?? .zeros(columns: columns, count: count)
    }
}

extension StoredPages {
    /// So few are read in the time that a thread takes to start.
    private static var fewPages: Int { 32 }
    /// Of a page of which no more is wanted only that is kept: one such page after another then lies in the same memory.
    private static var fewRows: Int { 16 }

    /// Reads rows that will be asked for one after another, on several cores.
    /// - Parameter wanted: rising.
    func load(_ wanted: [Int], jobs: Int) {
        var pieces: [Range<Int>] = []
        var start = 0
        while start < wanted.count {
            let index = wanted[start] / PackedPage.mostRows
            let end = wanted[start...].firstIndex { $0 / PackedPage.mostRows != index } ?? wanted.count
            if index < count { pieces.append(start..<end) }
            start = end
        }
        guard pieces.count > Self.fewPages else { return }
        Threads.perform(jobs) { [pieces] worker in
            var found: [(row: Int, values: [Int64])] = []
            for place in stride(from: worker, to: pieces.count, by: jobs) {
                let rows = wanted[pieces[place]]
                let index = rows[rows.startIndex] / PackedPage.mostRows
                if rows.count > Self.fewRows { _ = self.page(index); continue }
                let page = self.read(index)
                for row in rows { found.append((row, (0..<self.columns).map { page.value($0, row - index * PackedPage.mostRows) })) }
            }
            self.keep(found)
        }
    }

    private func keep(_ found: [(row: Int, values: [Int64])]) {
        loaded.withLock { loaded in
            for (row, values) in found {
                loaded.places[row] = loaded.values.count
                loaded.values += values
            }
        }
    }
}

extension PackedPage {
    func isWithin(_ limits: [ClosedRange<Int64>]) -> Bool {
        limits.enumerated().allSatisfy { column, limit in isWithin(limit, column) }
    }

    /// Whether a column holds nothing else. O(1) where its width leaves no doubt; else O(rows), by loops that the compiler can do with
    /// vectors.
    private func isWithin(_ limit: ClosedRange<Int64>, _ column: Int) -> Bool {
        if limit == .min ... .max { return true }
        let facts = facts(of: column)
        if facts.hasMissing { return (0..<count).allSatisfy { limit.contains(value(column, $0)) } }
        guard count > 0 else { return true }
        guard limit.contains(facts.base) else { return false }
        let room = UInt64(bitPattern: limit.upperBound &- facts.base)
        if facts.width < 8, (1 << UInt64(facts.width * 8)) - 1 <= room { return true }
        let values = UnsafeRawPointer(bytes.baseAddress! + facts.at)
        func most<Word: FixedWidthInteger & UnsignedInteger>(_: Word.Type) -> UInt64 {
            var most: Word = 0
            for row in 0..<count { most = max(most, Word(littleEndian: values.loadUnaligned(fromByteOffset: row * MemoryLayout<Word>.size, as: Word.self))) }
            return UInt64(most)
        }
        switch facts.width {
        case 0: return true
        case 1: return most(UInt8.self) <= room
        case 2: return most(UInt16.self) <= room
        case 4: return most(UInt32.self) <= room
        case 8: return most(UInt64.self) <= room
        default:
            let mask: UInt64 = (1 << UInt64(facts.width * 8)) - 1
            var most: UInt64 = 0
            for row in 0..<count { most = max(most, UInt64(littleEndian: values.loadUnaligned(fromByteOffset: row * facts.width, as: UInt64.self)) & mask) }
            return most <= room
        }
    }

    static func zeros(columns: Int, count: Int) -> PackedPage {
        let values = [Int64](repeating: 0, count: columns * count)
        return values.withUnsafeBufferPointer { PackedPage(columns: columns, count: count, values: $0.baseAddress!, stride: count) }
    }
}
