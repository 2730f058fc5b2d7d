extension IndexFile {
    /// A kept index, ready for use.
    struct Reading {
        let builder: IndexBuilder
        let fingerprints: [Fingerprint]
        let sortedStreams: [Int32]
        let streamRows: StreamRows
        let streamEnds: [StreamEnds]
        let streamPlaces: [NamePlace]
        let typePlaces: [NamePlace]
    }

    /// - Parameters:
    ///   - files: those of the log, in order.
    ///   - formats: what each of them is read as today.
    /// - Throws: `CacheFault` where anything is not as it should be.
    /// - Complexity: O(bytes of the cache / jobs) for the checksum, O(streams) for the rest. Pages are read when they are asked for.
    static func read(
        _ cache: SourceFile, files: [SourceFile], formats: [Recognition], jobs: Int
    ) throws(CacheFault) -> Reading {
        guard let head = head(of: cache) else { throw CacheFault() }
        // Taken in while other cores still sum it up: every number is checked, and none is believed before the sum is right.
        var reading = Result<Reading, CacheFault>.failure(CacheFault())
        let sum = Checksum.of(cache, head.body, jobs: jobs) {
            reading = Result { () throws(CacheFault) in try read(cache, head.facts, head.body, files: files, formats: formats, jobs: jobs) }
        }
        guard sum == head.sum else { throw CacheFault() }
        return try reading.get()
    }

    private static func read(
        _ cache: SourceFile, _ place: Range<Int>, _ body: Range<Int>, files: [SourceFile], formats: [Recognition], jobs: Int
    ) throws(CacheFault) -> Reading {
        guard let facts = try? cache.read(place), facts.count == place.count else { throw CacheFault() }
        var reader = CacheReader(facts)
        var number = 0
        let found = try reader.list { (reader) throws(CacheFault) -> (Fingerprint, History.Source) in
            guard number < files.count else { throw CacheFault() }
            defer { number += 1 }
            return try source(&reader, files[number], formats[number])
        }
        guard found.count == files.count else { throw CacheFault() }
        let sources = found.map(\.1)
        let paths = sources.map(\.file.path)

        let count = try reader.count(most: Int(UInt32.max))
        let pages = try steps(&reader, most: body.count)
        let numberPages = try steps(&reader, most: body.count)
        let pageCount = (count + PackedPage.mostRows - 1) / PackedPage.mostRows
        guard pages.count == pageCount + 1, numberPages.count == pageCount + 1, pages.first == 0, numberPages.first == pages.last,
            place.upperBound + (numberPages.last ?? 0) == body.upperBound
        else { throw CacheFault() }
        let streams = try names(&reader)
        let types = try names(&reader)
        let end = Int64(sources.last.map { $0.base + $0.file.size } ?? 0)
        let any = Int64.min...Int64.max
        let limits = [0...end, 0...end, 0...Int64(max(0, streams.places.count - 1)), 0...Int64(max(0, types.places.count - 1)), any, any]
        func table(_ pages: [Int], _ limits: [ClosedRange<Int64>]) -> PackedTable {
            PackedTable(StoredPages(file: cache, bounds: pages.map { $0 + place.upperBound }, limits: limits, rows: count))
        }
        let rows = table(pages, limits)
        let numbers = table(numberPages, [0...Int64(max(0, count - 1))])
        func stored(_ role: NameRole, _ names: Names) -> NameTable {
            NameTable(StoredNames(role, names.places, names.hashes, names.hash, NameFinder(sources: sources, rows: rows), jobs: jobs))
        }
        let survey = StreamSurvey(entries: try reader.list { (reader) throws(CacheFault) in
            var entry = StreamSurvey.Entry()
            entry.last = try reader.number()
            entry.next = try reader.number()
            entry.events = UInt32(try reader.count(most: count))
            let flags = try reader.count(most: 3)
            (entry.goesBack, entry.repeats) = (flags & 1 != 0, flags & 2 != 0)
            return entry
        })
        let streamEnds = try reader.list { (reader) throws(CacheFault) in
            StreamEnds(version: try reader.number(), first: try reader.number(), last: try reader.number())
        }
        let sorted = try reader.list { (reader) throws(CacheFault) in Int32(try reader.count(most: max(0, survey.entries.count - 1))) }
        guard survey.entries.count == streams.places.count, sorted.count == streams.places.count,
            streamEnds.count == streams.places.count,
            survey.entries.reduce(0, { $0 + Int($1.events) }) == count
        else { throw CacheFault() }
        let disorderedRepeating = try reader.count()
        var ends: [(time: Int64, row: Int)?] = []
        for _ in 0..<2 {
            let isThere = try reader.flag()
            let end = (time: try reader.number(), row: try reader.count(most: max(0, count - 1)))
            ends.append(isThere ? end : nil)
        }
        let isInFileOrder = try reader.flag()
        let problems = try reader.list { (reader) throws(CacheFault) in try problem(&reader, paths) }
        let assumptions = try Assumptions(from: &reader, paths: paths)
        let settled = try reader.number()
        guard reader.isAtEnd else { throw CacheFault() }

        var starts = [0]
        for entry in survey.entries { starts.append(starts[starts.count - 1] + Int(entry.events)) }
        return Reading(
            builder: IndexBuilder(IndexBuilder.Kept(
                sources: sources, rows: rows, streams: stored(.stream, streams), types: stored(.type, types), survey: survey, problems: problems,
                assumptions: assumptions, span: TimeSpan(first: ends[0], last: ends[1]), isInFileOrder: isInFileOrder,
                settledPosition: settled == .min ? nil : settled)),
            fingerprints: found.map(\.0), sortedStreams: sorted,
            streamRows: StreamRows(starts: starts, stored: numbers, disorderedRepeating: disorderedRepeating),
            streamEnds: streamEnds, streamPlaces: streams.places, typePlaces: types.places)
    }

    private static func source(
        _ reader: inout CacheReader, _ file: SourceFile, _ recognition: Recognition
    ) throws(CacheFault) -> (Fingerprint, History.Source) {
        let fingerprint = try Fingerprint(from: &reader)
        let format = try reader.text()
        let title = try reader.text()
        let isOfLines = try reader.flag()
        var source = History.Source(file, recognition, base: try reader.count(most: mostBytes))
        source.scanned = try reader.count(most: mostBytes)
        let lines = try reader.list { (reader) throws(CacheFault) in (try reader.count(), try reader.count()) }
        let pieces = try reader.list { (reader) throws(CacheFault) in
            let start = try reader.count(most: mostBytes)
            let count = try reader.count(most: mostBytes)
            return IndexedBytes.Piece(
                range: start..<(start + count), sums: try reader.list { (reader) throws(CacheFault) in try reader.word() })
        }
        source.indexed = IndexedBytes(pieces: pieces)
        source.trend = TimeTrend(rises: try reader.count(), falls: try reader.count(), last: try reader.number())
        source.sampled = History.Source.Sampled(size: fingerprint.size, sum: fingerprint.samples)
        // Read as something else today: by another version of this program, or because of another flag.
        guard format == source.format, title == source.formatTitle, isOfLines == source.isOfLines,
            let index = LineIndex(offsets: lines.map(\.0), lines: lines.map(\.1))
        else { throw CacheFault() }
        source.lines = index
        return (fingerprint, source)
    }

    private static func steps(_ reader: inout CacheReader, most: Int) throws(CacheFault) -> [Int] {
        var last = 0
        return try reader.list { (reader) throws(CacheFault) in
            last += try reader.count(most: most - last)
            return last
        }
    }

    /// More bytes than any log has, and few enough that sums of some do not overflow.
    private static var mostBytes: Int { 1 << 60 }

    private typealias Names = (places: [NamePlace], hashes: [NameHash.Hashed], hash: NameHash)

    private static func names(_ reader: inout CacheReader) throws(CacheFault) -> Names {
        let key = try reader.word()
        let names = try reader.list { (reader) throws(CacheFault) in
            let hashed = NameHash.Hashed(first: try reader.word(), second: UInt32(try reader.count(most: Int(UInt32.max))))
            let offset = try reader.count()
            let length = try reader.number()
            guard length >= -1, length <= Int64(BlockReader.longestLine) else { throw CacheFault() }
            return (hashed, length < 0 ? NamePlace.record(position: offset) : .plain(offset: offset, length: Int(length)))
        }
        return (names.map(\.1), names.map(\.0), NameHash(key: key))
    }

    private static func problem(_ reader: inout CacheReader, _ paths: [String]) throws(CacheFault) -> LogProblem {
        guard let kind = LogProblem.Kind(rawValue: try reader.text()) else { throw CacheFault() }
        let path = paths[try reader.count(most: paths.count - 1)]
        let place = Place(path: path, line: try reader.count(), offset: try reader.count())
        let column = try reader.number()
        return LogProblem(kind: kind, place: place, column: column < 0 ? nil : Int(column), message: try reader.text())
    }
}
