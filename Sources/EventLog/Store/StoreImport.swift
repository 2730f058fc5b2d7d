import JSONText

/// Makes a new store of what another system wrote. The store appears whole, or not at all.
package struct StoreImport {
    package struct Outcome: Hashable, Sendable {
        package let events: Int
        /// Streams whose versions are not those that they had: a store counts from 0 without a gap.
        package let renumberedStreams: Int
        /// Of the source, not taken over: a line at its end that was cut off.
        package let tornBytes: Int

        package init(events: Int, renumberedStreams: Int, tornBytes: Int) {
            self.events = events
            self.renumberedStreams = renumberedStreams
            self.tornBytes = tornBytes
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
    }

    func failure(_ problem: StoreError.Problem) -> StoreError { StoreError(path: place.file, problem: problem) }

    /// Writes every event of a history, in the order of the log; the events of a stream in order of version.
    /// - Parameter line: an event's line, without LF.
    /// - Complexity: O(bytes), and O(n log n) at the end for the cache; 24 bytes of memory an event.
    /// - Throws: `StoreError`; `SourceError` where the source cannot be read.
    package func write(_ history: History, line: (Event) -> [UInt8]) throws -> Outcome {
        var ids = ImportedIDs()
        var next = [Int32: Int](minimumCapacity: history.streamCount)
        var renumbered: Set<Int32> = []
        let reader = HistoryReader(history)
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
                if recorded.event.version != number { renumbered.insert(stream) }
                let text = line(recorded.event.asVersion(Int64(number)))
                guard text.count <= PreparedAppend.longestLine else {
                    throw failure(.invalidEvent(number: slot, message: "the event is longer than \(PreparedAppend.longestLine >> 20) MiB"))
                }
                let id = recorded.event.id.map { index.hash.hash($0).low }
                if let id, let text = recorded.event.id, let first = try ids.add(id, text, at: position, reader) {
                    throw failure(.importedTwice(text, first: first, again: history.place(of: position)))
                }
                let row = StoreScan.Row(
                    offset: output.end, stream: index.hash.hash(recorded.event.stream), version: Int64(number), id: id)
                try output.line(text)
                scan.append([row], end: output.end)
            }
            try output.flush()
        }
        cache(index, scan)
        return Outcome(events: history.count, renumberedStreams: renumbered.count, tornBytes: 0)
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
    fileprivate func asVersion(_ version: Int64) -> Event {
        if version == self.version { return self }
        return Event(
            position: position, stream: stream, version: version, type: type, schema: schema, id: id, time: time,
            correlation: correlation, causation: causation, data: data, meta: meta)
    }
}

/// The ids that were met: a store holds each of them once.
private struct ImportedIDs {
    private var table = EntryTable()

    /// - Returns: where the id was met before; nil for a new one.
    mutating func add(_ hash: UInt64, _ id: ExactString, at position: Int, _ reader: HistoryReader) throws -> Place? {
        var candidates: [Int] = []
        _ = table.find(hash) { candidates.append(Int($0.third)); return false }
        for candidate in candidates {
            let recorded = try reader.event(at: candidate)
            if recorded.event.id == id { return reader.counted(recorded).place }
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
