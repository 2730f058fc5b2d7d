internal import Glibc

/// Cuts a file into blocks of whole lines that scanners take one by one, in any order: a line belongs to the block in which it begins.
struct BlockReader {
    /// In bytes. Small enough to stay in a processor's cache between the reading and the scanning.
    static let blockSize = 256 << 10
    /// Longer lines are no events but a fault to be named: memory stays bounded whatever the file holds.
    static let longestLine = 64 << 20
    /// Read beyond a block at once, for the end of its last line.
    private static let slack = 4 << 10
    /// Behind what was read, for the scan to look into.
    private static let padding = 64

    struct Block {
        /// Whole lines; at least 64 bytes behind them can be read. Valid until the next block is read.
        let bytes: UnsafeBufferPointer<UInt8>
        let offset: Int
        /// Whether the file ends with it.
        let isEnd: Bool
        /// Where a line begins that is too long to be read; it stands behind the lines.
        let tooLong: Int?
    }

    private let file: SourceFile
    /// Where reading begins, at the start of a line, and ends.
    private let range: Range<Int>
    private let sums: Bool
    private let memory: BlockMemory

    /// - Parameter sums: whether the bytes of each block are summed.
    init(_ file: SourceFile, range: Range<Int>, sums: Bool = false) {
        self.file = file
        self.range = range
        self.sums = sums
        memory = BlockMemory(Self.blockSize + Self.slack + Self.padding + 1)
    }

    /// Of the block that was read last: all that lies in it, lines or not.
    var sum: UInt64? { memory.sum }

    static func count(of range: Range<Int>) -> Int { (range.count + blockSize - 1) / blockSize }

    /// The lines that begin in the block of that number; nil where none does.
    /// - Complexity: O(bytes of the block and of its longest line).
    func block(_ index: Int) throws(SourceError) -> Block? {
        let lower = range.lowerBound + index * Self.blockSize
        let upper = min(range.upperBound, lower + Self.blockSize)
        let from = max(range.lowerBound, lower - 1)
        var known = try memory.read(file, from..<min(range.upperBound, upper + Self.slack), to: 0)
        // While it is in the processor's cache: it is scanned next.
        if sums { memory.addUp(min(known, lower - from)..<min(known, upper - from)) }
        var start = 0
        if lower > range.lowerBound {
            // A line begins here only behind the end of another.
            guard let feed = memory.feed(in: 0..<min(known, upper - 1 - from)) else { return nil }
            start = feed + 1
        } else if lower == 0, memory.startsWithMark(known) {
            start = 3
        }
        guard start < known else { return nil }
        // From the last byte of the block on: the end of the line that holds it.
        var searched = min(known, upper - from) - 1
        while true {
            if let feed = memory.feed(in: max(searched, start)..<known) {
                return Block(bytes: memory.bytes(start..<(feed + 1)), offset: from + start, isEnd: from + feed + 1 == range.upperBound, tooLong: nil)
            }
            searched = known
            let lastStart = memory.lastFeed(in: start..<known).map { $0 + 1 } ?? start
            if known - lastStart > Self.longestLine {
                return Block(bytes: memory.bytes(start..<lastStart), offset: from + start, isEnd: false, tooLong: from + lastStart)
            }
            guard from + known < range.upperBound else { break }
            memory.grow(to: known * 2 + Self.padding)
            let got = try memory.read(file, (from + known)..<min(range.upperBound, from + known * 2), to: known)
            // Cut short since it was opened: what is there is the end.
            guard got > 0 else { break }
            known += got
        }
        return Block(bytes: memory.bytes(start..<known), offset: from + start, isEnd: true, tooLong: nil)
    }
}

/// One scanner's memory for the block that it is at.
private final class BlockMemory {
    private var buffer: UnsafeMutableRawBufferPointer
    private(set) var sum: UInt64?

    init(_ size: Int) { buffer = .allocate(byteCount: size, alignment: 64) }

    deinit { buffer.deallocate() }

    func grow(to size: Int) {
        guard size > buffer.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
        buffer.deallocate()
        buffer = larger
    }

    /// Returns how many bytes there were.
    func read(_ file: SourceFile, _ range: Range<Int>, to place: Int) throws(SourceError) -> Int {
        try file.read(range, into: UnsafeMutableRawBufferPointer(rebasing: buffer[place...]))
    }

    func addUp(_ range: Range<Int>) { sum = Checksum.of(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[range]), seed: 0) }

    func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer.bindMemory(to: UInt8.self))[range])
    }

    func startsWithMark(_ known: Int) -> Bool { known >= 3 && buffer[0] == 0xEF && buffer[1] == 0xBB && buffer[2] == 0xBF }

    /// The standard library's search goes byte by byte; `memchr` takes whole vectors.
    func feed(in range: Range<Int>) -> Int? {
        guard !range.isEmpty, let found = memchr(buffer.baseAddress! + range.lowerBound, 0x0A, range.count) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(buffer.baseAddress!)
    }

    func lastFeed(in range: Range<Int>) -> Int? {
        range.last { buffer[$0] == 0x0A }
    }
}
