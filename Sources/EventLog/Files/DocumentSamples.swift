import JSONText

/// The first records of a file of documents, as documents that are sound: what is damaged or lies further back is left out.
enum DocumentSamples {
    /// Documents of at most so many records in all. Empty where not one record ends before `end`.
    static func texts(of file: SourceFile, from start: Int, to end: Int, isWhole: Bool, most: Int) throws(SourceError) -> [ArraySlice<UInt8>] {
        let values = try cut(file, from: start, to: end, isWhole: isWhole, container: nil, most: most).sink
        if !values.elements.isEmpty { return [joined(values.elements)] }
        // Inside a damaged document others seem to begin, which are its records.
        if values.documents.isEmpty || !values.beginsSoundly {
            let wrapped = try wrapped(in: file, from: start, to: end, isWhole: isWhole, most: most)
            if !wrapped.isEmpty { return wrapped }
        }
        return values.documents.map { $0[...] }
    }

    /// The first records of a document that goes on, or is damaged, as one that holds only them. Empty where it wraps none.
    static func wrapped(in file: SourceFile, from start: Int, to end: Int, isWhole: Bool, most: Int) throws(SourceError) -> [ArraySlice<UInt8>] {
        var sought: [(first: Int, depth: Int, document: ArraySlice<UInt8>)] = []
        for place in RecordExpansion.knownPlaces {
            let cutter = try cut(file, from: start, to: end, isWhole: isWhole, container: place, most: most)
            let wrapped = cutter.sink
            let records = wrapped.elements.filter(isObject)
            guard !records.isEmpty, records.count == wrapped.elements.count else { continue }
            let document = document(of: records, in: place)
            if cutter.hasSought {
                sought.append((wrapped.first, place.keys.count, document))
            } else if !place.keys.isEmpty || sought.isEmpty {
                return [document]
            }
        }
        // Where the document is damaged before its records, payloads may have such keys as well: what comes first is the outermost,
        // and of two paths to it the longer one says more.
        return sought.min { ($0.first, -$0.depth) < ($1.first, -$1.depth) }.map { [$0.document] } ?? []
    }

    private static func cut(
        _ file: SourceFile, from start: Int, to end: Int, isWhole: Bool, container: RecordContainer?, most: Int
    ) throws(SourceError) -> DocumentCutter<SampledValues> {
        let window = DocumentWindow(file, from: start, to: end, isBeginning: !isWhole)
        var cutter = DocumentCutter(window, from: start, container: container, sink: SampledValues(most: most))
        try cutter.run()
        return cutter
    }

    private static func isObject(_ text: [UInt8]) -> Bool { text.first == UInt8(ascii: "{") }

    private static func joined(_ elements: [[UInt8]]) -> ArraySlice<UInt8> {
        (Array("[".utf8) + Array(elements.joined(separator: [UInt8(ascii: ",")])) + Array("]".utf8))[...]
    }

    private static func document(of records: [[UInt8]], in place: RecordContainer) -> ArraySlice<UInt8> {
        var list = Array(joined(records))
        if place.isKeyed {
            list = Array("{".utf8) + Array(records.enumerated().map { Array("\"\($0.offset)\":".utf8) + $0.element }.joined(separator: Array(",".utf8)))
                + Array("}".utf8)
        }
        for key in place.keys.reversed() {
            var writer = JSONWriter()
            writer.append(string: key)
            list = Array("{\(writer.text):".utf8) + list + Array("}".utf8)
        }
        return list[...]
    }
}

/// The first sound values of documents.
private struct SampledValues: DocumentSink {
    let most: Int
    /// Elements of containers, and documents that are in none.
    private(set) var elements: [[UInt8]] = []
    private(set) var documents: [[UInt8]] = []
    /// Where the first element begins.
    private(set) var first = Int.max
    /// Whether the first of all is sound.
    private(set) var beginsSoundly = true
    private var isFirst = true
    private let parser = JSONParser()

    init(most: Int) { self.most = most }

    var oldest: Int? { nil }
    var wantsMore: Bool { elements.count + documents.count < most }

    mutating func take(_ range: Range<Int>, isElement: Bool, isSound: Bool, isTorn: Bool, in window: DocumentWindow) throws(SourceError) {
        if isFirst { beginsSoundly = isSound }
        isFirst = false
        let text = Array(window.text(range))
        guard isSound, (try? parser.parse(text, { _ in })) != nil else { return }
        if isElement {
            first = min(first, range.lowerBound)
            elements.append(text)
        } else {
            documents.append(text)
        }
    }

    mutating func note(_ kind: LogProblem.Kind, _ message: String, at offset: Int, in window: DocumentWindow) {}
    mutating func take(shell: DocumentShell, in window: DocumentWindow) {}
    mutating func flush(upTo offset: Int, in window: DocumentWindow) {}
}
