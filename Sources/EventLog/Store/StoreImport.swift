import JSONText

/// Makes a new store of what another system wrote. The store appears whole, or not at all.
package struct StoreImport {
    package struct Outcome: Hashable, Sendable {
        package let events: Int
        /// Streams whose versions are not those that they had: a store counts from 0 without a gap.
        package let renumberedStreams: Int
        /// Of the source, not taken over: a line at its end that was cut off.
        package let tornBytes: Int
        /// Events that were there again, to the byte: each is stored once.
        package var repeated = 0
        /// Events of the source system's own streams, left out.
        package var ofSystemStreams = 0
        /// Events whose metadata are no object, and became a member of one.
        package var withOtherMeta = 0
        /// Lines and records that are no events, left out.
        package var malformed = 0

        package init(
            events: Int, renumberedStreams: Int, tornBytes: Int, repeated: Int = 0, ofSystemStreams: Int = 0, withOtherMeta: Int = 0,
            malformed: Int = 0
        ) {
            self.events = events
            self.renumberedStreams = renumberedStreams
            self.tornBytes = tornBytes
            self.repeated = repeated
            self.ofSystemStreams = ofSystemStreams
            self.withOtherMeta = withOtherMeta
            self.malformed = malformed
        }
    }

    let place: StorePlace
    let calls: any FileCalls
    let options: EventStore.Options

    /// - Throws: `StoreError` where something of that name is there already.
    package init(
        into path: String, options: EventStore.Options = .init(), calls: any FileCalls = SystemFileCalls()
    ) throws(StoreError) {
        place = try StorePlace(path, calls)
        self.calls = calls
        self.options = options
        if place.isThere { throw failure(.alreadyThere) }
        // What a killed import left is no reason; hidden files are nobody's history.
        if let other = ((try? calls.names(in: place.folder)) ?? []).sorted().first(where: { !$0.hasPrefix(".") }) {
            throw StoreError(path: path, problem: .notAStore("the folder holds \(other); name one that is not there yet, or is empty"))
        }
    }

    func failure(_ problem: StoreError.Problem) -> StoreError { StoreError(path: place.file, problem: problem) }

    /// Writes every event of a history, in the order of the log; the events of a stream in order of version. One that is there
    /// again, to the byte and under the same id, is written once; those of the source system's own streams are left out.
    /// - Parameter line: an event's line, without LF.
    /// - Complexity: O(bytes), and O(n log n) at the end for the cache; 24 bytes of memory an event.
    /// - Throws: `StoreError`, `notStorable` and `importedTwice` among them; `SourceError` where the source cannot be read.
    package func write(_ history: History, line: (Event) -> [UInt8]) throws -> Outcome {
        var ids = ImportedIDs()
        var next = [Int32: Int](minimumCapacity: history.streamCount)
        var versions = [Int32: Int64](minimumCapacity: history.streamCount)
        var renumbered: Set<Int32> = []
        var repeated = 0
        var ofSystemStreams = 0
        var withOtherMeta = 0
        let reader = HistoryReader(history)
        let rules = ImportRules(history)
        let index = StoreIndex()
        var scan = StoreScan(index: index)
        try make { file in
            var output = BlockOutput(calls, file)
            for slot in 0..<history.count {
                let stream = Int32(history.streamNumber(at: slot))
                let number = next[stream, default: 0]
                next[stream] = number + 1
                let positions = history.streamRows[stream]
                let position = positions[positions.startIndex + number]
                let recorded = try reader.event(at: position)
                if rules.isOfSystem(recorded.event) { ofSystemStreams += 1; continue }
                if let problem = try rules.problem(of: recorded) { throw failure(.notStorable(history.place(of: position), problem)) }
                let id = recorded.event.id.map { index.hash.hash($0).low }
                if let id, let text = recorded.event.id, let first = try ids.add(id, text, at: position, reader) {
                    if first.raw == recorded.raw, first.event.stream == recorded.event.stream { repeated += 1; continue }
                    throw failure(.importedTwice(text, first: reader.counted(first).place, again: history.place(of: position)))
                }
                let version = versions[stream, default: 0]
                versions[stream] = version + 1
                if recorded.event.version != version { renumbered.insert(stream) }
                if recorded.event.hasOtherMeta { withOtherMeta += 1 }
                let text = line(recorded.event.asStored(version))
                guard text.count <= PreparedAppend.longestLine else {
                    let message = "the event is longer than \(PreparedAppend.longestLine >> 20) MiB"
                    throw failure(.notStorable(history.place(of: position), message))
                }
                let row = StoreScan.Row(offset: output.end, stream: index.hash.hash(recorded.event.stream), version: version, id: id)
                try output.line(text)
                scan.append([row], end: output.end)
            }
            try output.flush()
        }
        cache(index, scan)
        return Outcome(
            events: scan.events, renumberedStreams: renumbered.count, tornBytes: 0, repeated: repeated, ofSystemStreams: ofSystemStreams,
            withOtherMeta: withOtherMeta, malformed: history.malformedCount)
    }

    func make(_ fill: (Int32) throws -> Void) throws {
        guard try NewStoreFile(place: place, calls: calls).make(fill) else { throw failure(.alreadyThere) }
    }

    /// So that the first append need not read what was just written.
    func cache(_ index: StoreIndex, _ scan: StoreScan) {
        guard let folder = options.cacheFolder, scan.end >= options.cachedFrom, let file = try? calls.resolve(place.file),
            let cache = StoreCache(folder: folder, store: file, calls: calls), let number = try? calls.open(file, .reading)
        else { return }
        let store = OpenFile(number, calls)
        guard let status = try? calls.status(of: store.number), status.size == scan.end else { return }
        cache.save(index, upTo: scan, status, store.number)
    }
}

extension Event {
    /// Systems write no metadata as null or an empty text; a store leaves it out. A list, as some have, becomes a member of an object.
    fileprivate func asStored(_ version: Int64) -> Event {
        var meta = hasNoMeta ? nil : meta
        if hasOtherMeta, let value = meta { meta = Array("{\"metadata\":".utf8) + value + Array("}".utf8) }
        if version == self.version, meta == self.meta { return self }
        return Event(
            position: position, stream: stream, version: version, type: type, schema: schema, id: id, time: time,
            correlation: correlation, causation: causation, data: data, meta: meta)
    }

    fileprivate var hasOtherMeta: Bool { !hasNoMeta && meta != nil && meta?.first != UInt8(ascii: "{") }

    fileprivate var hasNoMeta: Bool { meta == Array("null".utf8) || meta == Array("\"\"".utf8) }
}

/// What of a source may become a store's.
private struct ImportRules {
    private let history: History
    private let parser = JSONParser()

    init(_ history: History) { self.history = history }

    /// Streams and types that the source's system keeps for itself, where it has such.
    func isOfSystem(_ event: Event) -> Bool {
        StoreRules.isReserved(event.stream) && history.source(of: event.position).reader.format.hasSystemStreams
    }

    /// What keeps an append from taking it; nil where nothing does.
    func problem(of recorded: RecordedEvent) throws -> String? {
        let event = recorded.event
        if history.isOwnStore(at: event.position) { return try parser.parse(recorded.raw) { StoreLine($0).problem } }
        if let problem = StoreRules.problem(ofStream: event.stream) ?? StoreRules.problem(ofType: event.type) { return problem }
        if let problem = event.id.flatMap(StoreRules.problem(ofID:)) { return problem }
        if let schema = event.schema, schema < 0 { return "the schema version is negative" }
        return nil
    }
}

/// The ids that were met: a store holds each of them once.
private struct ImportedIDs {
    private var table = EntryTable()

    /// - Returns: the event that has the id already; nil for a new one.
    mutating func add(_ hash: UInt64, _ id: ExactString, at position: Int, _ reader: HistoryReader) throws -> RecordedEvent? {
        var candidates: [Int] = []
        _ = table.find(hash) { candidates.append(Int($0.third)); return false }
        for candidate in candidates {
            let recorded = try reader.event(at: candidate)
            if recorded.event.id == id { return recorded }
        }
        table.add(IndexEntry(first: hash, second: 0, third: UInt64(position)))
        return nil
    }
}

/// Lines on their way to a new file, a block at a time.
private struct BlockOutput {
    private let calls: any FileCalls
    private let file: Int32
    private var block: [UInt8] = []
    private var written = 0
    private static let size = 1 << 20

    init(_ calls: any FileCalls, _ file: Int32) {
        self.calls = calls
        self.file = file
        block.reserveCapacity(Self.size * 2)
    }

    /// In bytes: where the next line begins.
    var end: Int { written + block.count }

    mutating func line(_ text: [UInt8]) throws(FileCallError) {
        block += text
        block.append(0x0A)
        if block.count >= Self.size { try flush() }
    }

    mutating func flush() throws(FileCallError) {
        try calls.writeAll(block, to: file)
        calls.startWriting(file, written..<(written + block.count))
        written += block.count
        block.removeAll(keepingCapacity: true)
    }
}
