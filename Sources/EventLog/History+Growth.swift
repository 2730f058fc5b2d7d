internal import Synchronization

/// What has become of an open log since it was read.
package enum LogGrowth: Sendable {
    case unchanged
    /// The same log, with what was added to its last file, or with more of what had not been read.
    case grown(History)
    /// The last file was cut short, rewritten or replaced by another: the log has to be opened anew.
    case replaced
    /// Its reading was stopped where one cannot go on: the log has to be opened anew.
    case unread
}

extension History {
    /// Whether more can come: what was unpacked or read from a pipe is all that there is.
    package var canGrow: Bool { sources.last.map { !$0.file.isSpooled } ?? false }

    /// So much is read at once, so that who waits for something else gets a turn.
    package static let growthStep = 256 << 20

    /// Reads what was added to the last file, and what a reading that was stopped left of it. Where that is much, only the beginning
    /// of it: the log is then still partial, and more is there for the next call.
    /// - Complexity: one `stat` where there is nothing; else O(bytes read, at most `step` and a few blocks), and O(events) to group them.
    /// - Throws: `SourceError` where the file is gone or cannot be read.
    package func growth(jobs: Int, step: Int = growthStep) throws(SourceError) -> LogGrowth {
        guard let source = sources.last, canGrow else { return .unchanged }
        let file = try SourceFile(path: source.file.location)
        guard let now = file.facts, let before = source.file.facts else { return .unchanged }
        guard now.device == before.device, now.inode == before.inode, file.size >= source.file.size else { return .replaced }
        if file.size == source.file.size {
            guard now.modified == source.modified else { return .replaced }
            if unread == .nothing { return .unchanged }
        }
        guard unread != .more else { return .unread }
        // Rewritten in place it may be longer than before.
        if let sampled = source.sampled, Fingerprint.samples(of: file, size: sampled.size) != sampled.sum { return .replaced }
        var builder = builder
        let isEnough = StepEnd(start: source.scanned, step: step)
        let monitor = ScanMonitor(isStopped: { isEnough.isReached }, progressed: { isEnough.reach($0.bytesRead) })
        guard builder.resume(file, streamOffsets: builder.streamOffsets, typeOffsets: builder.typeOffsets),
            let isWhole = try builder.extend(jobs: jobs, monitor)
        else { return unread == .nothing ? .replaced : .unread }
        var history = History(builder, unread: isWhole ? .nothing : .restOfLastFile, origin: .extended)
        history.keptAt = keptAt
        return .grown(history)
    }
}

/// Whether a scan has come far enough.
private final class StepEnd: Sendable {
    private let end: Int
    private let reached: Atomic<Int>

    init(start: Int, step: Int) {
        end = start + step
        reached = Atomic(start)
    }

    var isReached: Bool { reached.load(ordering: .relaxed) >= end }

    func reach(_ offset: Int) { reached.store(offset, ordering: .relaxed) }
}
