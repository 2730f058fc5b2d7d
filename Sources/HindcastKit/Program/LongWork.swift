import EventLog
import Rehydration

/// What a command does for long: how far it is stands on a terminal, and Ctrl-C ends it with what it has by then, which is called
/// partial at the command's end. Each command has one.
final class LongWork {
    private let console: Console
    private let interruption: Interruption
    private var isArmed = false
    /// What it is at, as it was told last.
    private var latest: (done: Int, all: Int, noun: String)?
    /// How far it came, where it was stopped.
    private var reaches: [String] = []

    init(_ console: Console, _ interruption: Interruption) {
        self.console = console
        self.interruption = interruption
    }

    /// From now on Ctrl-C ends the work, not the process.
    func arm() {
        guard !isArmed else { return }
        isArmed = true
        interruption.begin()
    }

    /// Tells how far it is.
    /// - Returns: whether it is to go on; where not, it is taken to end there.
    func goesOn(_ doing: String, _ done: Int, of all: Int, _ noun: String) -> Bool {
        arm()
        console.progress.show(doing, done, of: all)
        latest = (done, all, noun)
        guard interruption.isAsked() else { return true }
        stopped("\(done) of \(counted(all, noun))")
        return false
    }

    /// How a question to all streams is carried out on so many cores. Whoever asks tells by `stopped` where it was stopped.
    func asking(jobs: Int) -> Asking {
        arm()
        let progress = console.progress
        return Asking(jobs: jobs, isStopped: interruption.isAsked) { progress.show("folding", $0.events, of: $0.total) }
    }

    /// Who watches a long fold, on the way to an answer that is only of use as a whole.
    var folding: FoldProgress {
        FoldProgress { [self] done, all in
            if !goesOn("folding", done, of: all, "event") { throw CancellationError() }
        }
    }

    /// Likewise where the fold is one of many that `goesOn` is told of.
    var foldingOneOfMany: FoldProgress {
        FoldProgress { [interruption] _, _ in
            if interruption.isAsked() { throw CancellationError() }
        }
    }

    /// What `body` has by its end, or nil where it was stopped in the middle.
    func partly<Result>(_ body: () throws -> Result) throws -> Result? {
        do { return try body() } catch is CancellationError where interruption.isAsked() {
            if reaches.isEmpty, let latest { stopped("\(latest.done) of \(counted(latest.all, latest.noun))") }
            return nil
        }
    }

    // MARK: Reading

    /// Who watches a source being read.
    /// - Parameter partly: whether a part of it is of use: then Ctrl-C ends the reading, not the process.
    func reading(partly: Bool) -> OpeningWatcher {
        var watcher = OpeningWatcher()
        let progress = console.progress
        if progress.isOn { watcher.progressed = { progress.show("reading", $0.bytesRead, of: $0.bytes) } }
        if partly {
            arm()
            watcher.isStopped = interruption.isAsked
        }
        return watcher
    }

    /// What `body` opens. Where Ctrl-C left too little to make anything of, that is no fault of the source.
    func opening<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch where isArmed && interruption.isAsked() { throw CancellationError() }
    }

    /// The source was read, perhaps in part: of a pipe that may be its writer's end, which Ctrl-C reached too. What is asked of it goes
    /// on; Ctrl-C once more ends that as well.
    func wasRead(_ history: History) {
        guard isArmed, interruption.isAsked() else { return }
        stopped("the first \(counted(history.count, "event")) of the source")
        isArmed = false
        arm()
    }

    // MARK: The end

    func stopped(_ reach: String?) {
        if let reach, reaches.last != reach { reaches.append(reach) }
    }

    var wasStopped: Bool { !reaches.isEmpty }

    /// The command ended of its own accord.
    /// - Parameter status: of one that was not stopped; nil: there is no answer.
    func end(_ status: ExitStatus?) -> ExitStatus {
        console.progress.erase()
        let reach = reaches.joined(separator: "; ")
        guard let status else {
            console.fail("stopped before the answer\(reach.isEmpty ? "" : ": \(reach)")")
            return .interrupted
        }
        console.end()
        guard wasStopped else { return status }
        console.say("stopped: partial, \(reach)")
        return .interrupted
    }
}
