import JSONText

/// What one file holds, in its own order: rows whose streams and types are numbered by that file alone.
struct ScannedFile {
    var rows = Columns()
    var streams = NameTable()
    var types = NameTable()
    /// Given by the source; `missing` where it says nothing.
    var sourcePositions: [Int64] = []
    var problems: [LogProblem] = []
    /// Events without a version that can be used, and with a time without zone or that cannot be read.
    var withoutVersion = 0
    var withoutZone = 0
    var withUnreadableTime = 0
    /// Records that are no events of the domain, by their kind.
    var asides: [String: Int] = [:]

    static let missing = Int64.min
}

/// Reads one file from beginning to end and notes where its events lie.
struct FileScanner {
    private let file: SourceFile
    private let reader: EnvelopeReader
    private let layout: Recognition.Layout
    private let parser = JSONParser()
    private var result = ScannedFile()
    private var streamOfFile: ExactString?

    private init(file: SourceFile, recognition: Recognition, reader: EnvelopeReader) {
        self.file = file
        self.reader = reader
        layout = recognition.layout
    }

    /// O(bytes of the file). Problems within the file are part of the result.
    /// - Throws: `SourceError` where reading fails.
    static func scan(_ file: SourceFile, recognition: Recognition, reader: EnvelopeReader) throws -> ScannedFile {
        var scanner = FileScanner(file: file, recognition: recognition, reader: reader)
        switch recognition.layout {
        case .lines: try scanner.scanLines()
        case .documents: try scanner.scanDocuments()
        }
        if let name = scanner.streamOfFile { scanner.nameStreamOfFile(name) }
        return scanner.result
    }

    private mutating func scanLines() throws {
        try LineReader(file).forEach { line in
            if line.tooLong {
                note(.tooLong, "longer than \(LineReader.longestLine >> 20) MiB", line: line.number, offset: line.offset)
            } else if !line.bytes.allSatisfy(DocumentSplitter.isSpace) {
                // What the trimming took from the front (a byte order mark) is added back.
                let skipped = line.number == 1 && line.bytes.startIndex > 0 ? line.bytes.startIndex : 0
                scan(line.bytes, at: line.offset + skipped, line: line.number, isTorn: !line.isTerminated)
            }
            return true
        }
    }

    private mutating func scanDocuments() throws {
        let text = try file.read(0..<file.size)
        var line = 1
        var counted = 0
        for piece in DocumentSplitter(text, from: text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0) {
            let range = switch piece { case .value(let range), .stray(let range): range }
            line += text[counted..<range.lowerBound].count { $0 == 0x0A }
            counted = range.lowerBound
            switch piece {
            case .value: scan(text[range], at: range.lowerBound, line: line, isTorn: range.upperBound == text.count)
            case .stray: note(.malformed, "neither object nor array", line: line, column: 1, offset: range.lowerBound)
            }
        }
    }

    /// One value: a line, or a document of several.
    private mutating func scan(_ text: ArraySlice<UInt8>, at offset: Int, line: Int, isTorn: Bool) {
        do {
            try parser.parse(text) { root in
                let records = RecordExpansion.records(in: root, format: reader.format)
                var recordLine = line
                var counted = 0
                for record in records {
                    let start = record.view.range.lowerBound
                    // A batch's second list may stand before its first.
                    if start < counted { (recordLine, counted) = (line, 0) }
                    recordLine += text.dropFirst(counted).prefix(start - counted).count { $0 == 0x0A }
                    counted = start
                    add(record, at: offset + start, line: recordLine)
                }
                if records.isEmpty, root.kind != .array, root.kind != .object {
                    note(.notAnEvent, "a JSON value, but no object", line: line, column: 1, offset: offset)
                }
            }
        } catch let error as JSONError {
            let torn = isTorn && Self.endsTooEarly(text, error)
            let before = text.prefix(error.offset)
            let column = error.offset - (before.lastIndex(of: 0x0A).map { $0 - text.startIndex + 1 } ?? 0) + 1
            note(
                torn ? .tornTail : .malformed, torn ? "the last line is cut off: \(error)" : error.description,
                line: line + before.count { $0 == 0x0A }, column: column, offset: offset + error.offset)
        } catch {
            note(.malformed, "\(error)", line: line, offset: offset)
        }
    }

    /// True where more text could have made it right: it ends inside of something, or where something had to follow.
    private static func endsTooEarly(_ text: ArraySlice<UInt8>, _ error: JSONError) -> Bool {
        switch error.fault {
        case .unclosedContainer, .unclosedString: true
        case .badLiteral: ["true", "false", "null"].contains { $0.utf8.starts(with: text.dropFirst(error.offset)) }
        default: error.offset == text.count
        }
    }

    private mutating func add(_ record: RecordExpansion.Record, at offset: Int, line: Int) {
        if let kind = record.aside { return result.asides[kind, default: 0] += 1 }
        guard let columns = reader.columns(of: record) else {
            return note(.notAnEvent, "a record without \(reader.format.title)'s type", line: line, offset: offset)
        }
        if streamOfFile == nil, let field = reader.format.streamOfFile {
            streamOfFile = field.text(in: record.view, fileName: reader.fileName)
        }
        result.rows.file.append(0)
        result.rows.offset.append(offset)
        result.rows.length.append(record.view.range.count)
        result.rows.line.append(line)
        result.rows.stream.append(result.streams.number(of: columns.stream ?? reader.fileName))
        result.rows.type.append(result.types.number(of: columns.type))
        result.rows.version.append(columns.version ?? ScannedFile.missing)
        result.rows.time.append(columns.time?.microseconds ?? Columns.noTime)
        result.sourcePositions.append(columns.position ?? ScannedFile.missing)
        if columns.version == nil { result.withoutVersion += 1 }
        if !columns.timeHasZone { result.withoutZone += 1 }
        if columns.timeIsUnreadable { result.withUnreadableTime += 1 }
    }

    private mutating func nameStreamOfFile(_ name: ExactString) {
        var streams = NameTable()
        let number = streams.number(of: name)
        result.streams = streams
        result.rows.stream = result.rows.stream.map { _ in number }
    }

    private mutating func note(_ kind: LogProblem.Kind, _ message: String, line: Int, column: Int? = nil, offset: Int) {
        let place = Place(path: file.path, line: line, offset: offset)
        result.problems.append(LogProblem(kind: kind, place: place, column: column, message: message))
    }
}
