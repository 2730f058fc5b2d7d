package import JSONText

/// Reads events one after another for folding. Used by one thread at a time; each makes its own.
///
/// `begin`, then `next` for each, or `nextBatch` for as many as there are at hand: what they show is valid until the next call.
/// Records that lie close together are read in one block; many that are to come, ahead on another core.
package final class EventRun {
    package let history: History
    private let reader: HistoryReader
    /// By file; nil where its records are read in full.
    private let parsers: [RecordParser?]
    let typeNames: [ExactString]
    /// The types' names one behind another, and where each begins.
    private let typeText: UnsafeMutableBufferPointer<UInt8>
    private let typeStarts: [Int]
    private let streams: StreamTexts
    private let block = ReadBlock()
    /// A piece of the log that is held: looked into before `block` is.
    @exclusivity(unchecked) private var piece = HeldPiece()
    private let ownPiece: HeldPiece
    private let finder: PlaceFinder
    private let records = RecordBuffer(capacity: EventRun.mostInBatch)
    private let views = UnsafeMutablePointer<EventView>.allocate(capacity: EventRun.mostInBatch)

    /// What is read next, found out ahead: in memory of our own, or among the events that are held.
    @exclusivity(unchecked) private var places: UnsafePointer<EventPlace>
    private let ahead = UnsafeMutablePointer<EventPlace>.allocate(capacity: EventRun.mostAhead)
    /// Of those, where their bytes are, as far as somebody has read them already.
    @exclusivity(unchecked) private var texts: UnsafePointer<UnsafePointer<UInt8>?>?
    /// Reads what comes next, where that is much.
    private var readerAhead: ReadAhead?
    private let hasHelper: Bool
    // Nobody else touches these while an event is read; checking that would cost as much as reading.
    @exclusivity(unchecked) private var placeCount = 0
    @exclusivity(unchecked) private var at = 0
    /// Positions that are still to come, by their number.
    @exclusivity(unchecked) private var rest: Range<Int> = 0..<0
    private var positions: (Int) -> Int = { $0 }
    /// Counts how often it was told which events come, so that who told it knows whether somebody else has since.
    package private(set) var beginning = 0
    /// Of a piece that is held: its events, in the order of the log and in the order in which they are folded.
    var held: HeldPlaces { piece.places }

    /// The event that was read last.
    @exclusivity(unchecked) package private(set) var current: EventView!
    /// The current event, where its record is not plain.
    @exclusivity(unchecked) private(set) var whole: Event?

    private static let mostAhead = 256
    package static let mostInBatch = 32
    /// Records between the one that is read and the one that the processor is asked to fetch.
    private static let prefetched = 4

    /// - Parameter hasHelper: whether there is a core for a thread that reads ahead.
    package init(_ history: History, hasHelper: Bool = false) {
        self.history = history
        self.hasHelper = hasHelper
        reader = HistoryReader(history)
        parsers = history.sources.map { RecordParser($0.reader.format) }
        finder = PlaceFinder(history)
        streams = StreamTexts(history)
        ownPiece = piece
        typeNames = (0..<history.typeCount).map { history.typeNames[$0] }
        var starts = [0]
        for name in typeNames { starts.append(starts[starts.count - 1] + name.bytes.count) }
        typeStarts = starts
        typeText = .allocate(capacity: max(1, starts[starts.count - 1]))
        _ = typeText.initialize(from: typeNames.lazy.flatMap(\.bytes))
        places = UnsafePointer(ahead)
    }

    deinit {
        readerAhead?.end()
        ahead.deallocate()
        views.deallocate()
        typeText.deallocate()
    }

    /// Which events come: those numbered by `numbers`, each at the position of the log that `positions` gives.
    package func begin(_ numbers: Range<Int>, _ positions: @escaping (Int) -> Int) {
        stopReadingAhead()
        beginning += 1
        rest = numbers
        self.positions = positions
        places = UnsafePointer(ahead)
        placeCount = 0
        at = 0
        if hasHelper, numbers.count >= ReadAhead.fewest { readerAhead = ReadAhead(history, numbers, positions) }
    }

    private func stopReadingAhead() {
        texts = nil
        guard let readerAhead else { return }
        readerAhead.end()
        self.readerAhead = nil
    }

    /// - Returns: false at the end.
    /// - Complexity: one walk over the record's beginning, and a share of one `pread`.
    /// - Throws: `SourceError` where the file cannot be read there, or no longer holds what was indexed.
    package func next() throws -> Bool {
        guard hasNext() else { return false }
        let place = places[at]
        at += 1
        if whole != nil { whole = nil }
        if let parser = parsers[Int(place.file)] {
            let bytes = try bytes(of: place, at - 1)
            if let record = parse(place, bytes, parser, 0) {
                current = view(place, record)
                return true
            }
        }
        // Whatever is odd about it, the reader of whole events has the words for.
        whole = try reader.event(at: place.position).event
        current = view(place, nil)
        return true
    }

    /// The next events that are plain and can be read where they lie, at most `mostInBatch`.
    /// - Parameters:
    ///   - most: no more than these.
    ///   - isStopped: by type: before events of these it ends.
    /// - Returns: none where the next event is not such a one, or at the end.
    /// - Throws: as `next`, of the first of them; that one then counts as read.
    package func nextBatch(most: Int, before isStopped: UnsafePointer<Bool>) throws -> UnsafeBufferPointer<EventView> {
        let most = min(most, Self.mostInBatch)
        var count = 0
        while count < most, hasNext() {
            let place = places[at]
            guard let parser = parsers[Int(place.file)], !isStopped[Int(place.type)] else { break }
            // Reading another block would take those at hand away.
            if count > 0, held(place, at) == nil { break }
            at += 1
            let bytes = try bytes(of: place, at - 1)
            if at + Self.prefetched < placeCount, let next = held(places[at + Self.prefetched], at + Self.prefetched) { RecordParser.prefetch(next) }
            guard let record = parse(place, bytes, parser, count) else {
                at -= 1
                break
            }
            (views + count).initialize(to: view(place, record))
            count += 1
        }
        if count > 0 { current = views[count - 1] }
        return UnsafeBufferPointer(start: views, count: count)
    }

    /// Goes back to an event of the batch that was given last.
    package func stand(on view: EventView) { current = view }

    /// One event alone, for the time of `body`.
    package func withEvent<Result>(at position: Int, _ body: (EventView) throws -> Result) throws -> Result {
        begin(0..<1) { _ in position }
        _ = try next()
        return try body(current)
    }

    @inline(__always)
    private func hasNext() -> Bool {
        if at < placeCount { return true }
        guard !rest.isEmpty else { return false }
        if let readerAhead { return take(from: readerAhead) }
        let numbers = rest.prefix(Self.mostAhead)
        finder.find(numbers, positions, into: ahead)
        at = 0
        placeCount = numbers.count
        rest = numbers.upperBound..<rest.upperBound
        return true
    }

    private func take(from readerAhead: ReadAhead) -> Bool {
        guard let portion = readerAhead.take() else { return false }
        places = UnsafePointer(portion.places)
        texts = UnsafePointer(portion.texts)
        at = 0
        placeCount = portion.count
        rest = (rest.lowerBound + portion.count)..<rest.upperBound
        return true
    }

    /// - Parameter at: the place's own among those that are known.
    @inline(__always)
    private func held(_ place: EventPlace, _ at: Int) -> UnsafeBufferPointer<UInt8>? {
        if let texts { return texts[at].map { UnsafeBufferPointer(start: $0, count: place.length) } ?? block.held(place) }
        return piece.block.held(place) ?? block.held(place)
    }

    private func bytes(of place: EventPlace, _ at: Int) throws -> UnsafeBufferPointer<UInt8> {
        try held(place, at)
            ?? block.bytes(
                of: place.offset..<place.end, until: ReadBlock.run(places + at, placeCount - at).end,
                in: history.sources[Int(place.file)].file, number: place.file)
    }

    @inline(__always)
    private func parse(_ place: EventPlace, _ bytes: UnsafeBufferPointer<UInt8>, _ parser: RecordParser, _ number: Int) -> ParsedRecord? {
        parser.parse(
            bytes, stream: .init(streams[Int(place.stream)]), version: place.version, type: .init(typeBytes(Int(place.type))),
            hasTime: place.hasTime, into: records, number)
    }

    @inline(__always)
    private func view(_ place: EventPlace, _ record: ParsedRecord?) -> EventView {
        EventView(
            position: place.position, version: place.version, typeNumber: Int(place.type), streamNumber: Int(place.stream), record: record,
            run: self)
    }

    // MARK: Names

    @inline(__always)
    func streamBytes(_ number: Int) -> UnsafeBufferPointer<UInt8> { streams[number] }

    @inline(__always)
    func typeBytes(_ number: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: typeText.baseAddress! + typeStarts[number], count: typeStarts[number + 1] - typeStarts[number])
    }

    /// The number of an event's stream in this history.
    @inline(__always)
    package func streamNumber(at position: Int) -> Int { history.streamNumber(at: position) }

    /// Whether a stream's events are in order of version where the log has them. O(1).
    package func isInOrder(stream number: Int) -> Bool { !history.builder.survey.entries[number].goesBack }

    /// For who has a stream's name at hand anyhow: it is then not looked up.
    package func know(_ name: ExactString, ofStream number: Int) { streams.know(name, of: number) }

    /// The name of the type of that number.
    package func typeName(_ number: Int) -> ExactString { typeNames[number] }
}

// MARK: Pieces

extension EventRun {
    /// Reads a large piece of the log at once, from an event on; what is asked for inside it then costs no reading.
    /// - Returns: the position behind the last event that is held.
    /// - Complexity: O(bytes).
    /// - Throws: `SourceError`.
    package func hold(from position: Int, bytes: Int) throws -> Int {
        piece = ownPiece
        piece.gather(from: position, to: history.count, bytes: bytes, finder)
        try piece.read(history)
        return piece.range.upperBound
    }

    /// Holds a piece that others read as well.
    package func hold(_ shared: HeldPiece) { piece = shared }

    /// Sorts the events that are held by slots, each slot's in the order of the log.
    /// - Parameters:
    ///   - slots: by the stream's number; −1: its events are left out.
    ///   - count: slots are below that.
    /// - Returns: where each slot's events begin among the sorted, and where the last end: valid until the next piece.
    /// - Complexity: O(events + slots).
    package func arrange(_ slots: [Int32], count: Int) -> UnsafeBufferPointer<Int> {
        piece.arrange(slots, count)
        return piece.starts
    }

    /// The events of a range of those that were arranged.
    package func beginHeld(_ range: Range<Int>) {
        stopReadingAhead()
        beginning += 1
        rest = 0..<0
        places = held.sorted(range.lowerBound)
        placeCount = range.count
        at = 0
    }
}
