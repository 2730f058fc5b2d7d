internal import Glibc

/// The lines of a part of a file, as they lie there: only LF ends one, nothing is trimmed.
struct FileLines {
    struct Line {
        /// Without the LF; empty where the line is too long. Lives only inside the closure.
        let bytes: UnsafeBufferPointer<UInt8>
        /// In bytes from the start of the file.
        let offset: Int
        /// The LF counted.
        let length: Int
        /// False for a last line without LF.
        let isTerminated: Bool
        let isTooLong: Bool
    }

    /// Fills a buffer from an offset on and says how many bytes it got; 0 at the end.
    typealias Read = (UnsafeMutableRawBufferPointer, Int) throws(FileCallError) -> Int

    let read: Read
    /// Begins at the start of a line.
    let range: Range<Int>

    private static let blockSize = 1 << 20

    /// Calls `body` for each line until it returns false.
    /// - Complexity: O(bytes); memory for one block or the longest line that is read.
    func forEach(_ body: (Line) -> Bool) throws(FileCallError) {
        var buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(Self.blockSize, max(range.count, 64)), alignment: 64)
        defer { buffer.deallocate() }
        var filled = 0
        var searched = 0
        var start = range.lowerBound  // of the line at the buffer's beginning
        var dropped = 0  // bytes of a line that is too long, no longer in the buffer
        var position = range.lowerBound

        while position < range.upperBound {
            if filled == buffer.count {
                if dropped > 0 || filled > BlockReader.longestLine {
                    dropped += filled
                    (filled, searched) = (0, 0)
                } else {
                    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 2, alignment: 64)
                    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
                    buffer.deallocate()
                    buffer = larger
                }
            }
            let free = UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<min(buffer.count, filled + range.upperBound - position)])
            let count = try read(free, position)
            if count == 0 { break }
            position += count
            filled += count

            var used = 0
            while let end = Self.lineFeed(in: buffer, searched..<filled) {
                let length = dropped + end + 1 - used
                let isTooLong = dropped > 0 || end - used > BlockReader.longestLine
                let bytes = isTooLong ? buffer[used..<used] : buffer[used..<end]
                let line = Line(
                    bytes: UnsafeRawBufferPointer(rebasing: bytes).assumingMemoryBound(to: UInt8.self), offset: start, length: length,
                    isTerminated: true, isTooLong: isTooLong)
                guard body(line) else { return }
                start += length
                dropped = 0
                used = end + 1
                searched = used
            }
            if used > 0 {
                memmove(buffer.baseAddress!, buffer.baseAddress! + used, filled - used)
                filled -= used
            }
            searched = filled
        }
        guard filled + dropped > 0 else { return }
        let isTooLong = dropped > 0 || filled > BlockReader.longestLine
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<(isTooLong ? 0 : filled)]).assumingMemoryBound(to: UInt8.self)
        _ = body(Line(bytes: bytes, offset: start, length: dropped + filled, isTerminated: false, isTooLong: isTooLong))
    }

    private static func lineFeed(in buffer: UnsafeMutableRawBufferPointer, _ range: Range<Int>) -> Int? {
        guard !range.isEmpty, let found = memchr(buffer.baseAddress! + range.lowerBound, 0x0A, range.count) else { return nil }
        return UnsafeMutableRawPointer(found) - buffer.baseAddress!
    }
}
