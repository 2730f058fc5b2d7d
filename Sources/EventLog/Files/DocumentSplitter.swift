/// Finds where the values of a text begin and end, whatever the line breaks: pretty-printed documents, one after another.
///
/// Knows only brackets and strings; whether a value is sound is for the parser to say.
struct DocumentSplitter: IteratorProtocol, Sequence {
    enum Piece: Equatable {
        case value(Range<Int>)
        /// Text between values that cannot begin one, up to the end of its line.
        case stray(Range<Int>)
    }

    private let text: [UInt8]
    private var at: Int

    init(_ text: [UInt8], from start: Int = 0) {
        self.text = text
        at = start
    }

    /// O(bytes of the piece).
    mutating func next() -> Piece? {
        while at < text.count, Self.isSpace(text[at]) || text[at] == UInt8(ascii: ",") { at += 1 }
        guard at < text.count else { return nil }
        let start = at
        guard text[at] == UInt8(ascii: "{") || text[at] == UInt8(ascii: "[") else {
            while at < text.count, text[at] != 0x0A { at += 1 }
            return .stray(start..<at)
        }
        var depth = 0
        var quoted = false
        while at < text.count {
            let byte = text[at]
            at += 1
            if quoted {
                if byte == UInt8(ascii: "\\") { at = Swift.min(at + 1, text.count) } else if byte == UInt8(ascii: "\"") { quoted = false }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): quoted = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return .value(start..<at) }
            default: break
            }
        }
        return .value(start..<at)
    }

    /// Behind a byte order mark, and a comment `/* … */` as licences stand in.
    static func start(of text: [UInt8]) -> Int {
        var start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = text[start...].firstIndex { !isSpace($0) } ?? start
        guard text[first...].starts(with: "/*".utf8) else { return start }
        var at = first + 2
        while at + 1 < text.count {
            if text[at] == UInt8(ascii: "*"), text[at + 1] == UInt8(ascii: "/") {
                start = at + 2
                break
            }
            at += 1
        }
        return start
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
