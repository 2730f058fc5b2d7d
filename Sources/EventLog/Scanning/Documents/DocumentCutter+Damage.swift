extension DocumentCutter {
    enum Damaged {
        /// A record, or a document that wraps none.
        case value
        /// What stands behind a document's records.
        case end
        /// The same of a document whose damage is told already.
        case endOfTold
    }

    /// Tells a damaged value, once, and goes on behind it: where its brackets close and something follows that may, or where a line or
    /// a text begins as records do.
    /// - Parameter since: records that begin within a line are looked for from here on.
    mutating func recover(from start: Int, since: Int, isElement: Bool, of what: Damaged) throws(SourceError) {
        window.restart(at: max(0, min(start, window.limit)))
        hold(start)
        at = start
        if firstKey.isEmpty, what == .value { firstKey = try key(at: start) ?? [] }
        let indent = indentation(of: start)
        let first = try byte(start)
        let isObject = first == UInt8(ascii: "{")
        // A word, which has no inside.
        let isScalar = what == .value && isElement && !isObject && first != UInt8(ascii: "[") && first != UInt8(ascii: "\"")
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
            if isScalar, Self.endsScalar(byte) {
                end = at
                break
            }
            if balanced == nil, what == .value {
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
        } else if what == .value {
            try sink.take(start..<max(stop, start + 1), isElement: isElement, isSound: false, isTorn: isTorn, in: window)
        } else if what == .end {
            try sink.note(isTorn ? .tornTail : .malformed, "the document around the records does not end as it should", at: start, in: window)
        }
    }

    private static func endsScalar(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x0A: true
        default: false
        }
    }

    /// Whether what follows a value may follow one.
    mutating func mayEndValue(_ place: Int, isElement: Bool, isObject: Bool) throws(SourceError) -> Bool {
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

    /// Whether nothing but the ends of documents follows.
    mutating func isEnd(_ place: Int) throws(SourceError) -> Bool {
        var place = place
        while let byte = try byte(place), DocumentSplitter.isSpace(byte) || byte == UInt8(ascii: "}") { place += 1 }
        return try byte(place) == nil
    }

    /// How far a value stands in its line, if it is the first there.
    func indentation(of start: Int) -> Int? {
        var place = start
        while place > window.base {
            let byte = window[place - 1]
            if byte == 0x0A { return start - place }
            guard byte == 0x20 || byte == 0x09 else { return nil }
            place -= 1
        }
        return place == 0 ? start : nil
    }
}
