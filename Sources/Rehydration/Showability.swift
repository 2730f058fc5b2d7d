/// Says after which events a state is looked at for what cannot be shown: after each while it is small; a large one less often,
/// so that looking never costs more than folding, and then once more event by event where something was found.
struct Showability {
    struct Answer {
        /// As `Fold.check` says; nil: every state can be shown.
        let values: Int?
        let problem: HandlerError?
    }

    /// Values looked at for the price of folding an event, about.
    static let valuesPerEvent = 64

    private var wasUnshowable: Bool
    private var interval = 1
    private var since = 0
    private var isNeedless = false

    init(unshowable: HandlerError?) { wasUnshowable = unshowable != nil }

    mutating func isDue(atEnd: Bool) -> Bool {
        guard !isNeedless else { return false }
        since += 1
        return since >= interval || atEnd
    }

    /// - Returns: where something that could be shown before no longer can: from which event of the run on it may have begun.
    mutating func take(_ answer: Answer, after offset: Int) -> (from: Int, problem: HandlerError)? {
        let first = offset - since + 1
        since = 0
        guard let values = answer.values else { isNeedless = true; return nil }
        interval = max(1, values / Self.valuesPerEvent)
        defer { wasUnshowable = answer.problem != nil }
        guard let problem = answer.problem, !wasUnshowable else { return nil }
        return (first, problem)
    }
}
