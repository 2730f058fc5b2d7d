internal import Glibc
internal import Synchronization

/// Reads a file's lines on several cores: scanners take blocks as they come, and what they find is joined in the file's order.
///
/// Unchecked for nothing: all that changes lies in a mutex or an atomic.
final class FileScan: Sendable {
    private let file: SourceFile
    private let reader: EnvelopeReader
    private let plan: FieldPlan?
    private let range: Range<Int>
    private let blocks: Int
    private let monitor: ScanMonitor
    private let next = Atomic(0)
    /// Found by scanners that are ahead, and the number of the block that is joined next.
    private let waiting = Mutex<[Int: Found]>([:])
    private let joins = Atomic(0)
    private let sums: Bool
    private let isStopped = Atomic(false)
    private let hasFailed = Atomic(false)
    private let joined: Mutex<Joined>

    private struct Joined: ~Copyable {
        var builder: IndexBuilder
        var lines = 0
        var failure: SourceError?
        /// Rows at which the log is shown again.
        var showsAt: Int
        let progress: ScanProgress
    }

    private struct Found {
        var rows = ScannedRows()
        var block: (offset: Int, end: Int, lines: Int)?
        /// Of all bytes of the block, if they are to be summed.
        var sum: UInt64?
    }

    /// Blocks that may wait for one before them: so many results are kept in memory at most.
    private static let mostWaiting = 64

    private init(_ builder: IndexBuilder, _ source: History.Source, range: Range<Int>, lines: Int, progress: ScanProgress, _ monitor: ScanMonitor) {
        file = source.file
        reader = source.reader
        plan = FieldPlan(source.reader.format)
        self.range = range
        blocks = BlockReader.count(of: range)
        self.monitor = monitor
        sums = builder.isToBeKept
        joined = Mutex(Joined(
            builder: builder, lines: lines, showsAt: builder.rows.count == 0 ? 1 : builder.rows.count * 2, progress: progress))
    }

    /// Adds the lines of a range of the builder's last source.
    /// - Parameters:
    ///   - range: from the start of a line.
    ///   - lines: how many line ends lie before it.
    ///   - jobs: how many cores to use.
    /// - Returns: false where the monitor stopped it.
    /// - Complexity: O(bytes / jobs); memory for the index, and a megabyte or the longest line for each job.
    static func run(
        into builder: inout IndexBuilder, range: Range<Int>, lines: Int = 0, jobs: Int, progress: ScanProgress, _ monitor: ScanMonitor
    ) throws(SourceError) -> Bool {
        // Moved out and in again, so that nothing is copied when it grows.
        var moved = IndexBuilder()
        swap(&moved, &builder)
        if moved.isToBeKept { moved.beginSums(range) }
        let source = moved.sources[moved.sources.count - 1]
        let scan = FileScan(moved, source, range: range, lines: lines, progress: progress, monitor)
        moved = IndexBuilder()
        let workers = max(1, min(jobs, scan.blocks))
        Threads.perform(workers) { scan.work($0) }
        var failure: SourceError?
        scan.joined.withLock { joined in
            swap(&builder, &joined.builder)
            failure = joined.failure
        }
        if let failure { throw failure }
        // Who was stopped behind the last block has read it all.
        return scan.joins.load(ordering: .relaxed) == scan.blocks
    }

    private func work(_ number: Int) {
        var scanner = LineScanner(reader: reader, plan: plan)
        let blockReader = BlockReader(file, range: range, sums: sums)
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < blocks, !isOver() else { return }
            var found = Found()
            found.rows.scanner = number
            do throws(SourceError) {
                if let block = try blockReader.block(index) {
                    let lines = scanner.scan(block.bytes, at: block.offset, isEnd: block.isEnd, into: &found.rows)
                    if let start = block.tooLong {
                        found.rows.note(.tooLong, "longer than \(BlockReader.longestLine >> 20) MiB", at: start)
                    }
                    // A line that is too long ends somewhere in the blocks behind, in which no other begins before.
                    found.block = (block.offset, block.offset + block.bytes.count, lines + (block.tooLong == nil ? 0 : 1))
                }
            } catch {
                joined.withLock { if $0.failure == nil { $0.failure = error } }
                hasFailed.store(true, ordering: .relaxed)
                return
            }
            found.sum = blockReader.sum
            waitForOthers(index)
            waiting.withLock { $0[index] = found }
            join()
        }
    }

    /// Joins what is there of the blocks that are next, unless another scanner is at it.
    private func join() {
        // Once more behind it: who came meanwhile found it busy and went on.
        while waiting.withLock({ $0[joins.load(ordering: .relaxed)] != nil }) {
            let isMine: Void? = joined.withLockIfAvailable { joined in
                while let found = waiting.withLock({ $0.removeValue(forKey: joins.load(ordering: .relaxed)) }) { add(found, to: &joined) }
            }
            guard isMine != nil else { return }
        }
    }

    private func isOver() -> Bool {
        if monitor.isStopped() { isStopped.store(true, ordering: .relaxed) }
        return isStopped.load(ordering: .relaxed) || hasFailed.load(ordering: .relaxed)
    }

    /// Lets a slow scanner catch up before results pile up.
    private func waitForOthers(_ index: Int) {
        while !isOver(), index - joins.load(ordering: .relaxed) > Self.mostWaiting { usleep(500) }
    }

    private func add(_ found: Found, to joined: inout Joined) {
        if let sum = found.sum { joined.builder.add(sum: sum) }
        if let block = found.block {
            // Lines are counted from one to the next, by reading again: problems are few, or the file is one.
            var counter = LineCounter(file, at: block.offset, line: joined.lines + 1)
            for problem in found.rows.problems { joined.builder.add(located(problem, counter.line(of: problem.lineOffset))) }
            joined.builder.add(found.rows)
            joined.builder.countLines(before: block.offset, joined.lines)
            joined.lines += block.lines
            joined.builder.reach(block.end)
        }
        let block = joins.add(1, ordering: .relaxed).newValue
        let done = min(range.upperBound, range.lowerBound + block * BlockReader.blockSize)
        var progress = joined.progress
        progress.bytesRead += done - range.lowerBound
        progress.events = joined.builder.rows.count
        monitor.progressed(progress)
        if let grew = monitor.grew, progress.events >= joined.showsAt {
            joined.showsAt = progress.events * 2
            grew(History(joined.builder, unread: .more))
        }
    }

    private func located(_ problem: ScannedProblem, _ line: Int) -> LogProblem {
        LogProblem(
            kind: problem.kind, place: Place(path: file.path, line: line, offset: problem.offset), column: problem.column,
            message: problem.message)
    }
}
