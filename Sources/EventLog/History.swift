package import JSONText

/// An opened log: where every event lies, and the little that is known of each without reading it.
///
/// A value: what it says does not change while somebody looks at it. Payloads are read on demand by a `HistoryReader`.
package struct History: Sendable {
    package struct Source: Sendable {
        package internal(set) var file: SourceFile
        /// What the file was taken for: a format's name.
        package let format: String
        package let formatTitle: String
        /// Whether it holds one value a line, not documents of several.
        let isOfLines: Bool
        let reader: EnvelopeReader
        /// What is added to its offsets in the index, so that those of all files differ.
        let base: Int
        var lines = LineIndex()
        /// How far it was read, in bytes.
        var scanned = 0
        /// When its content had last changed before it was read, in nanoseconds since the epoch.
        var modified: Int64 = 0
        /// Sums of what was read, where an index is kept.
        var indexed = IndexedBytes()
        /// Of the log's last file.
        var sampled: Sampled?
        var trend = TimeTrend()

        /// What samples of the beginning came to.
        struct Sampled: Sendable {
            let size: Int
            let sum: UInt64
        }
    }

    /// A stream and where its events lie.
    package struct Stream: Sendable {
        package let name: ExactString
        let number: Int32
        /// Positions in the log, in order of version.
        package let positions: StreamPositions

        /// The name's part before the first `-`; the whole name where there is none.
        package var category: ExactString {
            guard let dash = name.bytes.firstIndex(of: UInt8(ascii: "-")) else { return name }
            return ExactString(bytes: Array(name.bytes[..<dash]))
        }
    }

    package let sources: [Source]
    package let problems: [LogProblem]
    /// Why the index of this log could not be kept for the next time.
    package internal(set) var unkept: PrivateFolderError?
    /// Where an index of this log is kept.
    var keptAt: KeptPlace?
    package let unread: Unread
    /// Whether it ends before its files do.
    package var isPartial: Bool { unread != .nothing }
    package let origin: IndexOrigin
    private let assumptions: Assumptions
    /// To go on from, when the log grows.
    let builder: IndexBuilder
    let rows: PackedTable
    let streamNames: NameTable
    let typeNames: NameTable
    private let survey: StreamSurvey
    private let span: TimeSpan
    /// Made when they are first asked for: to count events one needs neither.
    private let lazyRows: Lazily<StreamRows>
    private let lazyOrder: Lazily<[Int32]>
    /// As the index cache knows them.
    private let knownEnds: [StreamEnds]?
    /// Whether records lie in the files as events do in the log.
    let isInFileOrder: Bool

    /// What an index cache spares the making of.
    struct Known {
        let rows: StreamRows
        let sortedStreams: [Int32]
        let ends: [StreamEnds]
    }

    init(_ builder: IndexBuilder, unread: Unread = .nothing, origin: IndexOrigin = .built, known: Known? = nil) {
        self.builder = builder
        sources = builder.sources
        problems = builder.problems
        assumptions = builder.assumptions
        rows = builder.rows
        streamNames = builder.streams
        typeNames = builder.types
        survey = builder.survey
        span = builder.span
        self.unread = unread
        self.origin = origin
        lazyRows = Lazily { [rows, survey] in known?.rows ?? StreamRows(rows, survey) }
        knownEnds = known?.ends
        isInFileOrder = builder.isInFileOrder
        lazyOrder = Lazily { [streamNames] in known?.sortedStreams ?? streamNames.sorted() }
    }

    var streamRows: StreamRows { lazyRows.value }
    /// Numbers of streams, sorted by name.
    var sortedStreams: [Int32] { lazyOrder.value }

    /// Whether no event of a file has a version of its own.
    func isWithoutVersions(_ source: Source) -> Bool { assumptions.withoutVersions.contains(source.file.path) }

    /// What was assumed and must be said, one line each.
    package var notes: [String] { assumptions.notes + survey.notes(streamRows) }
}

extension History.Stream: Equatable {
    /// Of one history: whether it is the same stream, as long as it was.
    package static func == (left: Self, right: Self) -> Bool { left.name == right.name && left.positions.count == right.positions.count }
}

extension History {
    /// Events in the log.
    package var count: Int { rows.count }
    package var bytes: Int { sources.reduce(0) { $0 + $1.file.size } }
    package var typeCount: Int { typeNames.count }
    package var streamCount: Int { streamNames.count }

    /// Lines and records that are no events.
    package var malformedCount: Int { problems.count { !isUnfinished($0) } }

    /// Whether it is the end of a file of lines, which somebody may be writing just now: no damage.
    package func isUnfinished(_ problem: LogProblem) -> Bool {
        problem.kind == .tornTail && sources.contains { $0.isOfLines && $0.file.path == problem.place.path }
    }

    /// The events with the earliest and the latest time, which need not be the first and last in the log. O(1).
    package var earliest: Int? { span.first?.row }
    package var latest: Int? { span.last?.row }

    /// The last event's time; where it has none, that of the last event before it that has one.
    package var lastTime: Instant? { (0..<count).reversed().lazy.compactMap { time(at: $0) }.first }

    /// The stream at a place in the order of names (by bytes).
    package func stream(at index: Int) -> Stream { stream(number: sortedStreams[index]) }

    package func stream(named name: ExactString) -> Stream? { streamNames.existing(name).map(stream(number:)) }

    /// By name. Names of the index cache are read at once, on all cores.
    package var streams: some Sequence<Stream> {
        let names = streamNames.list
        let rows = streamRows
        return sortedStreams.lazy.map { Stream(name: names[Int($0)], number: $0, positions: rows[$0]) }
    }

    /// For who will ask for most streams by their numbers, on several threads: the names of the index cache are read at once, on all
    /// cores, and not one by one by threads that wait for each other. O(streams) at the first call.
    package func expectStreamNames() { _ = streamNames.list }

    /// The stream's place in the order of names. O(streams).
    package func index(ofStream name: ExactString) -> Int? {
        streamNames.existing(name).flatMap { sortedStreams.firstIndex(of: $0) }
    }

    func stream(number: Int32) -> Stream { Stream(name: streamNames[Int(number)], number: number, positions: streamRows[number]) }

    /// What is known of a stream without a look at its events. O(1).
    package func summary(of stream: Stream) -> StreamSummary {
        let ends = ends(ofStream: stream.number)
        func time(_ microseconds: Int64) -> Instant? { microseconds == PackedPage.missing ? nil : Instant(microseconds: microseconds) }
        return StreamSummary(
            events: stream.positions.count, version: stream.positions.isEmpty ? nil : ends.version, first: time(ends.first), last: time(ends.last))
    }

    func ends(ofStream number: Int32) -> StreamEnds { knownEnds?[Int(number)] ?? StreamEnds(streamRows[number], rows) }

    /// For who will look at many events one after another: what the index cache says of them is read on several cores.
    /// - Parameter positions: rising.
    package func expect(_ positions: [Int], jobs: Int) { rows.load(positions, jobs: jobs) }

    package func version(at position: Int) -> Int64 { rows[position, LogColumn.version] }
    package func type(at position: Int) -> ExactString { typeNames[typeNumber(at: position)] }
    package func streamName(at position: Int) -> ExactString { streamNames[streamNumber(at: position)] }

    /// Types are numbered in the order in which the log first names them, from 0: to compare and count them without their names.
    package func typeNumber(at position: Int) -> Int { Int(rows[position, LogColumn.type]) }
    package func typeName(_ number: Int) -> ExactString { typeNames[number] }

    /// The types of the log, in the order in which it first names them.
    package func typeNames(atMost most: Int) -> [ExactString] { (0..<min(most, typeCount)).map { typeNames[$0] } }

    /// The names of all types, by their numbers.
    package var types: [ExactString] {
        let names = typeNames.list
        return (0..<names.count).map { names[$0] }
    }

    func streamNumber(at position: Int) -> Int { Int(rows[position, LogColumn.stream]) }

    package func time(at position: Int) -> Instant? {
        let time = rows[position, LogColumn.time]
        return time == PackedPage.missing ? nil : Instant(microseconds: time)
    }

    /// The number of the file in which an event's record lies, and where it lies there.
    func location(of position: Int) -> (source: Int, offset: Int, length: Int) {
        let offset = Int(rows[position, LogColumn.offset])
        var source = sources.count - 1
        while source > 0, sources[source].base > offset { source -= 1 }
        return (source, offset - sources[source].base, Int(rows[position, LogColumn.length]))
    }
}
