/// Reads a file of values over several lines, or of more than a line should hold, as it comes.
enum DocumentScan {
    /// Adds what the builder's last source holds.
    /// - Parameters:
    ///   - start: where its first value may begin.
    ///   - container: where its documents keep their records, if they wrap any.
    ///   - isBeginning: whether more of the file is still to come, so that its end is none.
    /// - Returns: false where the monitor stopped it.
    /// - Complexity: O(bytes) on one core; memory for the index, a few blocks and the longest record.
    static func run(
        into builder: inout IndexBuilder, from start: Int, container: RecordContainer?, isBeginning: Bool = false, progress: ScanProgress,
        _ monitor: ScanMonitor
    ) throws(SourceError) -> Bool {
        // Moved out and in again, so that nothing is copied when it grows.
        var moved = IndexBuilder()
        swap(&moved, &builder)
        let source = moved.sources[moved.sources.count - 1]
        let sink = DocumentRows(moved, progress, monitor)
        moved = IndexBuilder()
        let window = DocumentWindow(source.file, from: start, to: source.file.size, isBeginning: isBeginning)
        var cutter = DocumentCutter(window, from: start, container: container, sink: sink)
        var failure: SourceError?
        do throws(SourceError) { try cutter.run() } catch { failure = error }
        builder = cutter.sink.builder
        if let page = cutter.sink.page { builder.note(RecordExpansion.note(ofContinuation: page), of: source.file.path) }
        if let failure { throw failure }
        return !cutter.sink.isStopped
    }
}
