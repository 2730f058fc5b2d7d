package import JSONText

/// Reads events one after another for folding. Used by one thread at a time; each makes its own.
///
/// `begin`, then `next` for each: what `current` shows is valid until the next call. Records that lie close together are read in
/// one block.
package final class EventRun {
    package let history: History
    private let reader: HistoryReader
    /// By file; nil where its records are read in full.
    private let parsers: [RecordParser?]
    let typeNames: [ExactString]
    /// The types' names one behind another, and where each begins.
    private let typeText: UnsafeMutableBufferPointer<UInt8>
    private let typeStarts: [Int]
    @exclusivity(unchecked) private var streamText: UnsafeMutableBufferPointer<UInt8>
    @exclusivity(unchecked) private var streamLength = 0
    @exclusivity(unchecked) private var streamNumber = -1
    private let block = ReadBlock()

    /// What is read next, found out ahead for a few hundred events.
    private let places = UnsafeMutablePointer<Place>.allocate(capacity: EventRun.ahead)
    // Nobody else touches these while an event is read; checking that would cost as much as reading.
    @exclusivity(unchecked) private var placeCount = 0
    @exclusivity(unchecked) private var at = 0
    /// Positions that are still to come, by their number.
    private var rest: Range<Int> = 0..<0
    private var positions: (Int) -> Int = { $0 }

    @exclusivity(unchecked) package private(set) var current: EventView!
    /// The current event, where its record is not plain.
    @exclusivity(unchecked) private(set) var whole: Event?

    private struct Place {
        let position: Int
        let file: Int
        let offset: Int
        let length: Int
        let stream: Int
        let type: Int
        let version: Int64
        let hasTime: Bool
    }

    private static let ahead = 256

    package init(_ history: History) {
        self.history = history
        reader = HistoryReader(history)
        parsers = history.sources.map { RecordParser($0.reader.format) }
        typeNames = (0..<history.typeCount).map { history.typeNames[$0] }
        var starts = [0]
        for name in typeNames { starts.append(starts[starts.count - 1] + name.bytes.count) }
        typeStarts = starts
        typeText = .allocate(capacity: max(1, starts[starts.count - 1]))
        _ = typeText.initialize(from: typeNames.lazy.flatMap(\.bytes))
        streamText = .allocate(capacity: 64)
    }

    deinit {
        places.deallocate()
        typeText.deallocate()
        streamText.deallocate()
    }

    /// Which events come: those numbered by `numbers`, each at the position of the log that `positions` gives.
    package func begin(_ numbers: Range<Int>, _ positions: @escaping (Int) -> Int) {
        rest = numbers
        self.positions = positions
        placeCount = 0
        at = 0
    }

    /// - Returns: false at the end.
    /// - Complexity: one parse of the record, and a share of one `pread`.
    /// - Throws: `SourceError` where the file cannot be read there, or no longer holds what was indexed.
    package func next() throws -> Bool {
        if at == placeCount {
            guard !rest.isEmpty else { return false }
            lookAhead()
        }
        let place = places[at]
        at += 1
        if whole != nil { whole = nil }
        // By stream the records lie here and there: the next one is fetched while this one is folded.
        if at < placeCount { block.prefetch(places[at].offset, places[at].length, in: places[at].file) }
        if place.stream != streamNumber { show(stream: place.stream) }
        if let parser = parsers[place.file] {
            let bytes = try block.held(place.offset, place.length, in: place.file)
                ?? block.bytes(
                    of: place.offset..<(place.offset + place.length), until: blockEnd(place), in: history.sources[place.file].file,
                    number: place.file)
            let record = parser.parse(
                bytes, stream: .init(streamBytes), version: place.version, type: .init(typeBytes(place.type)), hasTime: place.hasTime)
            if let record {
                current = EventView(position: place.position, version: place.version, typeNumber: place.type, record: record, run: self)
                return true
            }
        }
        // Whatever is odd about it, the reader of whole events has the words for.
        whole = try reader.event(at: place.position).event
        current = EventView(position: place.position, version: place.version, typeNumber: place.type, record: nil, run: self)
        return true
    }

    /// One event alone, for the time of `body`.
    package func withEvent<Result>(at position: Int, _ body: (EventView) throws -> Result) throws -> Result {
        begin(0..<1) { _ in position }
        _ = try next()
        return try body(current)
    }

    /// Reads a large piece of the log at once, from an event on; what is asked for inside it then costs no reading.
    /// - Returns: the position behind the last event that is held.
    /// - Throws: `SourceError`.
    package func hold(from position: Int, bytes: Int) throws -> Int {
        let (file, start, _) = history.location(of: position)
        var end = position
        var last = start
        // Records of one file that follow one another; else one by one.
        while end < history.count {
            let next = history.location(of: end)
            guard next.source == file, next.offset >= last, next.offset + next.length - start <= bytes else { break }
            last = next.offset + next.length
            end += 1
        }
        guard end > position else { return position + 1 }
        _ = try block.bytes(of: start..<last, until: last, in: history.sources[file].file, number: file)
        return end
    }

    /// The number of an event's stream in this history.
    @inline(__always)
    package func streamNumber(at position: Int) -> Int { history.streamNumber(at: position) }

    private func lookAhead() {
        at = 0
        placeCount = 0
        for number in rest.prefix(Self.ahead) {
            let position = positions(number)
            let location = history.location(of: position)
            (places + placeCount).initialize(to: Place(
                position: position, file: location.source, offset: location.offset, length: location.length,
                stream: history.streamNumber(at: position), type: history.typeNumber(at: position), version: history.version(at: position),
                hasTime: history.time(at: position) != nil))
            placeCount += 1
        }
        rest = (rest.lowerBound + placeCount)..<rest.upperBound
    }

    /// How far a block from this record on is worth reading: to the last of those that come next and lie close behind it.
    private func blockEnd(_ place: Place) -> Int {
        var end = place.offset + place.length
        var next = at
        while next < placeCount, places[next].file == place.file, places[next].offset >= end - place.length,
            places[next].offset - end < ReadBlock.smallGap, places[next].offset + places[next].length - place.offset <= ReadBlock.size
        {
            end = max(end, places[next].offset + places[next].length)
            next += 1
        }
        return end
    }

    // MARK: Names

    private func show(stream number: Int) {
        streamNumber = number
        let name = history.streamNames[number].bytes
        if name.count > streamText.count {
            streamText.deallocate()
            streamText = .allocate(capacity: name.count * 2)
        }
        _ = streamText.update(fromContentsOf: name)
        streamLength = name.count
    }

    var streamBytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: streamText.baseAddress, count: streamLength) }

    func typeBytes(_ number: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: typeText.baseAddress! + typeStarts[number], count: typeStarts[number + 1] - typeStarts[number])
    }

    func type(of view: EventView) -> ExactString { typeNames[view.typeNumber] }
    func stream(of view: EventView) -> ExactString { history.streamNames[streamNumber] }

    /// The name of the type of that number.
    package func typeName(_ number: Int) -> ExactString { typeNames[number] }
}

/// A piece of a file, read at once.
private final class ReadBlock {
    static let size = 256 << 10
    /// Bytes between two records that are cheaper to read than to pass over.
    static let smallGap = 2 << 10

    @exclusivity(unchecked) private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 << 10, alignment: 64)
    @exclusivity(unchecked) private var file = -1
    @exclusivity(unchecked) private var range = 0..<0

    deinit { memory.deallocate() }

    /// The bytes, if they were read already.
    @inline(__always)
    func held(_ offset: Int, _ count: Int, in number: Int) -> UnsafeBufferPointer<UInt8>? {
        guard number == file, offset >= range.lowerBound, offset + count <= range.upperBound else { return nil }
        let start = memory.baseAddress! + (offset - range.lowerBound)
        return UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
    }

    @inline(__always)
    func prefetch(_ offset: Int, _ count: Int, in number: Int) {
        if let bytes = held(offset, count, in: number) { RecordParser.prefetch(bytes) }
    }

    /// The bytes of a range; reads up to `end` if they are not here yet. Fewer where the file ends before.
    func bytes(of wanted: Range<Int>, until end: Int, in source: SourceFile, number: Int) throws -> UnsafeBufferPointer<UInt8> {
        if number != file || wanted.lowerBound < range.lowerBound || wanted.upperBound > range.upperBound {
            let count = end - wanted.lowerBound
            if memory.count < count {
                memory.deallocate()
                memory = .allocate(byteCount: max(count, memory.count * 2), alignment: 64)
            }
            file = -1
            let got = try source.read(wanted.lowerBound..<end, into: memory)
            file = number
            range = wanted.lowerBound..<(wanted.lowerBound + got)
        }
        let start = wanted.lowerBound - range.lowerBound
        let here = max(0, min(wanted.count, range.count - start))
        return UnsafeBufferPointer(rebasing: memory.bindMemory(to: UInt8.self)[start..<(start + here)])
    }
}
