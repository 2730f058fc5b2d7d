package import EventLog
package import JSONText

/// What is wrong with streams as today's model reads them: every stream folded once.
package struct CheckQuestion: Sendable {
    package init() {}

    package struct Answer: Hashable, Sendable {
        /// Those about one event by position, then those about a type, each in order of its first event.
        package internal(set) var findings: [CheckFinding] = []
        package internal(set) var streams = 0
        /// Stopped before its end: there may be more, and counts are of what was looked at.
        package internal(set) var stoppedAt: QuestionProgress?
        package var isPartial: Bool { stoppedAt != nil }
    }

    /// - Parameters:
    ///   - asFound: called on this thread with what is about one event, as it is found, not always in order.
    ///   - inOrder: called on this thread with all findings in the answer's order, as early as that is certain.
    /// - Complexity: one pass over the log, on `jobs` cores.
    /// - Throws: `SourceError`, `ModelError`, `UpcasterChainError`; what a callback throws.
    package func ask(
        _ history: History, _ models: [any Model], _ extent: StreamExtent, _ asking: Asking = Asking(),
        asFound: ([CheckFinding]) throws -> Void = { _ in }, inOrder: ([CheckFinding]) throws -> Void = { _ in }
    ) throws -> Answer {
        var answer = Answer()
        var order = PositionOrder<CheckFinding> { $0.position }
        let sweep = LogSweep(history: history, models: models, extent: extent)
        func tell(_ findings: [CheckFinding]) throws {
            guard !findings.isEmpty else { return }
            answer.findings += findings
            try inOrder(findings)
        }
        let (summaries, stoppedAt) = try sweep.run(asking, { CheckAsker($0) }) { findings, thread, reached in
            if !findings.isEmpty { try asFound(findings) }
            try tell(order.add(findings, thread: thread, reached: reached, threads: sweep.threads(asking)))
        }
        try tell(order.rest())
        var kinds = TypeFindings()
        for summary in summaries { kinds.add(summary) }
        let ofTypes = kinds.findings
        if !ofTypes.isEmpty { try asFound(ofTypes) }
        try tell(ofTypes)
        answer.streams = extent.streamCount
        answer.stoppedAt = stoppedAt
        return answer
    }
}

/// Something that is not as it should be in a stream, as the model reads it.
package struct CheckFinding: Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// Does not hold after this event, the first of its stream.
        case invariant(BrokenInvariant)
        /// The event could not be folded, or left a state that cannot be shown.
        case unfolded(HandlerError)
        /// The model says nothing of events of this type.
        case unhandled(aggregate: String, events: Int)
        /// Events of this type and schema have no way to today's.
        case upcasterGap(reason: String, events: Int)
        /// Versions are missing before this event, the first of its stream.
        case gap(expected: Int64, found: Int64)
    }

    package let cause: Cause
    /// The invariant's, the handler's, the type's.
    package let name: String
    package let stream: ExactString
    /// −1: before the stream's first event.
    package let version: Int64
    package let position: Int
    package let time: EventTime?

    package var kind: String {
        switch cause {
        case .invariant: "invariant"
        case .unfolded: "fold-error"
        case .unhandled: "unhandled-type"
        case .upcasterGap: "upcaster-gap"
        case .gap: "gap"
        }
    }

    /// A type without a handler may be on purpose, an export may be a part of a log: those are warnings.
    package var isError: Bool {
        switch cause {
        case .invariant, .unfolded, .upcasterGap: true
        case .unhandled, .gap: false
        }
    }
}

/// What is about types rather than events: counted, with the first event of each.
struct TypeFindings {
    struct Key: Hashable {
        let type: ExactString
        /// Nil for a type without a handler.
        let gap: String?
    }

    private struct Entry {
        var count: Int
        var first: CheckFinding
    }

    private var entries: [Key: Entry] = [:]

    /// - Returns: false where it may be the first of its key: then it must be added.
    mutating func count(_ key: Key, at position: Int) -> Bool {
        guard let entry = entries[key], entry.first.position < position else { return false }
        entries[key]!.count += 1
        return true
    }

    mutating func add(_ key: Key, aggregate: String, _ event: Event) {
        if count(key, at: event.position) { return }
        let cause: CheckFinding.Cause = key.gap.map { .upcasterGap(reason: $0, events: 0) } ?? .unhandled(aggregate: aggregate, events: 0)
        let first = CheckFinding(
            cause: cause, name: key.type.description, stream: event.stream, version: event.version, position: event.position, time: event.time)
        entries[key] = Entry(count: (entries[key]?.count ?? 0) + 1, first: first)
    }

    mutating func add(_ other: TypeFindings) {
        for (key, entry) in other.entries {
            guard let mine = entries[key] else { entries[key] = entry; continue }
            entries[key] = Entry(count: mine.count + entry.count, first: mine.first.position < entry.first.position ? mine.first : entry.first)
        }
    }

    /// In order of the first event of each.
    var findings: [CheckFinding] {
        entries.values.map { entry in
            let cause: CheckFinding.Cause = switch entry.first.cause {
            case .upcasterGap(let reason, _): .upcasterGap(reason: reason, events: entry.count)
            case .unhandled(let aggregate, _): .unhandled(aggregate: aggregate, events: entry.count)
            default: entry.first.cause
            }
            let first = entry.first
            return CheckFinding(
                cause: cause, name: first.name, stream: first.stream, version: first.version, position: first.position, time: first.time)
        }.sorted { ($0.position, $0.kind, $0.name) < ($1.position, $1.kind, $1.name) }
    }
}
