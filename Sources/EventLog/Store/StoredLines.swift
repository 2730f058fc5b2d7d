import JSONText

/// Single lines of a store's file, by where they begin.
struct StoredLines {
    let calls: any FileCalls
    let file: Int32
    /// Nothing behind it is read.
    let end: Int
    private let parser = JSONParser()

    init(calls: any FileCalls, file: Int32, end: Int) {
        self.calls = calls
        self.file = file
        self.end = end
    }

    /// Without its LF.
    func line(at offset: Int) throws(FileCallError) -> [UInt8] {
        var size = 4096
        while true {
            let bytes = try calls.bytes(file, offset..<max(offset, min(offset + size, end)))
            if let end = bytes.firstIndex(of: 0x0A) { return Array(bytes[..<end]) }
            if bytes.count < size { return bytes }
            size *= 8
        }
    }

    func id(at offset: Int) throws -> ExactString? { try parser.parse(try line(at: offset)) { StoreLine($0).id?.string } }
}
