internal import Glibc
internal import Synchronization

/// Where packed pages lie: side by side in large pieces of memory, so that a long index costs the kernel few page faults.
enum PageMemory {
    private static let state = Mutex(State())

    private struct State {
        var made = 0
        var piece: Piece?
    }

    /// A page's bytes, and what keeps them there.
    struct Place {
        let bytes: UnsafeMutableRawBufferPointer
        let piece: AnyObject
    }

    /// Short logs are better off with a few small places.
    private static let firstAlone = 64

    /// O(1).
    static func allocate(_ size: Int) -> Place {
        state.withLock { state in
            state.made += 1
            if state.made <= firstAlone || size > Piece.size / 16 { return Piece(size: size, isShared: false).take(size)! }
            if let place = state.piece?.take(size) { return place }
            let piece = Piece(size: Piece.size, isShared: true)
            state.piece = piece
            return piece.take(size)!
        }
    }

    /// Given up with the last page in it. Changed only under the lock.
    private final class Piece {
        static let size = 4 << 20
        private static let alignment = 2 << 20

        private let memory: UnsafeMutableRawBufferPointer
        private var used = 0

        init(size: Int, isShared: Bool) {
            memory = .allocate(byteCount: size, alignment: isShared ? Self.alignment : 8)
            if isShared { madvise(memory.baseAddress, size, MADV_HUGEPAGE) }
        }

        deinit { memory.deallocate() }

        func take(_ size: Int) -> Place? {
            guard used + size <= memory.count else { return nil }
            defer { used += (size + 7) / 8 * 8 }
            return Place(bytes: UnsafeMutableRawBufferPointer(rebasing: memory[used..<(used + size)]), piece: self)
        }
    }
}
