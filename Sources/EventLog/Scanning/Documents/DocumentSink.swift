import JSONText

/// Takes what a cutter finds in documents, in the file's order.
protocol DocumentSink {
    /// From here on the text is still needed; nil: none is.
    var oldest: Int? { get }
    /// False: nothing more is wanted.
    var wantsMore: Bool { get }
    /// A value.
    /// - Parameters:
    ///   - isElement: whether it lies in a container.
    ///   - isSound: whether brackets, quotes and commas are where they belong. What else may be wrong the parser tells.
    ///   - isTorn: whether the file ends inside it.
    mutating func take(_ range: Range<Int>, isElement: Bool, isSound: Bool, isTorn: Bool, in window: DocumentWindow) throws(SourceError)
    mutating func note(_ kind: LogProblem.Kind, _ message: String, at offset: Int, in window: DocumentWindow) throws(SourceError)
    /// A document around a container: all of its text but the elements, and where each part of that lay.
    mutating func take(shell: DocumentShell, in window: DocumentWindow) throws(SourceError)
    /// Before text that was needed is given up, and now and then.
    mutating func flush(upTo offset: Int, in window: DocumentWindow) throws(SourceError)
}

/// A document without its container's elements.
struct DocumentShell {
    var text: [UInt8] = []
    /// Where in the text, and in the file, its parts begin.
    var parts: [(text: Int, file: Int)] = []

    mutating func add(_ bytes: some Collection<UInt8>, at offset: Int) {
        parts.append((text.count, offset))
        text += bytes
    }

    /// In the file, of an offset in the text.
    func offset(of place: Int) -> Int {
        let part = parts.last { $0.text <= place } ?? (0, 0)
        return part.file + place - part.text
    }
}
