package import JSONText

extension EventToAppend {
    /// The lines that a store would hold, LF included, for a file of its own: versions count on, and nothing is marked as a batch.
    /// - Throws: `InvalidEvent` for what a store would not take.
    package static func lines(
        of events: [EventToAppend], in stream: ExactString, after version: Int64, clock: () -> Instant = Instant.now
    ) throws(InvalidEvent) -> [UInt8] {
        let prepared = try PreparedAppend(events, to: stream, parser: JSONParser())
        let head = LineHead(stream, time: clock())
        var lines: [UInt8] = []
        for number in events.indices {
            prepared.appendLine(number, to: &lines, head, version: version + 1 + Int64(number), batch: nil)
        }
        return lines
    }
}
