internal import Glibc

/// Values as lines of one text.
final class ValueBlock {
    private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 512 << 10, alignment: 64)
    /// In the file.
    private(set) var range: Range<Int>?

    /// The scan looks so far behind the last line.
    private static let padding = 64

    deinit { memory.deallocate() }

    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: memory.baseAddress?.assumingMemoryBound(to: UInt8.self), count: range?.count ?? 0)
    }

    func clear() { range = nil }

    /// A value without line breaks in its strings, at least a byte behind the one before.
    func add(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
        let start = range?.lowerBound ?? offset
        let end = offset + text.count
        reserve(end - start + Self.padding)
        if let held = range?.upperBound {
            memset(memory.baseAddress! + (held - start), 0x20, offset - held)
            memory[offset - start - 1] = 0x0A
        }
        let place = memory.baseAddress! + (offset - start)
        memcpy(place, text.baseAddress!, text.count)
        var at = 0
        while at < text.count, let found = memchr(place + at, 0x0A, text.count - at) {
            found.storeBytes(of: 0x20, as: UInt8.self)
            at = UnsafeMutableRawPointer(found) - place + 1
        }
        range = start..<end
    }

    private func reserve(_ size: Int) {
        guard size > memory.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(size, memory.count * 2), alignment: 64)
        larger.copyMemory(from: UnsafeRawBufferPointer(memory))
        memory.deallocate()
        memory = larger
    }
}
