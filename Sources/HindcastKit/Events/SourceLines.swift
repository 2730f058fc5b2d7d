import EventLog

/// The lines that events were read from, byte for byte.
struct SourceLines {
    private let history: History

    init(_ history: History) { self.history = history }

    /// The record with the white space around it on its line, a CR at the end included. A record that shares its line with
    /// others, or spans several, is given alone.
    /// - Complexity: two small reads beside the record.
    /// - Throws: `SourceError`.
    func bytes(of recorded: RecordedEvent) throws -> [UInt8] {
        let file = history.source(of: recorded.event.position).file
        let start = recorded.place.offset
        let end = start + recorded.raw.count
        guard let before = try Self.blank(before: start, in: file), let after = try Self.blank(after: end, in: file) else {
            return recorded.raw
        }
        return before + recorded.raw + after
    }

    /// Nil where something stands between the record and the end of its line.
    private static func blank(after end: Int, in file: SourceFile) throws -> [UInt8]? {
        var blank: [UInt8] = []
        while true {
            let block = try file.read((end + blank.count)..<(end + blank.count + blockSize))
            if let feed = block.firstIndex(of: lineFeed) {
                return block[..<feed].allSatisfy(isBlank) ? blank + block[..<feed] : nil
            }
            guard block.allSatisfy(isBlank) else { return nil }
            blank += block
            if block.count < blockSize { return blank }
        }
    }

    private static func blank(before start: Int, in file: SourceFile) throws -> [UInt8]? {
        var blank: [UInt8] = []
        while true {
            let end = start - blank.count
            let block = try file.read(max(0, end - blockSize)..<end)
            if let feed = block.lastIndex(of: lineFeed) {
                return block[(feed + 1)...].allSatisfy(isBlank) ? block[(feed + 1)...] + blank : nil
            }
            if end - block.count == 0 {
                // A byte order mark belongs to the file, not to its first line.
                let line = block.starts(with: [0xEF, 0xBB, 0xBF]) ? block[3...] : block[...]
                return line.allSatisfy(isBlank) ? line + blank : nil
            }
            guard block.allSatisfy(isBlank) else { return nil }
            blank = block + blank
        }
    }

    private static let blockSize = 16
    private static let lineFeed: UInt8 = 0x0A

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}
