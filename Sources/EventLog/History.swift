package import JSONText

/// An opened log: where every event lies, and the little that is known of each without reading it.
///
/// A value: what it says does not change while somebody looks at it. Payloads are read on demand by a `HistoryReader`.
package struct History: Sendable {
    package struct Source: Sendable {
        package let file: SourceFile
        /// What the file was taken for: a format's name.
        package let format: String
        package let formatTitle: String
        /// Whether it holds one value a line, not documents of several.
        let isOfLines: Bool
        let reader: EnvelopeReader
    }

    /// A stream and where its events lie.
    package struct Stream: Sendable {
        package let name: ExactString
        /// Positions in the log, in order of version.
        package let positions: ArraySlice<Int>

        /// The name's part before the first `-`; the whole name where there is none.
        package var category: ExactString { ExactString(bytes: name.bytes.prefix { $0 != UInt8(ascii: "-") }) }
    }

    package let sources: [Source]
    package let problems: [LogProblem]
    /// What was assumed and must be said, one line each.
    package let notes: [String]
    let rows: Columns
    let streamNames: NameTable
    let typeNames: NameTable
    let streamRows: StreamRows
    /// Numbers of streams, sorted by name.
    private let sortedStreams: [Int32]

    /// Opens files as one log.
    /// - Complexity: O(bytes); memory for the columns and names, not for payloads.
    /// - Throws: `SourceError`: a file that cannot be read or recognised, or no file with anything in it.
    package init(files: [SourcePath], format: EnvelopeFormat? = nil, opener: SourceOpener = SourceOpener()) throws {
        var builder = IndexBuilder()
        var sources: [Source] = []
        var unread: [SourceError] = []
        for location in files {
            let path = location.description
            switch Self.recognised(location, format, opener) {
            case .success(let (file, recognition)):
                if let shortfall = file.shortfall { builder.add(shortfall.problem(of: path)) }
                let reader = EnvelopeReader(format: recognition.format, path: path)
                for note in recognition.notes { builder.note(note, of: path) }
                builder.add(try FileScanner.scan(file, recognition: recognition, reader: reader), path: path)
                sources.append(Source(
                    file: file, format: recognition.format.name, formatTitle: recognition.format.title,
                    isOfLines: recognition.layout == .lines, reader: reader))
            case .failure(let error):
                // One file of many that is something else is flagged; the others are read.
                guard files.count > 1, error.isOfContent else { throw error }
                builder.add(LogProblem(
                    kind: .unknownFormat, place: Place(path: path, line: 1, offset: 0), column: nil, message: error.summary))
                unread.append(error)
            }
        }
        if sources.isEmpty, let first = unread.first { throw first }
        builder.finish()
        self.sources = sources
        rows = builder.rows
        streamNames = builder.streams
        typeNames = builder.types
        problems = builder.problems
        streamRows = StreamRows(builder.rows, streamCount: builder.streams.names.count)
        notes = builder.notes(streamRows)
        let names = builder.streams.names
        sortedStreams = names.indices.map(Int32.init).sorted { names[Int($0)] < names[Int($1)] }
    }

    /// An empty file is an empty log, of the format named or else our own.
    private static func recognised(
        _ location: SourcePath, _ format: EnvelopeFormat?, _ opener: SourceOpener
    ) -> Result<(SourceFile, Recognition), SourceError> {
        do throws(SourceError) {
            let file = try opener.open(location)
            let recognition = try Recognition.of(file, forced: format)
            return .success((file, recognition ?? Recognition(layout: .lines, format: format ?? .hindcast)))
        } catch {
            return .failure(error)
        }
    }
}

extension History {
    /// Events in the log.
    package var count: Int { rows.count }
    package var bytes: Int { sources.reduce(0) { $0 + $1.file.size } }
    package var typeCount: Int { typeNames.names.count }
    package var streamCount: Int { sortedStreams.count }

    /// Lines and records that are no events.
    package var malformedCount: Int { problems.count }

    /// The stream at a place in the order of names (by bytes).
    package func stream(at index: Int) -> Stream { stream(number: sortedStreams[index]) }

    package func stream(named name: ExactString) -> Stream? { streamNames.existing(name).map(stream(number:)) }

    package var streams: some Sequence<Stream> { sortedStreams.lazy.map(stream(number:)) }

    private func stream(number: Int32) -> Stream {
        Stream(name: streamNames.names[Int(number)], positions: streamRows[number])
    }

    package func version(at position: Int) -> Int64 { rows.version[position] }
    package func type(at position: Int) -> ExactString { typeNames.names[Int(rows.type[position])] }
    package func streamName(at position: Int) -> ExactString { streamNames.names[Int(rows.stream[position])] }

    package func time(at position: Int) -> Instant? {
        rows.time[position] == Columns.noTime ? nil : Instant(microseconds: rows.time[position])
    }
}
