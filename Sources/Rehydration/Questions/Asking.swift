/// How a question over many streams is carried out, and who hears of it meanwhile. The answer never depends on it, unless it is stopped.
package struct Asking {
    /// How many cores to use.
    package var jobs: Int
    /// States that each core has at hand at once. Where more streams go on side by side, the log is passed over more than once.
    package var mostStates = 1 << 16
    /// Asked often, from several threads. Once it is true, the question ends with what was found so far, and its answer says so.
    package var isStopped: @Sendable () -> Bool
    /// Called on the thread that asked. What it throws ends the question and is thrown on.
    package var progressed: (QuestionProgress) throws -> Void

    package init(
        jobs: Int = 1, isStopped: @escaping @Sendable () -> Bool = { false },
        progressed: @escaping (QuestionProgress) throws -> Void = { _ in }
    ) {
        self.jobs = jobs
        self.isStopped = isStopped
        self.progressed = progressed
    }
}

/// How far a question is.
package struct QuestionProgress: Hashable, Sendable {
    /// Events looked at, and events to look at in all.
    package let events: Int
    package let total: Int
    /// Streams that were looked at to their end, or as far as the question goes, and streams in all.
    package let streams: Int
    package let streamTotal: Int
}
