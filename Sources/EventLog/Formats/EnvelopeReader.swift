import JSONText

/// A format made ready for one file: reads envelopes from that file's records.
struct EnvelopeReader: Sendable {
    let format: EnvelopeFormat
    /// The file's name without folder and ending, for formats that name the stream so.
    let fileName: ExactString
    private let usedByData: Set<ExactString>
    private let usedByMeta: Set<ExactString>

    init(format: EnvelopeFormat, path: String) {
        self.format = format
        fileName = ExactString(bytes: Self.stem(of: path).utf8)
        let roles: [Field?] = [
            format.stream, format.type, format.version, format.position, format.time, format.id, format.schema,
            format.correlation, format.causation,
        ]
        let keys = Set(roles.compactMap { $0 }.flatMap(\.topKeys))
        usedByData = keys.union(format.meta?.topKeys ?? [])
        usedByMeta = keys.union(format.data.topKeys)
    }

    private static func stem(of path: String) -> String {
        if path == SourcePath.standardInput.description { return "stdin" }
        var name = path.split(separator: "/").last.map(String.init) ?? path
        // As if it had been unpacked.
        for ending in [".gz", ".zst"] where name.hasSuffix(ending) && name.count > ending.count { name.removeLast(ending.count) }
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    /// What the index keeps of a record.
    struct Columns {
        let stream: ExactString?
        let type: ExactString
        let version: Int64?
        let position: Int64?
        let time: Instant?
        let timeHasZone: Bool
        /// The record says something under time that is no form of one.
        let timeIsUnreadable: Bool
    }

    /// Nil where the record has no type, and so is no event of this format.
    func columns(of found: RecordExpansion.Record) -> Columns? {
        let record = format.envelope(of: found.view)
        guard record.kind == .object, let type = found.type ?? format.type.text(in: record, fileName: fileName) else { return nil }
        let time = format.time?.time(in: record, fileName: fileName)
        return Columns(
            stream: found.stream ?? format.stream.text(in: record, fileName: fileName),
            type: type,
            version: found.version ?? format.version?.integer(in: record, fileName: fileName),
            position: format.position?.integer(in: record, fileName: fileName),
            time: time?.time.instant,
            timeHasZone: time?.hasZone ?? true,
            timeIsUnreadable: time == nil && format.time?.text(in: record, fileName: fileName) != nil)
    }

    /// False where the record names another stream or version than the index does. What stands beside the record (a batch's
    /// stream and versions) is not there to compare.
    func isEvent(_ found: JSONView, of stream: ExactString, version: Int64) -> Bool {
        guard format.batch == nil else { return true }
        let record = format.envelope(of: found)
        let given = format.version?.integer(in: record, fileName: fileName)
        guard given == nil || given == version else { return false }
        return format.streamOfFile != nil || (format.stream.text(in: record, fileName: fileName) ?? fileName) == stream
    }

    /// The whole event. Stream, version and position are the index's, and so is a type that stands beside the record.
    /// - Parameter key: under which the record stands, where the format asks for it.
    func event(of record: JSONView, stream: ExactString, version: Int64, type: ExactString, position: Int, key: ExactString? = nil) -> Event {
        let record = format.envelope(of: record)
        return Event(
            position: position, stream: stream, version: version,
            type: format.batch?.types == nil ? format.type.text(in: record, fileName: fileName) ?? "" : type,
            schema: (format.schema?.integer(in: record, fileName: fileName)).flatMap { Int(exactly: $0) },
            id: key ?? format.id?.text(in: record, fileName: fileName),
            time: format.time?.time(in: record, fileName: fileName)?.time,
            correlation: format.correlation?.text(in: record, fileName: fileName),
            causation: format.causation?.text(in: record, fileName: fileName),
            data: data(of: record),
            meta: format.meta?.text(in: record, used: usedByMeta.union(keyEndingKeys(of: record))))
    }

    private func data(of record: JSONView) -> [UInt8] {
        format.data.text(in: record, used: usedByData) ?? Array("null".utf8)
    }

    /// A payload found by its key's ending is not metadata as well.
    private func keyEndingKeys(of record: JSONView) -> [ExactString] {
        guard case .keyEnding(let ending) = format.data else { return [] }
        return record.members.compactMap { $0.key.string }.filter { $0.hasSuffix(ending) }
    }
}

extension EnvelopeFormat {
    func envelope(of record: JSONView) -> JSONView {
        for path in envelopes {
            if let inner = record[path], inner.kind == .object { return inner }
        }
        return record
    }
}
