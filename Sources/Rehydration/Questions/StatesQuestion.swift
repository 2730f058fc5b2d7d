package import EventLog

/// Every stream as it was at one moment.
package struct StatesQuestion: Sendable {
    package init() {}

    package struct Answer<Shown: Sendable>: Sendable {
        /// By the stream's name. A stream that had no event yet is as before its first, version −1.
        package internal(set) var states: [Shown] = []
        /// Stopped before its end: streams are missing.
        package internal(set) var stoppedAt: QuestionProgress?
        package var isPartial: Bool { stoppedAt != nil }
    }

    /// - Parameters:
    ///   - extent: which streams, and with the moment how many events of each.
    ///   - show: makes of each state what is wanted of it, on the thread that folded it.
    /// - Complexity: one pass over the log up to the moment, on `jobs` cores; O(states) for their JSON.
    /// - Throws: `SourceError`, `ModelError`, `UpcasterChainError`; what a callback throws.
    package func ask<Shown: Sendable>(
        _ history: History, _ models: [any Model], _ extent: StreamExtent, _ asking: Asking = Asking(),
        showing show: @escaping @Sendable (RehydratedState) throws -> Shown = { (state: RehydratedState) in state }
    ) throws -> Answer<Shown> {
        let sweep = LogSweep(history: history, models: models, extent: extent)
        var states = [Shown?](repeating: nil, count: history.streamCount)
        let (_, stoppedAt) = try sweep.run(asking, { StatesAsker($0, extent, show) }) { findings, _, _ in
            for (number, state) in findings { states[number] = state }
        }
        var answer = Answer<Shown>(stoppedAt: stoppedAt)
        answer.states.reserveCapacity(extent.streamCount)
        for number in history.streamNumbersByName {
            if let state = states[Int(number)].take() { answer.states.append(state) }
        }
        return answer
    }
}

extension StatesQuestion.Answer: Equatable where Shown: Equatable {}
