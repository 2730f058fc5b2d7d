extension IndexFile {
    /// What is kept of an index beside the tables' pages.
    struct Contents {
        let builder: IndexBuilder
        let fingerprints: [Fingerprint]
        let sortedStreams: [Int32]
        let streamRows: StreamRows
        let streamEnds: [StreamEnds]
        let streamPlaces: [NamePlace]
        let typePlaces: [NamePlace]
    }

    /// - Complexity: O(rows).
    /// - Throws: `PrivateFolderError`.
    static func write(_ contents: Contents, to file: PrivateFile, jobs: Int) throws(PrivateFolderError) {
        // Pages first, as the facts say where they lie: counted from the end of the facts.
        var bounds: [Int] = [0]
        contents.builder.rows.forEachPage { bounds.append(bounds[bounds.count - 1] + $0.bytes.count) }
        var numbers = PackedTable(columns: 1)
        numbers.append(rows: contents.builder.rows.count) { place, _, range in
            for (at, index) in range.enumerated() { place[at] = Int64(contents.streamRows.rows[index]) }
        }
        var numberBounds = [bounds[bounds.count - 1]]
        numbers.forEachPage { numberBounds.append(numberBounds[numberBounds.count - 1] + $0.bytes.count) }

        var writer = CacheWriter()
        writer.add(contents, bounds: bounds, numberBounds: numberBounds)
        let facts = writer.bytes
        try file.write(facts, at: headSize)
        var output = PageOutput(file: file, at: headSize + facts.count)
        try output.write(contents.builder.rows)
        try output.write(numbers)
        let end = try output.finish()
        guard let written = try? SourceFile(path: SourcePath(file.path)), let sum = Checksum.of(written, headSize..<end, jobs: jobs) else {
            throw PrivateFolderError(path: file.path, reason: .system(5))
        }
        let head = head(factsLength: facts.count, bodyLength: end - headSize, sum: sum)
        try file.write(head, at: 0)
    }
}

/// Writes pages one after another, many at a time.
private struct PageOutput {
    let file: PrivateFile
    var at: Int
    private var buffer: [UInt8] = []

    init(file: PrivateFile, at: Int) {
        self.file = file
        self.at = at
    }

    mutating func write(_ table: PackedTable) throws(PrivateFolderError) {
        var failure: PrivateFolderError?
        table.forEachPage { page in
            guard failure == nil else { return }
            buffer += page.bytes
            guard buffer.count >= 1 << 20 else { return }
            do throws(PrivateFolderError) { try flush() } catch { failure = error }
        }
        if let failure { throw failure }
    }

    mutating func finish() throws(PrivateFolderError) -> Int {
        try flush()
        return at
    }

    private mutating func flush() throws(PrivateFolderError) {
        try file.write(buffer, at: at)
        at += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }
}

extension CacheWriter {
    fileprivate mutating func add(_ contents: IndexFile.Contents, bounds: [Int], numberBounds: [Int]) {
        let builder = contents.builder
        add(zip(builder.sources, contents.fingerprints).map { ($0, $1) }) { writer, source in
            source.1.write(to: &writer)
            writer.add(source.0.format)
            writer.add(source.0.formatTitle)
            writer.add(source.0.isOfLines)
            writer.add(source.0.base)
            writer.add(source.0.scanned)
            let lines = source.0.lines.kept
            writer.add(Array(zip(lines.offsets, lines.lines))) { writer, line in
                writer.add(line.0)
                writer.add(line.1)
            }
            writer.add(source.0.indexed.pieces) { writer, piece in
                writer.add(piece.range.lowerBound)
                writer.add(piece.range.count)
                writer.add(piece.sums) { $0.add($1) }
            }
            for number in [source.0.trend.rises, source.0.trend.falls] { writer.add(number) }
            writer.add(source.0.trend.last)
        }
        add(builder.rows.count)
        addSteps(bounds)
        addSteps(numberBounds)
        add(builder.streams, contents.streamPlaces)
        add(builder.types, contents.typePlaces)
        add(builder.survey.entries) { writer, entry in
            writer.add(entry.last)
            writer.add(entry.next)
            writer.add(Int(entry.events))
            writer.add((entry.goesBack ? 1 : 0) | (entry.repeats ? 2 : 0))
        }
        add(contents.streamEnds) { writer, ends in
            writer.add(ends.version)
            writer.add(ends.first)
            writer.add(ends.last)
        }
        add(contents.sortedStreams) { $0.add(Int64($1)) }
        add(contents.streamRows.disorderedRepeating)
        for end in [builder.span.first, builder.span.last] {
            add(end != nil)
            add(end?.time ?? 0)
            add(end?.row ?? 0)
        }
        add(builder.isInFileOrder)
        let paths = builder.sources.map(\.file.path)
        add(builder.problems) { writer, problem in
            writer.add(problem.kind.rawValue)
            writer.add(paths.firstIndex(of: problem.place.path) ?? 0)
            writer.add(problem.place.line ?? 0)
            writer.add(problem.place.offset)
            writer.add(problem.column ?? -1)
            writer.add(problem.message)
        }
        builder.assumptions.write(to: &self, paths: paths)
        add(builder.settledPosition ?? .min)
    }

    private mutating func addSteps(_ numbers: [Int]) {
        var last = 0
        add(numbers) { writer, number in
            writer.add(number - last)
            last = number
        }
    }

    private mutating func add(_ names: NameTable, _ places: [NamePlace]) {
        add(names.hash.key)
        add(Array(zip(names.hashes, places))) { writer, name in
            writer.add(name.0.first)
            writer.add(Int(name.0.second))
            switch name.1 {
            case .plain(let offset, let length):
                writer.add(offset)
                writer.add(length)
            case .record(let position):
                writer.add(position)
                writer.add(-1)
            }
        }
    }
}
