import JSONText

extension IndexBuilder {
    /// Reads what was added to the last file of a finished log.
    /// - Returns: false where the monitor stopped it; nil where the log has to be read anew to come out the same.
    /// - Complexity: O(bytes added / jobs).
    /// - Throws: `SourceError`.
    mutating func extend(jobs: Int, _ monitor: ScanMonitor) throws(SourceError) -> Bool? {
        let source = sources[sources.count - 1]
        let path = source.file.path
        guard source.isOfLines, source.reader.format.streamOfFile == nil, !assumptions.isFalling(path) else { return nil }
        guard let start = try resumption(of: source) else { return nil }
        forget(from: start)
        let lines = try source.lines.line(of: start, in: source.file) - 1
        let progress = ScanProgress(bytesRead: start, bytes: source.file.size, events: rows.count)
        let before = rows.count
        beginScan()
        let isWhole = try FileScan.run(into: &self, range: start..<(try endOfWholeEvents()), lines: lines, jobs: jobs, progress: progress, monitor)
        let isOdd = survey.isNewestFirst || timesFall || isUnsettled || !assumptions.agrees(counts, events: rows.count - before, path: path)
        guard !isOdd else { return nil }
        end()
        finish()
        return isWhole
    }

    /// Where the events of the last file end. A batch of which not all is there has not happened, whole lines or not; that is told as
    /// a torn tail.
    mutating func endOfWholeEvents() throws(SourceError) -> Int {
        let source = sources[sources.count - 1]
        let file = source.file
        guard StoreCondition.isStore(source), let start = try file.tornStartOfStore(), start < file.size else { return file.size }
        let head = try file.read(start..<min(file.size, start + BlockReader.longestLine))
        let first = head.prefix { $0 != 0x0A }
        let isBatch = (try? JSONParser().parse(first) { $0["batch"]?.kind == .object }) ?? false
        // For any other damage at the end the scanner has better words.
        guard isBatch || head.allSatisfy({ $0 == 0 }) else { return file.size }
        let message = isBatch
            ? "the store ends inside of a batch; what is there of it has not happened"
            : "the store ends with \(file.size - start) bytes of zeros"
        let line = try source.lines.line(of: start, in: file)
        add(LogProblem(kind: .tornTail, place: Place(path: file.path, line: line, offset: start), column: nil, message: message))
        return start
    }

    /// Where reading goes on: behind the last line that was whole. Nil where an event stands on a line that was not.
    private func resumption(of source: History.Source) throws(SourceError) -> Int? {
        var start = source.scanned
        while start > 0 {
            let bytes = try source.file.read(max(0, start - 4096)..<start)
            if let feed = bytes.lastIndex(of: 0x0A) {
                start -= bytes.count - feed - 1
                break
            }
            start -= bytes.count
            if bytes.isEmpty { return nil }
        }
        guard start < source.scanned else { return start }
        var isEvent = false
        rows.forEach(LogColumn.offset) { _, offset in if Int(offset) >= source.base + start { isEvent = true } }
        return isEvent ? nil : start
    }
}
