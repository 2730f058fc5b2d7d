package import EventLog

/// Every stream as it was at one moment.
package struct StatesQuestion: Sendable {
    package init() {}

    package struct Answer: Hashable, Sendable {
        /// By the stream's name. A stream that had no event yet is as before its first, version −1.
        package internal(set) var states: [RehydratedState] = []
        /// Stopped before its end: streams are missing.
        package internal(set) var stoppedAt: QuestionProgress?
        package var isPartial: Bool { stoppedAt != nil }
    }

    /// - Parameters:
    ///   - extent: which streams, and with the moment how many events of each.
    ///   - asFound: called on this thread with states as they are known.
    /// - Complexity: one pass over the log up to the moment, on `jobs` cores; O(states) for their JSON.
    /// - Throws: `SourceError`, `ModelError`, `UpcasterChainError`; what a callback throws.
    package func ask(
        _ history: History, _ models: [any Model], _ extent: StreamExtent, _ asking: Asking = Asking(),
        asFound: ([RehydratedState]) throws -> Void = { _ in }
    ) throws -> Answer {
        let sweep = LogSweep(history: history, models: models, extent: extent)
        var states = [RehydratedState?](repeating: nil, count: history.streamCount)
        let (_, stoppedAt) = try sweep.run(asking, { StatesAsker($0, extent) }) { findings, _, _ in
            for (number, state) in findings { states[number] = state }
            if !findings.isEmpty { try asFound(findings.map(\.state)) }
        }
        var answer = Answer(stoppedAt: stoppedAt)
        for number in history.streamNumbersByName {
            if let state = states[Int(number)] { answer.states.append(state) }
        }
        return answer
    }
}
