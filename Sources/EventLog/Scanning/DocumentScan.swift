import JSONText

/// Reads a file of values over several lines, whole: where one ends is only known by reading all before it.
enum DocumentScan {
    /// Adds what the builder's last source holds. O(bytes), also in memory.
    static func run(into builder: inout IndexBuilder) throws(SourceError) {
        let source = builder.sources[builder.sources.count - 1]
        let text = try source.file.read(0..<source.file.size)
        var scanner = RecordScanner(reader: source.reader)
        var found = ScannedRows()
        text.withUnsafeBufferPointer { bytes in
            for piece in DocumentSplitter(text, from: DocumentSplitter.start(of: text)) {
                switch piece {
                case .value(let range):
                    scanner.scan(
                        UnsafeBufferPointer(rebasing: bytes[range]), at: range.lowerBound, isTorn: range.upperBound == bytes.count, into: &found)
                case .stray(let range): found.note(.malformed, "neither object nor array", at: range.lowerBound, column: 1)
                }
            }
        }
        countLines(of: text, &builder)
        var counter = LineCounter(source.file, at: 0, line: 1)
        for problem in found.problems {
            let line = counter.line(of: problem.lineOffset)
            builder.add(LogProblem(
                kind: problem.kind, place: Place(path: source.file.path, line: line, offset: problem.offset), column: problem.column,
                message: problem.message))
        }
        builder.add(found)
        builder.reach(text.count)
    }

    private static func countLines(of text: [UInt8], _ builder: inout IndexBuilder) {
        var lines = 0
        for start in stride(from: 0, to: text.count, by: BlockReader.blockSize) {
            builder.countLines(before: start, lines)
            lines += LineIndex.feeds(in: text[start..<min(text.count, start + BlockReader.blockSize)])
        }
    }
}
