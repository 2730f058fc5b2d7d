/// Which rows of the log belong to which stream, each stream's in order of version. 4 bytes a row at most.
struct StreamRows: Sendable {
    /// Where each stream's rows begin, and where the last end.
    let starts: [Int]
    let rows: RowNumbers
    /// Of the streams whose versions go back in the log, those in which one occurs twice.
    let disorderedRepeating: Int

    /// O(rows) where versions rise within each stream, as they should.
    init(_ table: PackedTable, _ survey: StreamSurvey) {
        var starts = [0]
        starts.reserveCapacity(survey.entries.count + 1)
        for entry in survey.entries { starts.append(starts[starts.count - 1] + Int(entry.events)) }
        var next = starts
        var sorted = [UInt32](repeating: 0, count: table.count)
        next.withUnsafeMutableBufferPointer { next in
            sorted.withUnsafeMutableBufferPointer { sorted in
                table.forEach(LogColumn.stream) { row, stream in
                    sorted[next[Int(stream)]] = UInt32(truncatingIfNeeded: row)
                    next[Int(stream)] += 1
                }
            }
        }
        var repeating = 0
        for (stream, entry) in survey.entries.enumerated() where entry.goesBack {
            sorted[starts[stream]..<starts[stream + 1]].sort {
                (table[Int($0), LogColumn.version], $0) < (table[Int($1), LogColumn.version], $1)
            }
            let versions = sorted[starts[stream]..<starts[stream + 1]].lazy.map { table[Int($0), LogColumn.version] }
            if zip(versions, versions.dropFirst()).contains(where: { $0 == $1 }) { repeating += 1 }
        }
        disorderedRepeating = repeating
        self.starts = starts
        rows = .array(sorted)
    }

    init(starts: [Int], stored: PackedTable, disorderedRepeating: Int) {
        self.starts = starts
        self.disorderedRepeating = disorderedRepeating
        rows = .packed(stored)
    }

    subscript(stream: Int32) -> StreamPositions {
        StreamPositions(numbers: rows, range: starts[Int(stream)]..<starts[Int(stream) + 1])
    }
}

/// Numbers of rows: made in memory, or as the index cache keeps them.
enum RowNumbers: Sendable {
    case array([UInt32])
    case packed(PackedTable)

    subscript(index: Int) -> Int {
        switch self {
        case .array(let numbers): Int(numbers[index])
        case .packed(let table): Int(table[index, 0])
        }
    }
}

/// Positions in the log of one stream's events, in order of version. Indices begin at 0.
package struct StreamPositions: RandomAccessCollection, Sendable {
    let numbers: RowNumbers
    let range: Range<Int>

    package var startIndex: Int { 0 }
    package var endIndex: Int { range.count }

    package subscript(index: Int) -> Int {
        precondition(index >= 0 && index < range.count)
        return numbers[range.lowerBound + index]
    }
}
