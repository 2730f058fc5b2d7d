import JSONText

/// Reads records through the parser: any format, any layout. What a line scan cannot tell comes here.
///
/// The names that it meets are numbered by it alone.
struct RecordScanner {
    let reader: EnvelopeReader
    private let parser = JSONParser()
    private(set) var streams = NameTable()
    private(set) var types = NameTable()

    init(reader: EnvelopeReader) { self.reader = reader }

    @inline(__always)
    mutating func streamNumber(
        _ name: UnsafeRawBufferPointer, _ hashed: NameHash.Hashed, at offset: Int? = nil, _ found: inout ScannedRows
    ) -> Int32 {
        if let number = streams.existing(hashed) { return number }
        found.names.streams.append(ScannedRows.Name(text: ExactString(bytes: name), offset: offset))
        return streams.add(name, hashed)
    }

    @inline(__always)
    mutating func typeNumber(
        _ name: UnsafeRawBufferPointer, _ hashed: NameHash.Hashed, at offset: Int? = nil, _ found: inout ScannedRows
    ) -> Int32 {
        if let number = types.existing(hashed) { return number }
        found.names.types.append(ScannedRows.Name(text: ExactString(bytes: name), offset: offset))
        return types.add(name, hashed)
    }

    /// One value: a line, or a document of several.
    /// - Parameters:
    ///   - offset: of the text in its file, in bytes.
    ///   - isTorn: whether the file ends with it, so that a value cut off may have been being written.
    mutating func scan(_ text: UnsafeBufferPointer<UInt8>, at offset: Int, isTorn: Bool, into found: inout ScannedRows) {
        do {
            try parser.parse(text) { root in
                if root.kind == .array, root.elements.allSatisfy({ $0.kind != .object }) {
                    return found.note(.notAnEvent, "an array without events", at: offset, column: 1)
                }
                let records = RecordExpansion.records(in: root, format: reader.format)
                for record in records { add(record, at: offset + record.view.range.lowerBound, into: &found) }
                if records.isEmpty, root.kind != .object {
                    found.note(.notAnEvent, "a JSON value, but no object", at: offset, column: 1)
                }
            }
        } catch let error as JSONError {
            let torn = isTorn && Self.endsTooEarly(text, error)
            let lineStart = text[..<error.offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            found.note(
                torn ? .tornTail : .malformed, torn ? "the last line is cut off: \(error)" : error.description,
                at: offset + error.offset, column: error.offset - lineStart + 1, lineOf: offset + lineStart)
        } catch {
            found.note(.malformed, "\(error)", at: offset)
        }
    }

    /// True where more text could have made it right: it ends inside of something, or where something had to follow.
    private static func endsTooEarly(_ text: UnsafeBufferPointer<UInt8>, _ error: JSONError) -> Bool {
        switch error.fault {
        case .unclosedContainer, .unclosedString: true
        case .badLiteral: ["true", "false", "null"].contains { $0.utf8.starts(with: text.dropFirst(error.offset)) }
        default: error.offset == text.count
        }
    }

    private mutating func add(_ record: RecordExpansion.Record, at offset: Int, into found: inout ScannedRows) {
        if let kind = record.aside { return found.asides[kind, default: 0] += 1 }
        guard let columns = reader.columns(of: record) else {
            return found.note(.notAnEvent, "a record without a type (\(reader.format.type))", at: offset)
        }
        if found.streamOfFile == nil, let field = reader.format.streamOfFile {
            found.streamOfFile = field.text(in: record.view, fileName: reader.fileName)
        }
        let stream = (columns.stream ?? reader.fileName).bytes.withUnsafeBytes { streamNumber($0, streams.hashed($0), &found) }
        let type = columns.type.bytes.withUnsafeBytes { typeNumber($0, types.hashed($0), &found) }
        found.rows.append(ScannedRow(
            offset: offset, length: record.view.range.count, stream: stream, type: type,
            version: columns.version ?? PackedPage.missing, position: columns.position ?? PackedPage.missing,
            time: columns.time?.microseconds ?? PackedPage.missing))
        if columns.stream == nil, reader.format.streamOfFile == nil { found.withoutStream += 1 }
        if columns.version == nil { found.withoutVersion += 1 }
        if !columns.timeHasZone { found.withoutZone += 1 }
        if columns.timeIsUnreadable { found.withUnreadableTime += 1 }
    }
}

extension ScannedRows {
    /// - Parameter lineOf: where the line is counted; the offset itself where nothing else is said.
    mutating func note(_ kind: LogProblem.Kind, _ message: String, at offset: Int, column: Int? = nil, lineOf: Int? = nil) {
        problems.append(ScannedProblem(kind: kind, message: message, offset: offset, column: column, lineOffset: lineOf ?? offset))
    }
}
