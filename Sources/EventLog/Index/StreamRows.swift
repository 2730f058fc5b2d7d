/// Which rows of the log belong to which stream, each stream's in order of version.
struct StreamRows: Sendable {
    private let starts: [Int]
    private let rows: [Int]

    /// O(rows) where versions rise within each stream, as they should.
    init(_ columns: Columns, streamCount: Int) {
        var counts = [Int](repeating: 0, count: streamCount + 1)
        for stream in columns.stream { counts[Int(stream) + 1] += 1 }
        for index in counts.indices.dropFirst() { counts[index] += counts[index - 1] }
        starts = counts
        var next = counts
        var sorted = [Int](repeating: 0, count: columns.count)
        for (row, stream) in columns.stream.enumerated() {
            sorted[next[Int(stream)]] = row
            next[Int(stream)] += 1
        }
        for stream in 0..<streamCount {
            let range = counts[stream]..<counts[stream + 1]
            let versions = sorted[range].lazy.map { columns.version[$0] }
            if zip(versions, versions.dropFirst()).contains(where: { $0 > $1 }) {
                sorted[range].sort { (columns.version[$0], $0) < (columns.version[$1], $1) }
            }
        }
        rows = sorted
    }

    subscript(stream: Int32) -> ArraySlice<Int> { rows[starts[Int(stream)]..<starts[Int(stream) + 1]] }
}
