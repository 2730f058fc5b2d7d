import Explorer
import JSONText
import Rehydration

/// Which work comes next. Decides only; the worker does it.
///
/// Opening goes before everything; of several places asked for only the last is worked out.
struct JobQueue: Sendable {
    enum Job: Sendable {
        /// A source has arrived, or more of it.
        case show(Engine.Arrived)
        /// Look for what was added to the log.
        case follow
        /// The event at a spot. Comes before every state there, by itself.
        case fetch(Spot)
        case rehydrate(Spot, base: StateBase?)
        /// Expressions to be told of with every state.
        case watch([String])
        /// What is laid over a stream.
        case lay(HistoryOverlay)
        /// Lines in sight.
        case peek(positions: [Int])
        /// A model's file changed.
        case reload
    }

    private var arrival: Engine.Arrived?
    private var isReloadDue = false
    private var isFollowDue = false
    private var fetch: Job?
    private var rehydration: Job?
    private var watch: Job?
    /// Each of them counts, oldest first.
    private var overlays: [HistoryOverlay] = []
    private var peek: Job?
    /// Whether the job that was taken last is still being done.
    private var isRunning = false

    mutating func add(_ job: Job) {
        switch job {
        case .show(let arrived):
            // Of several parts only the last is shown; the first of them says whether anything was there before.
            arrival = Engine.Arrived(opening: arrived.opening, isMore: arrived.isMore && arrival?.isMore ?? true)
            if !arrived.isMore { (fetch, rehydration, peek) = (nil, nil, nil) }
        case .follow: isFollowDue = true
        case .fetch: fetch = job
        case .rehydrate(let spot, _):
            fetch = .fetch(spot)
            rehydration = job
        case .watch: watch = job
        case .lay(let overlay): overlays.append(overlay)
        case .peek: peek = job
        case .reload: isReloadDue = true
        }
    }

    /// The next job; taking it also says that the one before is done, and its answer told.
    mutating func next() -> Job? {
        let job = take()
        isRunning = job != nil
        return job
    }

    private mutating func take() -> Job? {
        if let arrived = arrival { arrival = nil; return .show(arrived) }
        if isReloadDue { isReloadDue = false; return .reload }
        if let job = watch { watch = nil; return job }
        if !overlays.isEmpty { return .lay(overlays.removeFirst()) }
        // Events and lines take no time; a long fold gives way to them.
        if let job = fetch { fetch = nil; return job }
        if let job = peek { peek = nil; return job }
        if let job = rehydration { rehydration = nil; return job }
        if isFollowDue { isFollowDue = false; return .follow }
        return nil
    }

    /// Goes on with what gave way, unless another was asked for in between.
    mutating func resume(_ job: Job) {
        switch job {
        case .rehydrate: rehydration = rehydration ?? job
        default: add(job)
        }
    }

    /// True while nothing waits and nothing is being done.
    var isIdle: Bool { !isRunning && !isPressing && watch == nil && overlays.isEmpty && !isFollowDue }

    /// True while something waits for which a long fold should give way.
    var isPressing: Bool { rehydration != nil || peek != nil || arrival != nil || isReloadDue }
}
