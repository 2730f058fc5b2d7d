import JSONText

/// Joins what scanners find into one log, in order, as it comes.
struct IndexBuilder: Sendable {
    private(set) var sources: [History.Source] = []
    private(set) var rows = PackedTable(columns: LogColumn.count)
    private(set) var streams = NameTable()
    private(set) var types = NameTable()
    /// Where names stand plainly in the log, by their numbers.
    private(set) var streamOffsets: [Int?] = []
    private(set) var typeOffsets: [Int?] = []
    private(set) var survey = StreamSurvey()
    private(set) var problems: [LogProblem] = []
    private(set) var assumptions = Assumptions()
    private(set) var span = TimeSpan()
    /// Whether records lie in the files as events do in the log: row after row.
    private(set) var isInFileOrder = true
    private var lastOffset = Int64.min
    private var order = SourceOrder()
    /// Whether what is read is summed, because the index is to be kept.
    private(set) var isToBeKept = false
    /// Rows whose version was given by us.
    private var unnumbered: [UInt32] = []

    // Of the file at hand.
    private var file = FileInProgress()

    private struct FileInProgress: Sendable {
        var firstRow = 0
        var counts = ScanCounts()
        /// For each scanner, its numbers of streams and types as the log's.
        var streams: [[Int32]] = []
        var types: [[Int32]] = []
        var streamOfFile: ExactString?
    }

    /// The highest of the sources' own positions, where they put the log in order.
    var settledPosition: Int64? { order.settled }

    /// Whether rows were added to a finished log that belong before some of it.
    var isUnsettled: Bool { order.isUnsettled }

    // MARK: Files

    /// Begins a file, whose rows go behind those that are there.
    mutating func begin(_ source: History.Source, notes: [String] = []) {
        sources.append(source)
        for note in notes { assumptions.note(note, of: source.file.path) }
        beginScan()
    }

    /// Begins another scan of the last file: it has grown.
    mutating func beginScan() {
        file = FileInProgress(firstRow: rows.count)
        survey.beginFile()
    }

    /// Adds what a scanner found, behind what came before it. O(rows).
    mutating func add(_ found: ScannedRows) {
        let source = sources.count - 1
        learn(found)
        let typeNumbers = file.types[found.scanner]
        // All look-ups first: they then wait for memory together.
        let streamNumbers = file.streams[found.scanner].withUnsafeBufferPointer { numbers in
            survey.update { survey in
                found.rows.map { row in
                    let number = numbers[Int(row.stream)]
                    survey.expect(stream: Int(number))
                    return number
                }
            }
        }
        let base = Int64(sources[source].base)
        let before = rows.count
        var lastOffset = lastOffset
        var isAscending = isInFileOrder
        rows.append(rows: found.rows.count) { place, stride, range in
            survey.update { survey in
                found.rows.withUnsafeBufferPointer { found in
                    streamNumbers.withUnsafeBufferPointer { streamNumbers in
                        for (at, index) in range.enumerated() {
                            let row = found[index]
                            let stream = Int64(streamNumbers[index])
                            let offset = base + Int64(row.offset)
                            isAscending = isAscending && offset >= lastOffset
                            lastOffset = offset
                            place[at + LogColumn.offset * stride] = offset
                            place[at + LogColumn.length * stride] = Int64(row.length)
                            place[at + LogColumn.stream * stride] = stream
                            place[at + LogColumn.type * stride] = Int64(typeNumbers[Int(row.type)])
                            place[at + LogColumn.version * stride] = survey.add(stream: Int(stream), version: row.version, file: Int32(source))
                            place[at + LogColumn.time * stride] = row.time
                        }
                    }
                }
            }
        }
        (self.lastOffset, isInFileOrder) = (lastOffset, isAscending)
        var trend = sources[source].trend
        for (index, row) in found.rows.enumerated() where row.time != PackedPage.missing {
            span.add(row.time, row: before + index)
            trend.add(row.time)
        }
        sources[source].trend = trend
        if found.withoutVersion > 0 {
            for (index, row) in found.rows.enumerated() where row.version == PackedPage.missing { unnumbered.append(UInt32(before + index)) }
        }
        order.add(found.rows)
        file.counts.add(found)
        if file.streamOfFile == nil { file.streamOfFile = found.streamOfFile }
    }

    private mutating func learn(_ found: ScannedRows) {
        while file.streams.count <= found.scanner {
            file.streams.append([])
            file.types.append([])
        }
        let base = sources[sources.count - 1].base
        for name in found.names.streams {
            file.streams[found.scanner].append(streams.number(of: name.text))
            if streamOffsets.count < streams.count { streamOffsets.append(name.offset.map { $0 + base }) }
        }
        for name in found.names.types {
            file.types[found.scanner].append(types.number(of: name.text))
            if typeOffsets.count < types.count { typeOffsets.append(name.offset.map { $0 + base }) }
        }
        survey.reserve(streams: streams.count)
    }

    /// Of the file at hand, as far as it has been scanned.
    var counts: ScanCounts { file.counts }

    /// Adds a file's problem, its line counted.
    mutating func add(_ problem: LogProblem) { problems.append(problem) }

    mutating func countLines(before offset: Int, _ lines: Int) { sources[sources.count - 1].lines.add(offset: offset, lines: lines) }

    /// What has been read of the last file, in bytes from its start.
    mutating func reach(_ offset: Int) { sources[sources.count - 1].scanned = offset }

    /// Sums what is read from here on.
    mutating func keep() { isToBeKept = true }

    /// Begins a scan of a range of the last file.
    mutating func beginSums(_ range: Range<Int>) { sources[sources.count - 1].indexed.begin(range) }

    /// Adds the sum of that range's next block.
    mutating func add(sum: UInt64) { sources[sources.count - 1].indexed.add(sum) }

    /// Whether the last file seems to be newest first, and nothing but its times could say so. Times say nothing of the order of events;
    /// the file's format may.
    var timesFall: Bool { counts.withoutVersion == counts.events && !order.isThere && sources[sources.count - 1].trend.isFalling }

    /// Ends the file at hand.
    mutating func end() {
        let path = sources[sources.count - 1].file.path
        let range = file.firstRow..<rows.count
        let timesFall = timesFall
        let isNewestFirst = survey.isNewestFirst || timesFall && sources[sources.count - 1].reader.format.listsNewestFirst
        if isNewestFirst || file.streamOfFile != nil {
            rebuild(
                in: Array(0..<range.lowerBound) + (isNewestFirst ? Array(range.reversed()) : Array(range)),
                naming: file.streamOfFile.map { (range, $0) })
        }
        if isNewestFirst { assumptions.newestFirst.append(path) } else if timesFall { assumptions.withFallingTimes.append(path) }
        assumptions.add(file.counts, events: range.count, path: path)
        file.counts = ScanCounts()
    }

    /// Something else that was assumed of a file.
    mutating func note(_ text: String, of path: String) { assumptions.note(text, of: path) }

    // MARK: Order

    /// Puts the log in order of the sources' positions where they all have one. O(rows log rows) at worst.
    mutating func finish() {
        if let sorted = order.sorted() { rebuild(in: sorted) }
        order.settle()
        unnumbered = []
        sample()
    }

    /// For who follows the log: what it began with will still be there when it has only grown.
    private mutating func sample() {
        guard let source = sources.last, !source.file.isSpooled else { return }
        let sum = Fingerprint.samples(of: source.file, size: source.scanned)
        sources[sources.count - 1].sampled = sum.map { History.Source.Sampled(size: source.scanned, sum: $0) }
    }

    /// The same rows in another order, some of them under another stream. Versions that were given by us are given anew.
    private mutating func rebuild(in order: [Int], naming renamed: (rows: Range<Int>, stream: ExactString)? = nil) {
        let before = (rows: rows, streams: streams, unnumbered: Set(unnumbered))
        rows = PackedTable(columns: LogColumn.count)
        survey = StreamSurvey()
        span = TimeSpan()
        (isInFileOrder, lastOffset) = (true, .min)
        unnumbered = []
        self.order.reorder(order)
        // A stream may only have seemed to be there, before its file said what it calls them all.
        if renamed != nil { (streams, streamOffsets) = (NameTable(), []) }
        for (row, old) in order.enumerated() {
            var values = (0..<LogColumn.count).map { before.rows[old, $0] }
            if values[LogColumn.offset] < lastOffset { isInFileOrder = false }
            lastOffset = values[LogColumn.offset]
            if let renamed {
                let isRenamed = renamed.rows.contains(old)
                values[LogColumn.stream] = Int64(streams.number(of: isRenamed ? renamed.stream : before.streams[Int(values[LogColumn.stream])]))
            }
            while streamOffsets.count < streams.count { streamOffsets.append(nil) }
            survey.reserve(streams: streams.count)
            let isOurs = before.unnumbered.contains(UInt32(old))
            if isOurs { unnumbered.append(UInt32(row)) }
            values[LogColumn.version] = survey.add(
                stream: Int(values[LogColumn.stream]), version: isOurs ? PackedPage.missing : values[LogColumn.version], file: 0)
            if values[LogColumn.time] != PackedPage.missing { span.add(values[LogColumn.time], row: row) }
            rows.append(values)
        }
    }
}

extension IndexBuilder {
    /// A finished log, as the index cache kept it.
    struct Kept {
        let sources: [History.Source]
        let rows: PackedTable
        let streams: NameTable
        let types: NameTable
        let survey: StreamSurvey
        let problems: [LogProblem]
        let assumptions: Assumptions
        let span: TimeSpan
        let isInFileOrder: Bool
        let settledPosition: Int64?
    }

    init(_ kept: Kept) {
        sources = kept.sources
        rows = kept.rows
        streams = kept.streams
        types = kept.types
        survey = kept.survey
        problems = kept.problems
        assumptions = kept.assumptions
        span = kept.span
        isInFileOrder = kept.isInFileOrder
        lastOffset = rows.count > 0 ? rows[rows.count - 1, LogColumn.offset] : .min
        order = SourceOrder(settled: kept.settledPosition)
        isToBeKept = true
    }

    /// Makes a log from the cache ready for more: its names are loaded, and its last source is the file as it is now.
    /// - Parameters streamOffsets, typeOffsets: where names stand.
    /// - Returns: false where names cannot be read any more: the log has to be read anew.
    mutating func resume(_ file: SourceFile, streamOffsets: [Int?], typeOffsets: [Int?]) -> Bool {
        guard let streams = streams.loaded(), let types = types.loaded() else { return false }
        self.streams = streams
        self.types = types
        self.streamOffsets = streamOffsets
        self.typeOffsets = typeOffsets
        sources[sources.count - 1].file = file
        sources[sources.count - 1].modified = file.facts?.modified ?? 0
        return true
    }

    /// Forgets what was read of the last file from an offset on, because it is to be read again.
    mutating func forget(from offset: Int) {
        let source = sources[sources.count - 1]
        let path = source.file.path
        problems.removeAll { $0.place.path == path && $0.place.offset >= offset }
    }
}
