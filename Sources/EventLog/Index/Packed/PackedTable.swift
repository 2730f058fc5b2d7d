/// Rows of integers, packed page by page. A value: a copy stays as it is while the original grows.
struct PackedTable: Sendable {
    let columns: Int
    private(set) var count = 0
    /// Pages of the index cache, read when they are first asked for; they come before all others.
    private var stored: StoredPages?
    private var pages: [PackedPage] = []
    /// The rows behind the last full page, column after column.
    private(set) var pending: [Int64]

    static let pageRows = PackedPage.mostRows

    init(columns: Int) {
        self.columns = columns
        pending = [Int64](repeating: 0, count: columns * Self.pageRows)
    }

    /// As kept by the index cache. The last page, if it is not full, is taken up again so that rows can follow it.
    init(_ stored: StoredPages) {
        self.init(columns: stored.columns)
        count = stored.rows
        self.stored = stored
        let rest = stored.rows % Self.pageRows
        guard rest > 0 else { return }
        let last = stored.page(stored.count - 1)
        for column in 0..<columns {
            for row in 0..<rest { pending[column * Self.pageRows + row] = last.value(column, row) }
        }
        stored.dropLast()
    }

    private var storedCount: Int { stored?.count ?? 0 }
    var fullPages: Int { storedCount + pages.count }

    func page(_ index: Int) -> PackedPage {
        index < storedCount ? stored!.page(index) : pages[index - storedCount]
    }

    /// For who will look many rows up one after another: those of the cache are read on several cores.
    /// - Parameter rows: rising.
    func load(_ rows: [Int], jobs: Int) { stored?.load(rows, jobs: jobs) }

    /// O(1), and the reading of a page of the cache at its first use.
    subscript(row: Int, column: Int) -> Int64 {
        let index = row / Self.pageRows
        guard index < fullPages else {
            precondition(row < count)
            return pending[column * Self.pageRows + row % Self.pageRows]
        }
        return index < storedCount ? stored!.value(row, column) : page(index).value(column, row % Self.pageRows)
    }

    /// Appends what `body` writes into places for up to `most` rows: for each, `columns` pointers' worth of values, column after
    /// column, `stride` apart. Amortised O(values).
    mutating func append(rows most: Int, _ body: (_ place: UnsafeMutablePointer<Int64>, _ stride: Int, _ rows: Range<Int>) -> Void) {
        var done = 0
        while done < most {
            let start = count % Self.pageRows
            let room = min(Self.pageRows - start, most - done)
            pending.withUnsafeMutableBufferPointer { body($0.baseAddress! + start, Self.pageRows, done..<(done + room)) }
            done += room
            count += room
            if count.isMultiple(of: Self.pageRows) { packPending(Self.pageRows) }
        }
    }

    mutating func append(_ row: [Int64]) {
        let columns = columns
        append(rows: 1) { place, stride, _ in for column in 0..<columns { place[column * stride] = row[column] } }
    }

    private mutating func packPending(_ rows: Int) {
        let page = pending.withUnsafeBufferPointer { [columns] in
            PackedPage(columns: columns, count: rows, values: $0.baseAddress!, stride: Self.pageRows)
        }
        pages.append(page)
    }

    /// Calls `body` with each row's value of a column, in order. O(rows).
    func forEach(_ column: Int, _ body: (_ row: Int, _ value: Int64) -> Void) { forEach(column, in: 0..<count, body) }

    /// Likewise of some rows.
    func forEach(_ column: Int, in range: Range<Int>, _ body: (_ row: Int, _ value: Int64) -> Void) {
        precondition(range.upperBound <= count)
        var row = range.lowerBound
        while row < range.upperBound {
            let index = row / Self.pageRows
            let end = min(range.upperBound, (index + 1) * Self.pageRows)
            if index < fullPages {
                let page = page(index)
                for place in row..<end { body(place, page.value(column, place - index * Self.pageRows)) }
            } else {
                for place in row..<end { body(place, pending[column * Self.pageRows + place % Self.pageRows]) }
            }
            row = end
        }
    }

    /// The same rows in another order. O(rows).
    func reordered(by order: [Int]) -> PackedTable {
        var result = PackedTable(columns: columns)
        result.append(rows: order.count) { place, stride, rows in
            for (at, row) in rows.enumerated() {
                for column in 0..<columns { place[column * stride + at] = self[order[row], column] }
            }
        }
        return result
    }

    /// The first rows alone. O(pages).
    func prefix(_ rows: Int) -> PackedTable {
        guard rows < count else { return self }
        return reordered(by: Array(0..<rows))
    }

    /// The pages as the cache keeps them, the last one perhaps not full.
    func forEachPage(_ body: (PackedPage) throws -> Void) rethrows {
        for index in 0..<fullPages { try body(page(index)) }
        let rest = count % Self.pageRows
        guard rest > 0 else { return }
        try body(pending.withUnsafeBufferPointer {
            PackedPage(columns: columns, count: rest, values: $0.baseAddress!, stride: Self.pageRows)
        })
    }

    /// In bytes.
    var memory: Int { pages.reduce(pending.count * 8) { $0 + $1.bytes.count + 48 } }
}
