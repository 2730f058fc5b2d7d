internal import Synchronization

/// Sums of what was read of a file, block by block: to tell later whether any byte of it has changed.
struct IndexedBytes: Sendable {
    /// What one scan read, from its start on in blocks of `BlockReader.blockSize`.
    struct Piece: Sendable {
        let range: Range<Int>
        private(set) var sums: [UInt64] = []

        var isWhole: Bool { sums.count == BlockReader.count(of: range) }

        init(range: Range<Int>, sums: [UInt64] = []) {
            self.range = range
            self.sums = sums
        }

        mutating func add(_ sum: UInt64) { sums.append(sum) }
    }

    /// A log that grew has one for each time; each may begin before the last one's end, with a line that was not whole.
    private(set) var pieces: [Piece] = []

    /// More pieces are not kept: such a log is read anew, as one.
    static let mostPieces = 4096

    init(pieces: [Piece] = []) { self.pieces = pieces }

    mutating func begin(_ range: Range<Int>) { if !range.isEmpty { pieces.append(Piece(range: range)) } }
    mutating func add(_ sum: UInt64) { pieces[pieces.count - 1].add(sum) }

    /// Whether every byte before `end` was summed.
    func covers(_ end: Int) -> Bool {
        var reached = 0
        for piece in pieces {
            guard piece.isWhole, piece.range.lowerBound <= reached else { return false }
            reached = max(reached, piece.range.upperBound)
        }
        return reached >= end
    }

    /// Whether the file holds the same bytes still, up to `end`.
    /// - Complexity: O(bytes / jobs).
    func areIn(_ file: SourceFile, upTo end: Int, jobs: Int) -> Bool {
        guard pieces.count <= Self.mostPieces, covers(end) else { return false }
        var blocks: [BlockComparison.Block] = []
        for piece in pieces {
            for (index, sum) in piece.sums.enumerated() {
                let start = piece.range.lowerBound + index * BlockReader.blockSize
                blocks.append(.init(range: start..<min(piece.range.upperBound, start + BlockReader.blockSize), sum: sum))
            }
        }
        let comparison = BlockComparison(file, blocks)
        Threads.perform(max(1, min(jobs, blocks.count))) { _ in comparison.work() }
        return comparison.isSame
    }
}

/// Blocks of a file against their sums, on several threads.
private final class BlockComparison: Sendable {
    struct Block: Sendable {
        let range: Range<Int>
        let sum: UInt64
    }

    private let file: SourceFile
    private let blocks: [Block]
    private let next = Atomic(0)
    private let isOther = Atomic(false)

    init(_ file: SourceFile, _ blocks: [Block]) {
        self.file = file
        self.blocks = blocks
    }

    var isSame: Bool { !isOther.load(ordering: .relaxed) }

    func work() {
        Checksum.withMemory { memory in
            while isSame {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < blocks.count else { return }
                if Checksum.sum(of: file, blocks[index].range, seed: 0, memory) != blocks[index].sum { isOther.store(true, ordering: .relaxed) }
            }
        }
    }
}
