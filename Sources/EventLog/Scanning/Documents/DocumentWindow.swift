internal import Glibc

/// The part of a file that a cutter is at: grows at its end, and gives up at its beginning what nobody needs any more.
final class DocumentWindow {
    let file: SourceFile
    /// How far the file is read, in bytes.
    let end: Int
    /// Whether more is to come behind that, so that what stands there is not cut off.
    let isBeginning: Bool
    /// Where its first byte lies in the file.
    private(set) var base: Int
    private(set) var count = 0
    /// What lies before may be given up.
    var keep: Int
    private var memory: UnsafeMutableRawBufferPointer

    private static let blockSize = 256 << 10

    init(_ file: SourceFile, from start: Int, to end: Int, isBeginning: Bool) {
        self.file = file
        self.end = end
        self.isBeginning = isBeginning
        base = start
        keep = start
        memory = .allocate(byteCount: 4 * Self.blockSize, alignment: 64)
    }

    deinit { memory.deallocate() }

    /// Behind its last byte.
    var limit: Int { base + count }

    var bytes: UnsafePointer<UInt8> { UnsafePointer(memory.baseAddress!.assumingMemoryBound(to: UInt8.self)) }

    subscript(offset: Int) -> UInt8 { bytes[offset - base] }

    func text(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + (range.lowerBound - base), count: range.count)
    }

    /// Reads on by a block. False at the end.
    func grow() throws(SourceError) -> Bool {
        let from = limit
        guard from < end else { return false }
        let wanted = min(Self.blockSize, end - from)
        if memory.count - count < wanted { makeRoom(wanted) }
        let got = try file.read(from..<(from + wanted), into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
        count += got
        return got > 0
    }

    /// Goes back to a place that may have been given up.
    func restart(at offset: Int) {
        keep = offset
        guard offset < base else { return }
        base = offset
        count = 0
    }

    private func makeRoom(_ wanted: Int) {
        let dropped = min(max(0, keep - base), count)
        let left = count - dropped
        // Moved at most as often as it is filled by as much.
        if dropped >= left, memory.count - left >= wanted {
            memmove(memory.baseAddress!, memory.baseAddress! + dropped, left)
        } else {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(memory.count, 2 * (left + wanted)), alignment: 64)
            memcpy(larger.baseAddress!, memory.baseAddress! + dropped, left)
            memory.deallocate()
            memory = larger
        }
        base += dropped
        count = left
    }
}
