import JSONText

extension DocumentCutter {
    /// The same punctuation as the parser's. Where it is not as it has to be, `since` is the place from which on to look further.
    enum Walk {
        case whole
        case container
        case damaged(since: Int)
        case unclosed
    }

    /// Goes over one value, to behind its end or to its container's bracket.
    mutating func walk(from start: Int, to wanted: RecordContainer? = nil, resumes: Bool = false) throws(SourceError) -> Walk {
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
    mutating func goOn(_ at: Int, _ start: Int) throws(SourceError) -> Bool {
        if at - start > Self.longest {
            try sink.flush(upTo: start, in: window)
            window.keep = at
        }
        guard sink.wantsMore else { return false }
        return try window.grow()
    }
}
