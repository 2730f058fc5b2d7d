/// Which rows of the log belong to which stream, each stream's in order of version.
struct StreamRows: Sendable {
    private let starts: [Int]
    private let rows: [Int]
    /// Streams whose versions fall somewhere in log order, and streams in which one occurs twice.
    private let disorderedStreams: Int
    private let repeatingStreams: Int

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
        var disordered = 0
        var repeating = 0
        for stream in 0..<streamCount {
            let range = counts[stream]..<counts[stream + 1]
            let versions = sorted[range].lazy.map { columns.version[$0] }
            if zip(versions, versions.dropFirst()).contains(where: { $0 > $1 }) {
                sorted[range].sort { (columns.version[$0], $0) < (columns.version[$1], $1) }
                disordered += 1
            }
            if zip(versions, versions.dropFirst()).contains(where: { $0 == $1 }) { repeating += 1 }
        }
        rows = sorted
        disorderedStreams = disordered
        repeatingStreams = repeating
    }

    subscript(stream: Int32) -> ArraySlice<Int> { rows[starts[Int(stream)]..<starts[Int(stream) + 1]] }

    /// What is odd about the versions, one line each.
    var notes: [String] {
        var notes: [String] = []
        func streams(_ count: Int) -> String { count == 1 ? "1 stream" : "\(count) streams" }
        if disorderedStreams > 0 { notes.append("versions go back in \(streams(disorderedStreams)); read in order of version") }
        if repeatingStreams > 0 { notes.append("versions repeat in \(streams(repeatingStreams)); each event is kept, in log order") }
        return notes
    }
}
