import JSONText

/// A piece of a file, read at once.
final class ReadBlock {
    static let size = 256 << 10
    /// Bytes between two records that are cheaper to read than to pass over.
    static let smallGap = 2 << 10
    /// A block that grows beyond the first grows to the second at once: what is not used of it costs nothing, and growing by and by would
    /// have all of it made anew.
    private static let (moderate, large) = (512 << 10, 32 << 20)

    // Nobody else touches these while an event is read; checking that would cost as much as reading.
    @exclusivity(unchecked) private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 << 10, alignment: 64)
    @exclusivity(unchecked) private var file: Int32 = -1
    @exclusivity(unchecked) private var range = 0..<0

    deinit { memory.deallocate() }

    /// How many of some events, from the first on, lie close enough behind one another to be read at once, and where the last of them
    /// ends.
    @inline(__always)
    static func run(_ places: UnsafePointer<EventPlace>, _ count: Int) -> (count: Int, end: Int) {
        let first = places[0]
        var end = first.end
        var next = 1
        while next < count, places[next].file == first.file, places[next].offset >= end - first.length,
            places[next].offset - end < smallGap, places[next].end - first.offset <= size
        {
            end = max(end, places[next].end)
            next += 1
        }
        return (next, end)
    }

    /// The bytes, if they were read already.
    @inline(__always)
    func held(_ place: EventPlace) -> UnsafeBufferPointer<UInt8>? {
        guard place.file == file, place.offset >= range.lowerBound, place.end <= range.upperBound else { return nil }
        let start = memory.baseAddress! + (place.offset - range.lowerBound)
        return UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: place.length)
    }

    /// The bytes of a range; reads up to `end` if they are not here yet. Fewer where the file ends before.
    func bytes(of wanted: Range<Int>, until end: Int, in source: SourceFile, number: Int32) throws -> UnsafeBufferPointer<UInt8> {
        if number != file || wanted.lowerBound < range.lowerBound || wanted.upperBound > range.upperBound {
            let count = end - wanted.lowerBound
            if memory.count < count {
                memory.deallocate()
                memory = .allocate(byteCount: max(count, memory.count < Self.moderate ? memory.count * 2 : Self.large), alignment: 64)
            }
            file = -1
            let got = try source.read(wanted.lowerBound..<end, into: memory)
            file = number
            range = wanted.lowerBound..<(wanted.lowerBound + got)
        }
        let start = wanted.lowerBound - range.lowerBound
        let here = max(0, min(wanted.count, range.count - start))
        return UnsafeBufferPointer(rebasing: memory.bindMemory(to: UInt8.self)[start..<(start + here)])
    }
}
