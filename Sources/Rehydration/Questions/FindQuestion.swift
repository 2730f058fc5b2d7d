package import EventLog
package import JSONText

/// In which event of each stream an expression over its state first becomes true.
package struct FindQuestion: Sendable {
    /// Over `state`, `before`, `event`, `data` and `meta`; an event is what today's schema sees of it.
    package let expression: String
    /// Each change from false to true, not only the first.
    package internal(set) var isEvery: Bool
    let language: any ExpressionLanguage

    /// - Parameter language: for streams whose model has no expressions of its own, and for those without any.
    /// - Throws: `ExpressionError` with the column.
    package init(_ expression: String, every: Bool = false, language: any ExpressionLanguage) throws {
        _ = try language.compile(expression)
        self.expression = expression
        isEvery = every
        self.language = language
    }

    /// An event after which the expression is true and was not before.
    package struct Found: Hashable, Sendable {
        package let stream: ExactString
        package let version: Int64
        package let position: Int
        package let time: EventTime?
        /// As it was recorded.
        package let type: ExactString
    }

    package struct Answer: Hashable, Sendable {
        /// By position.
        package internal(set) var found: [Found] = []
        /// Events on which the expression failed; they count as false.
        package internal(set) var failures = ExpressionFailures()
        /// Streams that could not be folded at all, because the model failed before their first event; the first by position.
        package internal(set) var unfolded = UnfoldedStreams()
        /// Stopped before its end: there may be more.
        package internal(set) var stoppedAt: QuestionProgress?
        package var isPartial: Bool { stoppedAt != nil }
    }

    /// - Parameters:
    ///   - asFound: called on this thread with events as they are found, not always in order: for a list that fills.
    ///   - inOrder: called on this thread with events in order of position, as early as that is certain.
    /// - Complexity: one pass over the log, on `jobs` cores; a stream is left where its first event is found, unless every one is wanted.
    /// - Throws: `SourceError`, `ModelError`, `UpcasterChainError`; what a callback throws.
    package func ask(
        _ history: History, _ models: [any Model], _ extent: StreamExtent, _ asking: Asking = Asking(),
        asFound: ([Found]) throws -> Void = { _ in }, inOrder: ([Found]) throws -> Void = { _ in }
    ) throws -> Answer {
        var answer = Answer()
        var order = PositionOrder<Found> { $0.position }
        let sweep = LogSweep(history: history, models: models, extent: extent)
        func tell(_ found: [Found]) throws {
            guard !found.isEmpty else { return }
            answer.found += found
            try inOrder(found)
        }
        let (summaries, stoppedAt) = try sweep.run(asking, { try FindAsker(self, $0) }) { findings, thread, reached in
            if !findings.isEmpty { try asFound(findings) }
            try tell(order.add(findings, thread: thread, reached: reached, threads: sweep.threads(asking)))
        }
        try tell(order.rest())
        for summary in summaries {
            answer.failures.add(summary.failures)
            answer.unfolded.add(summary.unfolded)
        }
        answer.stoppedAt = stoppedAt
        return answer
    }
}

/// How often an expression failed, and on which event first.
package struct ExpressionFailures: Hashable, Sendable {
    package private(set) var count = 0
    package private(set) var first: (position: Int, error: HandlerError)? {
        get { firstPosition.map { ($0, firstError!) } }
        set { (firstPosition, firstError) = (newValue?.position, newValue?.error) }
    }

    private var firstPosition: Int?
    private var firstError: HandlerError?

    mutating func add(_ position: Int, _ error: @autoclosure () -> HandlerError) {
        count += 1
        if firstPosition.map({ position < $0 }) ?? true { first = (position, error()) }
    }

    mutating func add(_ other: ExpressionFailures) {
        guard let theirs = other.first else { return }
        count += other.count - 1
        add(theirs.position, theirs.error)
    }
}

/// Streams that a model could not even begin.
package struct UnfoldedStreams: Hashable, Sendable {
    package private(set) var count = 0
    package private(set) var firstStream: ExactString?
    package private(set) var firstError: HandlerError?
    private var firstNumber = Int.max

    mutating func add(_ stream: ExactString, numbered number: Int, _ error: HandlerError) {
        count += 1
        if number < firstNumber { (firstNumber, firstStream, firstError) = (number, stream, error) }
    }

    mutating func add(_ other: UnfoldedStreams) {
        guard let stream = other.firstStream, let error = other.firstError else { return }
        count += other.count - 1
        add(stream, numbered: other.firstNumber, error)
    }
}
