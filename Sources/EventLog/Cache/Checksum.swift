internal import Synchronization

/// Tells damaged bytes from sound ones. Not for secrets: whoever can write the cache can write its checksum; a wrong row is refused
/// where it is used.
enum Checksum {
    /// Bytes that are summed by themselves, so that several cores can share a file.
    static let block = 1 << 20

    /// Four lanes, eight bytes each a step. O(bytes).
    static func of(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        var lanes: (UInt64, UInt64, UInt64, UInt64) = (
            seed ^ 0x9E37_79B9_7F4A_7C15, seed &+ 0xC2B2_AE3D_27D4_EB4F, seed ^ 0x1656_67B1_9E37_79F9, seed &+ 0x27D4_EB2F_1656_67C5
        )
        var at = 0
        if let base = bytes.baseAddress {
            while at + 32 <= bytes.count {
                lanes.0 = step(lanes.0, (base + at).loadUnaligned(as: UInt64.self))
                lanes.1 = step(lanes.1, (base + at + 8).loadUnaligned(as: UInt64.self))
                lanes.2 = step(lanes.2, (base + at + 16).loadUnaligned(as: UInt64.self))
                lanes.3 = step(lanes.3, (base + at + 24).loadUnaligned(as: UInt64.self))
                at += 32
            }
        }
        var sum = UInt64(bytes.count)
        for byte in at..<bytes.count { sum = step(sum, UInt64(bytes[byte])) }
        for lane in [lanes.0, lanes.1, lanes.2, lanes.3] { sum = step(sum, lane) }
        return sum ^ sum >> 29
    }

    @inline(__always)
    private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        let mixed = (lane ^ word) &* 0x9FB2_1C65_1E98_DF25
        return mixed << 27 | mixed >> 37
    }

    /// The sum of a file's part: its blocks' sums, summed. O(bytes / cores).
    /// - Parameter own: what this thread does meanwhile, before it takes its share.
    /// - Returns: nil where it cannot be read.
    static func of(_ file: SourceFile, _ range: Range<Int>, jobs: Int, beside own: () -> Void = {}) -> UInt64? {
        let sums = BlockSums(count: (range.count + block - 1) / block)
        @Sendable func work() {
            let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: block, alignment: 64)
            defer { memory.deallocate() }
            while let index = sums.next() {
                let start = range.lowerBound + index * block
                let piece = start..<min(range.upperBound, start + block)
                guard let got = try? file.read(piece, into: memory), got == piece.count else { return sums.fail() }
                sums.set(index, of(UnsafeRawBufferPointer(rebasing: memory[..<got]), seed: UInt64(index)))
            }
        }
        Threads.perform(min(jobs, sums.count) - 1, { work() }, beside: {
            own()
            work()
        })
        return sums.total
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
