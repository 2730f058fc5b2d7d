/// Where an event's record lies, and what the index says that it is.
struct EventPlace {
    let position: Int
    let offset: Int
    let length: Int
    let version: Int64
    let stream: Int32
    let type: Int32
    let file: Int32
    let hasTime: Bool

    var end: Int { offset + length }
}

/// Looks many events up in the index at once. Used by one thread.
final class PlaceFinder {
    static let most = 1024

    private let history: History
    private let bases: [Int]
    private let rows = UnsafeMutablePointer<Int>.allocate(capacity: most)
    private let values = UnsafeMutablePointer<Int64>.allocate(capacity: most * LogColumn.count)

    init(_ history: History) {
        self.history = history
        bases = history.sources.map(\.base)
    }

    deinit {
        rows.deallocate()
        values.deallocate()
    }

    /// At most `most` of them.
    /// - Complexity: O(numbers).
    func find(_ numbers: Range<Int>, _ position: (Int) -> Int, into places: UnsafeMutablePointer<EventPlace>) {
        precondition(numbers.count <= Self.most)
        for (at, number) in numbers.enumerated() { rows[at] = position(number) }
        find(numbers.count, into: places)
    }

    /// Events that follow one another in the log.
    func find(_ positions: Range<Int>, into places: UnsafeMutablePointer<EventPlace>) {
        precondition(positions.count <= Self.most)
        for at in 0..<positions.count { rows[at] = positions.lowerBound + at }
        find(positions.count, into: places)
    }

    private func find(_ count: Int, into places: UnsafeMutablePointer<EventPlace>) {
        history.rows.gather(UnsafeBufferPointer(start: rows, count: count), into: values, stride: Self.most)
        var file = 0
        func value(_ column: Int, _ at: Int) -> Int64 { values[column * Self.most + at] }
        for at in 0..<count {
            let offset = Int(value(LogColumn.offset, at))
            while file > 0, bases[file] > offset { file -= 1 }
            while file + 1 < bases.count, bases[file + 1] <= offset { file += 1 }
            (places + at).initialize(to: EventPlace(
                position: rows[at], offset: offset - bases[file], length: Int(value(LogColumn.length, at)),
                version: value(LogColumn.version, at), stream: Int32(truncatingIfNeeded: value(LogColumn.stream, at)),
                type: Int32(truncatingIfNeeded: value(LogColumn.type, at)), file: Int32(file),
                hasTime: value(LogColumn.time, at) != PackedPage.missing))
        }
    }
}
