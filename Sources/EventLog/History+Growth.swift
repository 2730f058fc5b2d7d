/// What has become of an open log since it was read.
package enum LogGrowth: Sendable {
    case unchanged
    /// The same log, with what was added to its last file.
    case grown(History)
    /// The last file was cut short, rewritten or replaced by another: the log has to be opened anew.
    case replaced
}

extension History {
    /// Whether more can come: what was unpacked or read from a pipe is all that there is.
    package var canGrow: Bool { sources.last.map { !$0.file.isSpooled } ?? false }

    /// Reads what was added to the last file.
    /// - Complexity: one `stat` where nothing was; else O(bytes added), and O(events) to group them.
    /// - Throws: `SourceError` where the file is gone or cannot be read.
    package func growth(jobs: Int) throws(SourceError) -> LogGrowth {
        guard let source = sources.last, canGrow else { return .unchanged }
        let file = try SourceFile(path: source.file.location)
        guard let now = file.facts, let before = source.file.facts else { return .unchanged }
        guard now.device == before.device, now.inode == before.inode, file.size >= source.file.size else { return .replaced }
        guard file.size > source.file.size else { return now.modified == source.modified ? .unchanged : .replaced }
        var builder = builder
        guard builder.resume(file, streamOffsets: builder.streamOffsets, typeOffsets: builder.typeOffsets),
            let isWhole = try builder.extend(jobs: jobs, ScanMonitor()) else { return .replaced }
        return .grown(History(builder, isPartial: isPartial || !isWhole, origin: .extended))
    }
}
