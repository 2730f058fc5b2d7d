import JSONText

/// What JSON lines are wrapped in by tools that write them for another purpose. Line after line is unwrapped, so that a line keeps its
/// number.
package enum Wrapping: Hashable, Sendable {
    /// https://html.spec.whatwg.org/multipage/server-sent-events.html, as `curl` saves them: `data: {…}` among other fields.
    case serverSentEvents
    /// PostgreSQL's `copy … to stdout`, which doubles every backslash: https://www.postgresql.org/docs/current/sql-copy.html
    case copied
    /// A column of CSV: a row in quotes, and every quote in it doubled.
    case quoted

    /// What `info` says of it.
    var note: String {
        switch self {
        case .serverSentEvents: "server-sent events; their data lines are read, their other fields are passed over"
        case .copied: "written by PostgreSQL's copy, which doubles backslashes; that is undone"
        case .quoted: "rows in quotes, as CSV has them; the quotes are taken away"
        }
    }

    /// So much of a file is looked at.
    static let headSize = 64 << 10
    private static let sampleLines = 100

    /// Nil for what is JSON as it stands, or is nothing that is known.
    /// - Parameter head: the first `headSize` bytes, or all.
    static func of(_ head: [UInt8]) -> Wrapping? {
        let lines = lines(of: head)
        if lines.first.map(isServerSent) == true, lines.contains(where: { Unwrapper.data(of: $0)?.first.map(isBracket) == true }) {
            return .serverSentEvents
        }
        if lines.prefix(2).contains(where: isQuoted) { return .quoted }
        return isCopied(lines) ? .copied : nil
    }

    /// Those that are there whole and hold anything.
    private static func lines(of head: [UInt8]) -> [ArraySlice<UInt8>] {
        let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? head[3...] : head[...]
        var lines = text.split(separator: 0x0A, maxSplits: 3 * sampleLines, omittingEmptySubsequences: true)
        // The last one goes on, or holds all the rest.
        if lines.count > 1, head.last != 0x0A { lines.removeLast() }
        return Array(lines.lazy.map { $0.last == 0x0D ? $0.dropLast() : $0 }.filter { !$0.allSatisfy(DocumentSplitter.isSpace) }.prefix(sampleLines))
    }

    private static func isBracket(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }

    private static func isServerSent(_ line: ArraySlice<UInt8>) -> Bool {
        [":", "data:", "event:", "id:", "retry:"].contains { line.starts(with: $0.utf8) }
    }

    private static func isQuoted(_ line: ArraySlice<UInt8>) -> Bool { line.starts(with: "\"{\"\"".utf8) || line.starts(with: "\"[{\"\"".utf8) }

    /// Where a line is JSON only once its backslashes are halved, and none ceases to be JSON by that.
    private static func isCopied(_ lines: [ArraySlice<UInt8>]) -> Bool {
        let parser = JSONParser()
        func isJSON(_ text: some Collection<UInt8>) -> Bool { (try? parser.parse(Array(text)) { _ in true }) ?? false }
        var speaksForIt = false
        for line in lines where line.contains(UInt8(ascii: "\\")) {
            var undone: [UInt8] = []
            Unwrapper.undoCopy(of: line, into: &undone)
            switch (isJSON(line), isJSON(undone)) {
            case (true, false): return false
            case (false, true): speaksForIt = true
            default: break
            }
        }
        return speaksForIt
    }
}
