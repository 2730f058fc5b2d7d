internal import Synchronization

/// Tells damaged bytes from sound ones. Not for secrets: whoever can write the cache can write its checksum; a wrong row is refused
/// where it is used.
enum Checksum {
    /// Bytes that are summed by themselves, so that several cores can share a file.
    static let block = 1 << 20
    /// Read at once: what was read is then summed before it leaves the core's own cache. A multiple of a step.
    private static let slice = 128 << 10

    /// O(bytes).
    static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        var lanes = Lanes(seed: seed)
        let rest = lanes.take(bytes)
        return lanes.sum(rest, count: bytes.count)
    }

    /// Of a part of a file that is one block at most.
    /// - Parameter memory: that of `withMemory`.
    static func sum(of file: SourceFile, _ range: Range<Int>, seed: UInt64, _ memory: UnsafeMutableRawBufferPointer) -> UInt64? {
        var lanes = Lanes(seed: seed)
        var rest = UnsafeRawBufferPointer(start: nil, count: 0)
        var at = range.lowerBound
        while at < range.upperBound {
            let piece = at..<min(range.upperBound, at + slice)
            guard let got = try? file.read(piece, into: memory), got == piece.count else { return nil }
            rest = lanes.take(UnsafeRawBufferPointer(rebasing: memory[..<got]))
            at = piece.upperBound
        }
        return lanes.sum(rest, count: range.count)
    }

    /// Memory for what is read at once.
    static func withMemory(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: slice, alignment: 64)
        defer { memory.deallocate() }
        body(memory)
    }

    /// The sum of a file's part: its blocks' sums, summed. O(bytes / cores).
    /// - Parameter own: what this thread does meanwhile, before it takes its share.
    /// - Returns: nil where it cannot be read.
    static func of(_ file: SourceFile, _ range: Range<Int>, jobs: Int, beside own: () -> Void = {}) -> UInt64? {
        let sums = BlockSums(count: (range.count + block - 1) / block)
        @Sendable func work() {
            withMemory { memory in
                while let index = sums.next() {
                    let start = range.lowerBound + index * block
                    guard let sum = sum(of: file, start..<min(range.upperBound, start + block), seed: UInt64(index), memory) else { return sums.fail() }
                    sums.set(index, sum)
                }
            }
        }
        Threads.perform(min(jobs, sums.count) - 1, { work() }, beside: {
            own()
            work()
        })
        return sums.total
    }
}

/// Sums four lanes, eight bytes each a step.
private struct Lanes {
    private var first: UInt64
    private var second: UInt64
    private var third: UInt64
    private var fourth: UInt64

    init(seed: UInt64) {
        first = seed ^ 0x9E37_79B9_7F4A_7C15
        second = seed &+ 0xC2B2_AE3D_27D4_EB4F
        third = seed ^ 0x1656_67B1_9E37_79F9
        fourth = seed &+ 0x27D4_EB2F_1656_67C5
    }

    /// - Returns: what is left behind the last whole step.
    mutating func take(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let base = bytes.baseAddress else { return bytes }
        var at = 0
        while at + 32 <= bytes.count {
            first = Self.step(first, (base + at).loadUnaligned(as: UInt64.self))
            second = Self.step(second, (base + at + 8).loadUnaligned(as: UInt64.self))
            third = Self.step(third, (base + at + 16).loadUnaligned(as: UInt64.self))
            fourth = Self.step(fourth, (base + at + 24).loadUnaligned(as: UInt64.self))
            at += 32
        }
        return UnsafeRawBufferPointer(rebasing: bytes[at...])
    }

    /// - Parameters:
    ///   - rest: what is less than a step.
    ///   - count: of all bytes.
    func sum(_ rest: UnsafeRawBufferPointer, count: Int) -> UInt64 {
        var sum = UInt64(count)
        for byte in rest { sum = Self.step(sum, UInt64(byte)) }
        for lane in [first, second, third, fourth] { sum = Self.step(sum, lane) }
        return sum ^ sum >> 29
    }

    @inline(__always)
    private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        let mixed = (lane ^ word) &* 0x9FB2_1C65_1E98_DF25
        return mixed << 27 | mixed >> 37
    }
}

/// Sums of blocks, found in any order.
final class BlockSums: Sendable {
    let count: Int
    private let state: Mutex<(next: Int, sums: [UInt64], failed: Bool)>

    init(count: Int) {
        self.count = count
        state = Mutex((0, [UInt64](repeating: 0, count: count), false))
    }

    func next() -> Int? {
        state.withLock { state in
            guard state.next < count, !state.failed else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func set(_ index: Int, _ sum: UInt64) { state.withLock { $0.sums[index] = sum } }
    func fail() { state.withLock { $0.failed = true } }

    var total: UInt64? {
        state.withLock { state in
            state.failed ? nil : state.sums.withUnsafeBytes { Checksum.of($0, seed: UInt64(count)) }
        }
    }
}
