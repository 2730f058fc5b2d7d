package import EventLog
import JSONText

extension FindQuestion {
    /// Where in one stream the expression becomes true next, or became true last.
    package struct Next: Hashable, Sendable {
        /// The event's number among the stream's; nil where there is none.
        package let index: Int?
        /// Where the expression failed on the way there: such events count as false.
        package let failures: ExpressionFailures
        /// Why the stream could not even be begun.
        package let unfolded: HandlerError?
    }

    /// The first event of a stream behind a number at which the expression becomes true, or (by `step`) the last one before it.
    ///
    /// Of the log nothing but the stream's own events is read.
    /// - Parameter progressed: called now and then with events done and to do; what it throws ends the question and is thrown on.
    /// - Complexity: O(events of the stream up to what is found; back: up to `start`).
    /// - Throws: `SourceError`; `CancellationError` if stopped.
    package func next(
        on stream: History.Stream, from start: Int, step: Int, by rehydrator: Rehydrator, _ progressed: (Int, Int) throws -> Void
    ) throws -> Next {
        var every = self
        every.isEvery = true
        let asker = try FindAsker(every, rehydrator)
        let asked = try asker.begin(stream, numbered: 0)
        let positions = stream.positions
        // What comes before `start` is folded and asked, too: whether the next event makes it true depends on that.
        let first = step > 0 ? min(start + 1, positions.count) : 0
        let end = step > 0 ? positions.count : max(0, min(start, positions.count))
        var found: (event: Found, piece: Range<Int>)?
        var next = 0
        while next < end, step < 0 || found == nil, !asked.isSettled {
            try progressed(next, end)
            let piece = next..<min(next + Self.pieceLength, next < first ? first : end)
            try asked.take(EventSpan(piece, of: stream, by: rehydrator.run))
            let findings = asker.takeFindings()
            if piece.lowerBound >= first, let event = step > 0 ? findings.first : findings.last { found = (event, piece) }
            next = piece.upperBound
        }
        let summary = asker.summary()
        let index = found.flatMap { found in found.piece.first { positions[$0] == found.event.position } }
        return Next(index: index, failures: summary.failures, unfolded: summary.unfolded.firstError)
    }

    /// Events between two looks at whether it is to stop.
    private static var pieceLength: Int { 1024 }
}
