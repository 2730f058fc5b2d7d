/// Cuts a file of documents into values as it is read: the elements of arrays, the records that documents wrap, or the documents
/// themselves. Memory is bounded by the longest value, `BlockReader.longestLine` at most.
///
/// It knows JSON's punctuation, so that it notices where a value is damaged; it then goes on where the next one most likely begins.
struct DocumentCutter<Sink: DocumentSink> {
    let window: DocumentWindow
    var sink: Sink
    let container: RecordContainer?
    var at: Int
    /// The first key of a sound record: others begin with it, too. That of a document which wraps some.
    var firstKey: [UInt8] = []
    var documentKey: [UInt8] = []
    /// Whether a container was found by its key alone, as the document is damaged before it.
    var hasSought = false
    /// Documents that are damaged before here have none behind the damage.
    var keylessBefore = 0
    /// Whether the end of the file was told already.
    var hasToldEnd = false
    var grammar = JSONGrammar()
    /// Whether the elements at hand stand behind keys.
    var isKeyed = false

    static var longest: Int { BlockReader.longestLine }
    /// Kept before a value, to see how its line begins.
    static var lookBack: Int { 256 }

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

    // MARK: Elements

    /// What lies between the brackets; begins behind the first.
    mutating func cutElements(isKeyed: Bool) throws(SourceError) {
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

    enum Awaited { case first, value, comma, any }

    // MARK: Values

    /// Whether it was sound.
    @discardableResult
    mutating func cutValue(isElement: Bool) throws(SourceError) -> Bool {
        let start = at
        hold(start)
        let walked = try walk(from: start)
        if case .whole = walked, !isElement, try isFollowedByMember(at) {
            // A bracket too many has closed it.
            try recover(from: start, since: at, isElement: false, of: .value)
            return false
        }
        switch walked {
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
            try recover(from: start, since: start + 1, isElement: isElement, of: .value)
        case .damaged(let since):
            try recover(from: start, since: since, isElement: isElement, of: .value)
        }
        return false
    }

    /// Text that begins no value, up to the end of its line or to the next record.
    mutating func passStray() throws(SourceError) {
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

    // MARK: Text

    mutating func byte(_ offset: Int) throws(SourceError) -> UInt8? {
        while offset >= window.limit {
            guard sink.wantsMore, try window.grow() else { return nil }
        }
        return window[offset]
    }

    func hold(_ offset: Int) { window.keep = max(0, min(sink.oldest ?? offset, offset) - Self.lookBack) }

    mutating func passSpace() throws(SourceError) {
        while let byte = try byte(at), DocumentSplitter.isSpace(byte) { at += 1 }
    }

    mutating func isSpace(at place: Int) throws(SourceError) -> Bool {
        guard let byte = try byte(place) else { return false }
        return DocumentSplitter.isSpace(byte)
    }

    mutating func isValueStart() throws(SourceError) -> Bool {
        switch try byte(at) ?? 0 {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
            return true
        default: return false
        }
    }
}
