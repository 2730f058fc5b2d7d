import JSONText

/// What a file was taken for, from its first records.
struct Recognition {
    enum Layout: Hashable {
        /// One value a line.
        case lines
        /// Values over several lines.
        case documents
    }

    let layout: Layout
    let format: EnvelopeFormat
    /// Where documents keep their records, if they wrap any.
    var container: RecordContainer? = nil
    /// Where the first value may begin, in bytes: behind a byte order mark and a licence.
    var start = 0
    /// What was assumed in taking it for that.
    var notes: [String] = []

    /// How many records are looked at, and how many bytes at the most.
    private static let sampleRecords = 100
    private static let sampleBytes = 1 << 20

    /// - Parameter forced: a format named by the user, which is then not looked for.
    /// - Complexity: O(1): what begins the file; more of it where not one record ends there.
    /// - Throws: `SourceError`: compressed, not text, no format fits. Nil where the file holds nothing but white space.
    static func of(_ file: SourceFile, forced: EnvelopeFormat?) throws(SourceError) -> Recognition? {
        var bytes = sampleBytes
        while true {
            // Not by the size alone: files of /proc say 0 and hold text.
            let head = try file.read(0..<bytes)
            let isWhole = head.count >= file.size
            let start = DocumentSplitter.start(of: head)
            try refuseWhatIsNoText(head, file)
            guard head[start...].contains(where: { !DocumentSplitter.isSpace($0) }) || !isWhole else { return nil }
            let isEnough = isWhole || bytes >= BlockReader.longestLine
            if let found = try of(head, from: start, isWhole: isWhole, isEnough: isEnough, file, forced) { return found }
            bytes = min(bytes * 8, BlockReader.longestLine)
        }
    }

    /// Nil where more of the file has to be seen, unless there is `isEnough`.
    private static func of(
        _ head: [UInt8], from start: Int, isWhole: Bool, isEnough: Bool, _ file: SourceFile, _ forced: EnvelopeFormat?
    ) throws(SourceError) -> Recognition? {
        var layout = layout(of: head, from: start)
        var texts: [ArraySlice<UInt8>] = []
        if layout == .documents {
            texts = try DocumentSamples.texts(of: file, from: start, to: head.count, isWhole: isWhole, most: sampleRecords)
            if texts.isEmpty, !isEnough { return nil }
        } else if isWhole ? isOneDamagedLine(head, from: start) : !head.contains(0x0A) {
            // A whole export may stand on one line, which then is all there is to look at.
            texts = try DocumentSamples.wrapped(in: file, from: start, to: head.count, isWhole: isWhole, most: sampleRecords)
            if !texts.isEmpty { layout = .documents } else if !isEnough { return nil }
        }
        if layout == .lines { texts = Array(filledLines(of: head[start...]).prefix(sampleRecords)) }
        if isWhole, let empty = emptyLog(texts, forced, start: start) { return empty }
        func recognition(_ format: EnvelopeFormat, _ notes: [String]) -> Recognition {
            let container: RecordContainer? = layout == .documents ? texts.first.flatMap { Self.container(of: $0, format) } : nil
            let page = layout == .lines && isWhole && texts.count < sampleRecords ? texts.last.flatMap { Self.page($0, format) } : nil
            return Recognition(
                layout: layout, format: format, container: container, start: start,
                notes: notes + [page.map(RecordExpansion.note(ofContinuation:))].compactMap { $0 })
        }
        if let forced { return recognition(forced, [forced.assumption].compactMap { $0 }) }

        var samples = Samples()
        for text in texts { samples.add(text) }
        if let format = samples.format { return recognition(format, [format.assumption, samples.doubt].compactMap { $0 }) }
        // Where a hundred records leave a doubt, such as one stream alone, those of the whole head may not.
        let more: [ArraySlice<UInt8>]
        if layout == .lines {
            more = Array(filledLines(of: head[start...]).prefix(RoleGuess.mostRecords))
        } else {
            more = try DocumentSamples.texts(of: file, from: start, to: head.count, isWhole: isWhole, most: RoleGuess.mostRecords)
        }
        if let map = RoleGuess(records(in: texts, most: sampleRecords)).map ?? RoleGuess(records(in: more, most: RoleGuess.mostRecords)).map,
            let guessed = EnvelopeFormat(guess: map)
        {
            return recognition(guessed, ["no known format fits; the roles are guessed, as if by --map '\(map)'"])
        }
        throw SourceError(path: file.path, problem: samples.problem(in: head, from: start))
    }

    /// Lists of events with nothing in them are a log, of no events.
    private static func emptyLog(_ texts: [ArraySlice<UInt8>], _ forced: EnvelopeFormat?, start: Int) -> Recognition? {
        let parser = JSONParser()
        var container: RecordContainer?
        for text in texts {
            let isEmpty = try? parser.parse(text) { root in
                if root.kind == .array { return root.elements.allSatisfy { _ in false } }
                guard let place = RecordExpansion.emptyContainer(in: root) else { return false }
                guard !(forced.map { [$0] } ?? EnvelopeFormat.known).contains(where: { $0.fits(root) }) else { return false }
                container = container ?? place
                return place == container
            }
            guard isEmpty == true else { return nil }
        }
        return texts.isEmpty ? nil : Recognition(layout: .documents, format: forced ?? .hindcast, container: container, start: start)
    }

    /// By which member a line that wraps records says that there are more.
    private static func page(_ text: ArraySlice<UInt8>, _ format: EnvelopeFormat) -> String? {
        (try? JSONParser().parse(text) { RecordExpansion.container(in: $0, format: format) == nil ? nil : RecordExpansion.continuation(in: $0) }) ?? nil
    }

    private static func container(of text: ArraySlice<UInt8>, _ format: EnvelopeFormat) -> RecordContainer? {
        (try? JSONParser().parse(text) { RecordExpansion.container(in: $0, format: format) }) ?? nil
    }

    /// The objects that an unknown format's records are: the values themselves, the elements of arrays, or what the one document
    /// of a file wraps.
    private static func records(in texts: [ArraySlice<UInt8>], most: Int) -> [JSONValue] {
        let parser = JSONParser()
        var values: [JSONValue] = []
        for text in texts where values.count < most {
            let room = most - values.count
            let found = try? parser.parse(text) { root in
                if root.kind == .object, texts.count > 1 { return [root.value] }
                return RecordExpansion.candidates(in: root).filter { $0.range != root.range }.prefix(room).map(\.value)
            }
            values += found ?? []
        }
        return values
    }

    /// Documents, if the first line opens a value that it does not close and that ends further down or not at all, or if the next
    /// value follows the first without anything between, `}{`.
    private static func layout(of head: [UInt8], from start: Int) -> Layout {
        let parser = JSONParser()
        let lines = Array(filledLines(of: head[start...]).prefix(sampleRecords))
        guard let first = lines.first, !succeeds({ try parser.parse(first) { _ in } }) else { return .lines }
        let opening = first.first { !DocumentSplitter.isSpace($0) }
        // Lines that are records by themselves have no comma between them; only the first is damaged then.
        let records = lines.count { isRecord($0, parser) }
        let areLines = records > lines.count(where: endsOrBeginsWithComma)
        if opening == UInt8(ascii: "[") { return records > 1 && areLines ? .lines : .documents }
        guard opening == UInt8(ascii: "{") else { return .lines }
        guard case .value(let range)? = DocumentSplitter(head, from: start).first(where: { _ in true }) else { return .lines }
        let next = range.upperBound < first.endIndex ? head[range.upperBound] : nil
        // A bracket too many has closed it before its end.
        if next == UInt8(ascii: ",") { return areLines ? .lines : .documents }
        guard range.upperBound > first.endIndex || next == UInt8(ascii: "{") else { return .lines }
        if succeeds({ try parser.parse(head[range]) { _ in } }) { return .documents }
        // A damaged document, or one that goes on beyond the sample; unless lines are records by themselves, and only the first is damaged.
        return areLines ? .lines : .documents
    }

    private static func isOneDamagedLine(_ head: [UInt8], from start: Int) -> Bool {
        let lines = Array(filledLines(of: head[start...]).prefix(2))
        return lines.count == 1 && lines[0].first { !DocumentSplitter.isSpace($0) } == UInt8(ascii: "{")
            && !succeeds { try JSONParser().parse(lines[0]) { _ in } }
    }

    private static func endsOrBeginsWithComma(_ line: ArraySlice<UInt8>) -> Bool {
        let isFilled = { (byte: UInt8) in !DocumentSplitter.isSpace(byte) }
        return line.first(where: isFilled) == UInt8(ascii: ",") || line.last(where: isFilled) == UInt8(ascii: ",")
    }

    /// The lines that hold more than white space, found one after another.
    private static func filledLines(of text: ArraySlice<UInt8>) -> some Sequence<ArraySlice<UInt8>> {
        sequence(state: text) { (rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? in
            while !rest.isEmpty {
                let line = rest.prefix { $0 != 0x0A }
                rest = rest.dropFirst(line.count + 1)
                if !line.allSatisfy(DocumentSplitter.isSpace) { return line }
            }
            return nil
        }
    }

    private static func isRecord(_ line: ArraySlice<UInt8>, _ parser: JSONParser) -> Bool {
        line.first == UInt8(ascii: "{") && succeeds { try parser.parse(line) { _ in } }
    }

    private static func succeeds(_ body: () throws -> Void) -> Bool { (try? body()) != nil }

    private static func refuseWhatIsNoText(_ head: [UInt8], _ file: SourceFile) throws(SourceError) {
        guard let problem = ForeignContent.problem(of: head.prefix(512)) else { return }
        throw SourceError(path: file.path, problem: problem)
    }
}

/// The first records of a file, and which formats fit them.
private struct Samples {
    private var fits = [Int](repeating: 0, count: EnvelopeFormat.known.count)
    private var records = 0
    private var firstKeys: [String] = []
    private let parser = JSONParser()

    mutating func add(_ text: ArraySlice<UInt8>) {
        _ = try? parser.parse(text) { root in
            // What lies in a record that fits is no record: the context of a CDEvent looks like a CloudEvent.
            if root.kind == .object, EnvelopeFormat.known.contains(where: { $0.fits(root) }) { return count(root) }
            for record in RecordExpansion.candidates(in: root).prefix(100) { count(record) }
        }
    }

    private mutating func count(_ record: JSONView) {
        records += 1
        if firstKeys.isEmpty { firstKeys = record.members.prefix(12).map { $0.key.string?.description ?? "" } }
        for (index, format) in EnvelopeFormat.known.enumerated() where format.fits(record) { fits[index] += 1 }
    }

    /// The format that fits most records; of equals the first in the table, which is the more specific.
    var format: EnvelopeFormat? {
        guard let most = fits.max(), most > 0, let index = fits.firstIndex(of: most) else { return nil }
        return EnvelopeFormat.known[index]
    }

    /// Another format that fits as many records and asks no less of them.
    var doubt: String? {
        guard let format, let most = fits.max() else { return nil }
        let rivals = EnvelopeFormat.known.enumerated().filter { index, rival in
            fits[index] == most && rival.name != format.name && rival.weight >= format.weight
        }
        guard let rival = rivals.first?.element else { return nil }
        return "read as \(format.name), but \(rival.name) fits as well; --format \(rival.name) reads it so"
    }

    /// A `--map` to complete, from the names that keys of these roles usually have.
    private var suggestedMap: String {
        let names: [(role: String, usual: [String])] = [
            ("stream", ["stream_id", "streamId", "stream_name", "stream", "aggregate_id", "aggregateId", "entity_id", "subject"]),
            ("type", ["event_type", "eventType", "type", "event", "event_name", "eventName", "action", "kind", "verb", "op", "name"]),
            ("time", ["time", "timestamp", "created_at", "createdAt", "occurred_at", "occurredAt", "ts", "at", "date"]),
        ]
        let found = names.compactMap { role, usual -> String? in
            let key = usual.first(where: firstKeys.contains) ?? (role == "stream" ? firstKeys.first { $0.hasSuffix("_id") || $0.hasSuffix("Id") } : nil)
            if let key { return "\(role)=\(JSONPath([.key(ExactString(key))]))" }
            // These two nobody can do without.
            return role == "time" ? nil : "\(role)=.PATH"
        }
        return found.joined(separator: ",")
    }

    func problem(in head: [UInt8], from start: Int) -> SourceError.Problem {
        guard records == 0 else {
            return .unknownFormat(keys: firstKeys, suggestion: suggestedMap)
        }
        let line = head[start...].split(separator: 0x0A, omittingEmptySubsequences: false)
            .enumerated().first { !$0.element.allSatisfy(DocumentSplitter.isSpace) }
        guard let line else { return .noEvents }
        do {
            try JSONParser().parse(line.element) { _ in }
            return .malformed(line: line.offset + 1, column: 1, offset: line.element.startIndex, message: "a JSON value, but no object")
        } catch let error as JSONError {
            return .malformed(
                line: line.offset + 1, column: error.offset + 1, offset: line.element.startIndex + error.offset,
                message: error.description)
        } catch {
            return .noEvents
        }
    }
}
