package import EventLog
package import JSONText

/// Where two models that read the same history part: of each stream the first event after which their states differ.
package struct CompareQuestion: Sendable {
    package let before: any Model
    package let after: any Model

    package init(before: any Model, after: any Model) {
        self.before = before
        self.after = after
    }

    package struct Difference: Hashable, Sendable {
        package let stream: ExactString
        package let version: Int64
        package let position: Int
        package let time: EventTime?
        /// As it was recorded.
        package let type: ExactString
        /// The states after that event; null for one that cannot be shown.
        package let before: JSONValue
        package let after: JSONValue
        /// Where they differ.
        package let paths: [JSONPath]
    }

    package struct Answer: Hashable, Sendable {
        /// By position.
        package internal(set) var differences: [Difference] = []
        package internal(set) var streams = 0
        /// Events that one of the models could not fold, up to where the states part.
        package internal(set) var refusedBefore = 0
        package internal(set) var refusedAfter = 0
        /// Streams that one of the models could not even begin.
        package internal(set) var unfolded = UnfoldedStreams()
        /// Stopped before its end: there may be more.
        package internal(set) var stoppedAt: QuestionProgress?
        package var isPartial: Bool { stoppedAt != nil }
    }

    /// - Parameters:
    ///   - asFound: called on this thread with differences as they are found, not always in order.
    ///   - inOrder: called on this thread with differences in order of position, as early as that is certain.
    /// - Complexity: one pass over the log for both models, on `jobs` cores; a stream is left where its states part.
    /// - Throws: `SourceError`, `ModelError`, `UpcasterChainError`; what a callback throws.
    package func ask(
        _ history: History, _ extent: StreamExtent, _ asking: Asking = Asking(),
        asFound: ([Difference]) throws -> Void = { _ in }, inOrder: ([Difference]) throws -> Void = { _ in }
    ) throws -> Answer {
        var answer = Answer()
        var order = PositionOrder<Difference> { $0.position }
        let sweep = LogSweep(history: history, models: [before], extent: extent)
        func tell(_ differences: [Difference]) throws {
            guard !differences.isEmpty else { return }
            answer.differences += differences
            try inOrder(differences)
        }
        let after = after
        let (summaries, stoppedAt) = try sweep.run(asking, { before in
            CompareAsker(before, try Rehydrator(history: history, models: [after]))
        }) { differences, thread, reached in
            if !differences.isEmpty { try asFound(differences) }
            try tell(order.add(differences, thread: thread, reached: reached, threads: sweep.threads(asking)))
        }
        try tell(order.rest())
        for summary in summaries {
            answer.refusedBefore += summary.refusedBefore
            answer.refusedAfter += summary.refusedAfter
            answer.unfolded.add(summary.unfolded)
        }
        answer.streams = extent.streamCount
        answer.stoppedAt = stoppedAt
        return answer
    }
}
