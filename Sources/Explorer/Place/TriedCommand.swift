import EventLog
import Rehydration

/// What a command would give, where it was tried: to be kept in a what-if.
struct TriedCommand: Equatable, Sendable {
    enum Outcome: Equatable, Sendable {
        case pending
        case events([EventToAppend])
        /// One line that says why there are none.
        case failed(String)
    }

    /// The number of the job that works it out.
    let job: Int
    let command: String
    let spot: Spot
    /// What the stream was altered by.
    let edits: [HistoryOverlay.Edit]
    var outcome = Outcome.pending
}
