import JSONText

/// What a line of a store may be that is no JSON text.
struct UnreadableLine {
    let text: UnsafeBufferPointer<UInt8>
    let parser: JSONParser

    var isZero: Bool { text.allSatisfy { $0 == 0 } }

    /// Zeros, or how every line begins that an append writes, with zeros where the rest of it should be.
    var isOwnBeginning: Bool {
        guard !text.isEmpty else { return false }
        let written = UnsafeBufferPointer(rebasing: text[..<(text.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)])
        return written.starts(with: Self.beginning) || Self.beginning.starts(with: written)
    }

    private static let beginning = Array("{\"stream\":".utf8)

    /// Whether it opens a value over several lines, or is an element of one.
    var isPartOfDocument: Bool {
        func isOpening(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") }
        func isAround(_ byte: UInt8) -> Bool {
            DocumentSplitter.isSpace(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
        }
        if text.allSatisfy({ isOpening($0) || DocumentSplitter.isSpace($0) }) { return true }
        guard let start = text.firstIndex(where: { !isAround($0) }), let end = text.lastIndex(where: { !isAround($0) }),
            text[start] == UInt8(ascii: "{"), text[end] == UInt8(ascii: "}")
        else { return false }
        return isObject(text[start...end])
    }

    /// Where an object ends that is whole, though something stands behind it; nil where there is none.
    var endOfWhole: Int? {
        guard let range = Self.firstValue(in: text[...]), range.lowerBound == 0, isObject(text[range]) else { return nil }
        return range.upperBound
    }

    /// Whether a whole value stands behind the first.
    func isWhole(behind end: Int) -> Bool {
        guard let range = Self.firstValue(in: text[end...]) else { return false }
        return (try? parser.parse(UnsafeBufferPointer(rebasing: text[range])) { _ in true }) ?? false
    }

    private func isObject(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        (try? parser.parse(UnsafeBufferPointer(rebasing: part)) { $0.kind == .object }) ?? false
    }

    private static func firstValue(in part: Slice<UnsafeBufferPointer<UInt8>>) -> Range<Int>? {
        var splitter = DocumentSplitter(Array(part))
        guard case .value(let range)? = splitter.next() else { return nil }
        return (part.startIndex + range.lowerBound)..<(part.startIndex + range.upperBound)
    }
}
