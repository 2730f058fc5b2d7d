/// Numbers of lines of one file, asked for one behind the other: only what lies between two is read.
struct LineCounter {
    private let file: SourceFile
    private let start: (offset: Int, line: Int)
    private var last: (offset: Int, line: Int)

    /// - Parameter line: the one in which the offset lies, from 1.
    init(_ file: SourceFile, at offset: Int, line: Int) {
        self.file = file
        start = (offset, line)
        last = start
    }

    /// The line in which an offset lies, not ahead of where counting began. What can no longer be read has no lines.
    /// - Complexity: O(bytes since the offset asked for before); since the beginning where that lies behind.
    mutating func line(of offset: Int) -> Int {
        if offset < last.offset { last = start }
        while last.offset < offset {
            guard let bytes = try? file.read(last.offset..<min(offset, last.offset + BlockReader.blockSize)), !bytes.isEmpty else { break }
            last = (last.offset + bytes.count, last.line + LineIndex.feeds(in: bytes))
        }
        return last.line
    }
}

/// Lines of places in a log that mostly come one behind the other.
final class PlaceCounter {
    private let history: History
    private var counter: LineCounter?
    private var source = -1
    private var next = 0

    init(_ history: History) { self.history = history }

    /// As `History.place(of:)`.
    func place(of position: Int) -> Place {
        let location = history.location(of: position)
        let found = history.sources[location.source]
        // Further on, the index knows a nearer line.
        if location.source != source || location.offset < next || location.offset - next > BlockReader.blockSize {
            guard let line = try? found.lines.line(of: location.offset, in: found.file) else {
                return Place(path: found.file.path, line: nil, offset: location.offset)
            }
            counter = LineCounter(found.file, at: location.offset, line: line)
            source = location.source
        }
        next = location.offset
        return Place(path: found.file.path, line: counter?.line(of: location.offset), offset: location.offset)
    }
}
