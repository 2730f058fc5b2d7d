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

/// Cuts a file of documents into values as it is read: the elements of arrays, the records that documents wrap, or the documents
/// themselves. Memory is bounded by the longest value, `BlockReader.longestLine` at most.
///
/// It knows JSON's punctuation, so that it notices where a value is damaged; it then goes on where the next one most likely begins.
struct DocumentCutter<Sink: DocumentSink> {
    private let window: DocumentWindow
    private(set) var sink: Sink
    private let container: RecordContainer?
    private var at: Int
    /// The first key of a sound record: others begin with it, too.
    private var firstKey: [UInt8] = []
    /// Whether the end of the file was told already.
    private var hasToldEnd = false
    private var grammar = JSONGrammar()
    /// Whether the elements at hand stand behind keys.
    private var isKeyed = false

    private static var longest: Int { BlockReader.longestLine }
    /// Kept before a value, to see how its line begins.
    private static var lookBack: Int { 256 }

    init(_ window: DocumentWindow, from start: Int, container: RecordContainer?, sink: Sink) {
        self.window = window
        self.sink = sink
        self.container = container
        at = start
    }

    /// Takes all values to the end, or until the sink wants no more.
    /// - Complexity: O(bytes) for sound text; damage may cost a second look.
    mutating func run() throws(SourceError) {
        while sink.wantsMore {
            hold(at)
            guard let byte = try byte(at) else { break }
            switch byte {
            case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ","): at += 1
            case UInt8(ascii: "["):
                at += 1
                try cutElements(isKeyed: false)
            case UInt8(ascii: "{"):
                if let container { try cutDocument(container) } else { try cutValue(isElement: false) }
            default: try passStray()
            }
        }
        try sink.flush(upTo: at, in: window)
    }

    // MARK: Containers

    /// What lies between the brackets; begins behind the first.
    private mutating func cutElements(isKeyed: Bool) throws(SourceError) {
        let close = isKeyed ? UInt8(ascii: "}") : UInt8(ascii: "]")
        self.isKeyed = isKeyed
        /// Whether a value may follow, or must, or must not.
        var awaits = Awaited.first
        while sink.wantsMore {
            hold(at)
            guard let byte = try byte(at) else {
                if sink.wantsMore, !hasToldEnd { try sink.note(.tornTail, "the file ends inside of the document", at: at, in: window) }
                hasToldEnd = true
                return
            }
            switch byte {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            case close:
                if awaits == .value { try sink.note(.malformed, "a value was expected", at: at, in: window) }
                at += 1
                return
            case UInt8(ascii: ","):
                if awaits == .first || awaits == .value { try sink.note(.malformed, "a value was expected", at: at, in: window) }
                awaits = .value
                at += 1
            default:
                if awaits == .comma { try sink.note(.malformed, "\",\" or a closing bracket was expected", at: at, in: window) }
                var isValue = true
                if isKeyed { isValue = try passKey() }
                if isValue { isValue = try isValueStart() }
                if isValue {
                    awaits = try cutValue(isElement: true) ? .comma : .any
                } else {
                    try passStray()
                    awaits = .any
                }
            }
        }
    }

    private enum Awaited { case first, value, comma, any }

    private mutating func passKey() throws(SourceError) -> Bool {
        guard try byte(at) == UInt8(ascii: "\"") else { return false }
        let start = at
        guard case .whole = try walk(from: start) else {
            at = start
            return false
        }
        try passSpace()
        guard try byte(at) == UInt8(ascii: ":") else { return false }
        at += 1
        try passSpace()
        return true
    }

    private mutating func passSpace() throws(SourceError) {
        while let byte = try byte(at), DocumentSplitter.isSpace(byte) { at += 1 }
    }

    private mutating func isValueStart() throws(SourceError) -> Bool {
        switch try byte(at) ?? 0 {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            return true
        default: return false
        }
    }

    /// An object that may wrap records.
    private mutating func cutDocument(_ container: RecordContainer) throws(SourceError) {
        let start = at
        hold(start)
        if container.keys.isEmpty {
            at += 1
            return try cutElements(isKeyed: true)
        }
        guard case .container = try walk(from: start, to: container), at - start <= Self.longest else {
            // None that wraps anything.
            window.restart(at: start)
            at = start
            _ = try cutValue(isElement: false)
            return
        }
        var shell = DocumentShell()
        shell.add(window.text(start..<(at + 1)), at: start)
        at += 1
        try cutElements(isKeyed: container.isKeyed)
        guard sink.wantsMore, !hasToldEnd else { return }
        let rest = at - 1
        hold(rest)
        grammar.enterObjects(container.keys.count)
        let walked = try walk(from: rest, resumes: true)
        if case .whole = walked, at - rest <= Self.longest {
            shell.add(window.text(rest..<at), at: rest)
            return try sink.take(shell: shell, in: window)
        }
        // Its end is damaged, or is no end at all: what follows may be more records.
        var since = rest + 1
        if case .damaged(let damage) = walked { since = max(since, damage) }
        try recover(from: rest, since: since, isElement: false, startsValue: false)
    }

    // MARK: Values

    /// Whether it was sound.
    @discardableResult
    private mutating func cutValue(isElement: Bool) throws(SourceError) -> Bool {
        let start = at
        hold(start)
        switch try walk(from: start) {
        case .whole, .container:
            if at - start > Self.longest {
                try sink.note(.tooLong, "longer than \(Self.longest >> 20) MiB", at: start, in: window)
            } else {
                learnFirstKey(start..<at)
                try sink.take(start..<at, isElement: isElement, isSound: true, isTorn: false, in: window)
            }
            return true
        case .unclosed:
            guard sink.wantsMore, !window.isBeginning else {
                at = max(at, window.limit)
                hasToldEnd = true
                return false
            }
            try recover(from: start, since: start + 1, isElement: isElement, startsValue: true)
        case .damaged(let since):
            try recover(from: start, since: since, isElement: isElement, startsValue: true)
        }
        return false
    }

    /// Text that begins no value, up to the end of its line or to the next record.
    private mutating func passStray() throws(SourceError) {
        let start = at
        hold(start)
        var isFirst = true
        while let byte = try byte(at), byte != 0x0A {
            if !isFirst, byte == UInt8(ascii: "{"), try beginsAsOthers(at) { break }
            if at - start > Self.longest { hold(at) }
            isFirst = false
            at += 1
        }
        try sink.note(.malformed, "neither object nor array", at: start, in: window)
    }

    /// The same punctuation as the parser's. Where it is not as it has to be, `since` is the place from which on to look further.
    private enum Walk {
        case whole
        case container
        case damaged(since: Int)
        case unclosed
    }

    /// Goes over one value, to behind its end or to its container's bracket.
    private mutating func walk(from start: Int, to wanted: RecordContainer? = nil, resumes: Bool = false) throws(SourceError) -> Walk {
        if !resumes { grammar.begin() }
        var at = start
        if resumes { at += 1 }
        var bytes = window.bytes
        var base = window.base
        var limit = window.limit
        var lastString = start
        // Of the wanted path: keys whose objects are open, and whether the value that follows is the next one's.
        var entered = 0
        var isNext = false
        while true {
            if at >= limit {
                guard try goOn(at, start) else {
                    self.at = at
                    return .unclosed
                }
                (bytes, base, limit) = (window.bytes, window.base, window.limit)
            }
            let byte = bytes[at - base]
            switch byte {
            case 0x20, 0x0A, 0x0D, 0x09:
                at += 1
                continue
            case UInt8(ascii: "\""):
                let isKey = grammar.awaitsKey
                guard isKey || grammar.awaitsValue else { return .damaged(since: at) }
                lastString = at
                at += 1
                string: while true {
                    if at >= limit {
                        guard try goOn(at, start) else {
                            self.at = at
                            return .unclosed
                        }
                        (bytes, base, limit) = (window.bytes, window.base, window.limit)
                    }
                    let byte = bytes[at - base]
                    at += 1
                    if byte == UInt8(ascii: "\"") { break string }
                    guard byte >= 0x20 else { return .damaged(since: lastString) }
                    guard byte == UInt8(ascii: "\\") else { continue }
                    if at >= limit {
                        guard try goOn(at, start) else {
                            self.at = at
                            return .unclosed
                        }
                        (bytes, base, limit) = (window.bytes, window.base, window.limit)
                    }
                    guard bytes[at - base] >= 0x20 else { return .damaged(since: lastString) }
                    at += 1
                }
                if isKey {
                    grammar.tookKey()
                    if let wanted {
                        isNext = false
                        let depth = grammar.depth
                        if entered == depth - 1, depth <= wanted.keys.count, lastString >= base {
                            let key = UnsafeBufferPointer(start: bytes + (lastString + 1 - base), count: at - lastString - 2)
                            isNext = key.elementsEqual(wanted.keys[depth - 1].bytes)
                        }
                    }
                    continue
                }
                grammar.tookValue()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard grammar.awaitsValue else { return .damaged(since: lastString) }
                let isObject = byte == UInt8(ascii: "{")
                if let wanted, isNext {
                    isNext = false
                    if grammar.depth == wanted.keys.count {
                        if isObject == wanted.isKeyed {
                            self.at = at
                            return .container
                        }
                    } else if isObject {
                        entered = grammar.depth
                    }
                }
                guard grammar.open(isObject: isObject) else { return .damaged(since: start + 1) }
                at += 1
                continue
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard grammar.close(isObject: byte == UInt8(ascii: "}")) else { return .damaged(since: lastString) }
                entered = min(entered, max(0, grammar.depth - 1))
                at += 1
            case UInt8(ascii: ","):
                guard grammar.comma() else { return .damaged(since: lastString) }
                at += 1
                continue
            case UInt8(ascii: ":"):
                guard grammar.colon() else { return .damaged(since: lastString) }
                at += 1
                continue
            default:
                guard grammar.awaitsValue else { return .damaged(since: lastString) }
                var word: UInt64 = 0
                let first = byte
                while true {
                    if at >= limit {
                        guard try goOn(at, start) else { break }
                        (bytes, base, limit) = (window.bytes, window.base, window.limit)
                    }
                    let byte = bytes[at - base]
                    guard JSONGrammar.isOfWord(byte) else { break }
                    word = word << 8 | UInt64(byte)
                    at += 1
                }
                guard JSONGrammar.isNumberStart(first) || JSONGrammar.isLiteral(word) else { return .damaged(since: lastString) }
                grammar.tookValue()
            }
            if grammar.depth == 0 {
                self.at = at
                return .whole
            }
        }
    }

    /// More text behind `at`; what began at `start` is kept as long as it may be a record.
    private mutating func goOn(_ at: Int, _ start: Int) throws(SourceError) -> Bool {
        if at - start > Self.longest {
            try sink.flush(upTo: start, in: window)
            window.keep = at
        }
        guard sink.wantsMore else { return false }
        return try window.grow()
    }

    // MARK: Damage

    /// Tells a damaged value, once, and goes on behind it: where its brackets close and something follows that may, or where a line or
    /// a text begins as records do.
    /// - Parameter since: records that begin within a line are looked for from here on.
    private mutating func recover(from start: Int, since: Int, isElement: Bool, startsValue: Bool) throws(SourceError) {
        window.restart(at: max(0, min(start, window.limit)))
        hold(start)
        at = start
        if firstKey.isEmpty, startsValue { firstKey = try key(at: start) ?? [] }
        let indent = indentation(of: start)
        let isObject = try byte(start) == UInt8(ascii: "{")
        var (depth, quoted, skips) = (0, false, false)
        var balanced: Int?
        var lineStart = start
        var isBlank = false
        var last: UInt8 = 0
        /// Behind the last byte that is neither white space nor a comma: where the damaged value ends at the latest.
        var filled = start
        var end: Int?
        while let byte = try byte(at) {
            if byte == UInt8(ascii: "{"), at > start {
                let isLine = isBlank && indent == at - lineStart && last != UInt8(ascii: ":")
                let follows = last == UInt8(ascii: ",") || last == UInt8(ascii: "}")
                var isNext = isLine && isElement
                if !isNext, isLine || at >= since && follows { isNext = try beginsAsOthers(at) }
                if isNext {
                    end = at
                    break
                }
            }
            if balanced == nil, startsValue {
                if skips {
                    skips = false
                } else if quoted {
                    if byte == UInt8(ascii: "\\") { skips = true } else if byte == UInt8(ascii: "\"") { quoted = false }
                } else if byte == UInt8(ascii: "\"") {
                    quoted = true
                } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                    depth += 1
                } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                    depth -= 1
                    if depth <= 0 {
                        balanced = at + 1
                        if isObject, isElement, byte == UInt8(ascii: "]"), try isEnd(at + 1) {
                            // Its own bracket is missing: this one is the container's.
                            end = at
                            break
                        }
                        if depth == 0, isObject == (byte == UInt8(ascii: "}")), try mayEndValue(at + 1, isElement: isElement, isObject: isObject) {
                            filled = at + 1
                            end = at + 1
                            break
                        }
                    }
                }
            }
            if byte == 0x0A {
                (lineStart, isBlank) = (at + 1, true)
            } else if !DocumentSplitter.isSpace(byte) {
                isBlank = false
                last = byte
                if byte != UInt8(ascii: ",") { filled = at + 1 }
            }
            at += 1
            if at - start > Self.longest { hold(at - Self.lookBack) }
            if !sink.wantsMore { return }
        }
        let isTorn = end == nil
        let stop = filled
        at = end ?? at
        if isTorn { hasToldEnd = true }
        if stop - start > Self.longest {
            try sink.note(.tooLong, "longer than \(Self.longest >> 20) MiB", at: start, in: window)
        } else if startsValue {
            try sink.take(start..<max(stop, start + 1), isElement: isElement, isSound: false, isTorn: isTorn, in: window)
        } else {
            try sink.note(isTorn ? .tornTail : .malformed, "the document around the records does not end as it should", at: start, in: window)
        }
    }

    /// Whether what follows a value may follow one.
    private mutating func mayEndValue(_ place: Int, isElement: Bool, isObject: Bool) throws(SourceError) -> Bool {
        let end = place
        var place = place
        var isNewLine = false
        while let byte = try byte(place), DocumentSplitter.isSpace(byte) {
            if byte == 0x0A { isNewLine = true }
            place += 1
        }
        guard let byte = try byte(place) else { return true }
        switch byte {
        case UInt8(ascii: ","):
            // A bracket too many may have closed it: what follows then is the rest of it, and no object.
            guard isElement, isObject else { return true }
            repeat { place += 1 } while try isSpace(at: place)
            guard let next = try self.byte(place) else { return true }
            return next == (isKeyed ? UInt8(ascii: "\"") : UInt8(ascii: "{"))
        case UInt8(ascii: "]"), UInt8(ascii: "}"): return isElement
        case UInt8(ascii: "{"), UInt8(ascii: "["): return !isElement && (isNewLine || place == end)
        default: return false
        }
    }

    private mutating func isSpace(at place: Int) throws(SourceError) -> Bool {
        guard let byte = try byte(place) else { return false }
        return DocumentSplitter.isSpace(byte)
    }

    /// Whether nothing but the ends of documents follows.
    private mutating func isEnd(_ place: Int) throws(SourceError) -> Bool {
        var place = place
        while let byte = try byte(place), DocumentSplitter.isSpace(byte) || byte == UInt8(ascii: "}") { place += 1 }
        return try byte(place) == nil
    }

    /// How far a value stands in its line, if it is the first there.
    private func indentation(of start: Int) -> Int? {
        var place = start
        while place > window.base {
            let byte = window[place - 1]
            if byte == 0x0A { return start - place }
            guard byte == 0x20 || byte == 0x09 else { return nil }
            place -= 1
        }
        return place == 0 ? start : nil
    }

    private mutating func beginsAsOthers(_ place: Int) throws(SourceError) -> Bool {
        guard !firstKey.isEmpty else { return false }
        return try key(at: place) == firstKey
    }

    /// An object's first key, if it is short.
    private mutating func key(at place: Int) throws(SourceError) -> [UInt8]? {
        guard try byte(place) == UInt8(ascii: "{") else { return nil }
        var place = place + 1
        while let byte = try byte(place), DocumentSplitter.isSpace(byte) { place += 1 }
        guard try byte(place) == UInt8(ascii: "\"") else { return nil }
        var key: [UInt8] = []
        place += 1
        while let byte = try byte(place), key.count < 64 {
            if byte == UInt8(ascii: "\"") { return key }
            guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
            key.append(byte)
            place += 1
        }
        return nil
    }

    private mutating func learnFirstKey(_ range: Range<Int>) {
        guard firstKey.isEmpty, window[range.lowerBound] == UInt8(ascii: "{") else { return }
        firstKey = (try? key(at: range.lowerBound)) ?? []
    }

    // MARK: Text

    private mutating func byte(_ offset: Int) throws(SourceError) -> UInt8? {
        while offset >= window.limit {
            guard sink.wantsMore, try window.grow() else { return nil }
        }
        return window[offset]
    }

    private func hold(_ offset: Int) { window.keep = max(0, min(sink.oldest ?? offset, offset) - Self.lookBack) }
}
