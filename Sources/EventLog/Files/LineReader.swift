internal import Glibc

/// The lines of a file, block by block. Only LF ends a line; a CR before it is dropped, so is a byte order mark at the start.
struct LineReader {
    /// Longer lines are no events but a fault to be named: memory stays bounded whatever the file holds.
    static let longestLine = 64 << 20
    private static let blockSize = 1 << 20

    struct Line {
        let bytes: ArraySlice<UInt8>
        /// Where it begins in the file, in bytes.
        let offset: Int
        /// From 1.
        let number: Int
        /// False for a last line without LF.
        let isTerminated: Bool
        /// Only the length is known of a line that is too long; `bytes` is empty then.
        let tooLong: Bool
    }

    private let file: SourceFile

    init(_ file: SourceFile) { self.file = file }

    /// Calls `body` for each line until it returns false.
    /// - Complexity: O(bytes); memory for one block and the longest line.
    func forEach(_ body: (Line) throws -> Bool) throws {
        var pending: [UInt8] = []
        var offset = 0  // of the first byte in `pending`
        var number = 1
        var dropped = 0  // bytes of a line that is too long
        var position = 0

        while true {
            let block = try file.read(position..<(position + Self.blockSize))
            position += block.count
            if block.isEmpty { break }
            // What is left of the last block holds no LF: it is not searched again.
            let searched = pending.count
            pending += block
            var start = 0
            while let end = Self.lineFeed(in: pending, from: max(start, searched)) {
                let line = Line(
                    bytes: dropped > 0 ? [] : Self.trimmed(pending[start..<end], isFirst: number == 1), offset: offset,
                    number: number, isTerminated: true, tooLong: dropped > 0)
                guard try body(line) else { return }
                offset += dropped + end + 1 - start
                start = end + 1
                number += 1
                dropped = 0
            }
            pending.removeSubrange(..<start)
            if pending.count > Self.longestLine || dropped > 0 {
                dropped += pending.count
                pending.removeAll(keepingCapacity: true)
            }
        }
        guard !pending.isEmpty || dropped > 0 else { return }
        _ = try body(Line(
            bytes: Self.trimmed(pending[...], isFirst: number == 1), offset: offset, number: number, isTerminated: false,
            tooLong: dropped > 0))
    }

    /// The standard library's search goes byte by byte; `memchr` takes whole vectors.
    private static func lineFeed(in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard start < buffer.count, let base = buffer.baseAddress,
                let found = memchr(base + start, 0x0A, buffer.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private static func trimmed(_ line: ArraySlice<UInt8>, isFirst: Bool) -> ArraySlice<UInt8> {
        var line = line
        if line.last == 0x0D { line.removeLast() }
        if isFirst, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        return line
    }
}
