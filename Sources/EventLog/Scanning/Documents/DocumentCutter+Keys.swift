/// What records and documents are recognised by where they begin.
extension DocumentCutter {
    mutating func beginsAsOthers(_ place: Int) throws(SourceError) -> Bool {
        guard !firstKey.isEmpty else { return false }
        return try key(at: place) == firstKey
    }

    /// An object's first key, if it is short.
    mutating func key(at place: Int) throws(SourceError) -> [UInt8]? {
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

    mutating func learnFirstKey(_ range: Range<Int>) {
        guard firstKey.isEmpty, window[range.lowerBound] == UInt8(ascii: "{") else { return }
        firstKey = (try? key(at: range.lowerBound)) ?? []
    }

    /// A key and its colon.
    mutating func passKey() throws(SourceError) -> Bool {
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
}
