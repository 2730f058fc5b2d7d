import EventLog
import JSONText
import Rehydration

extension SourceOptions {
    /// How a question is carried out on the cores that these options allow. From now on Ctrl-C ends it with what it has.
    func asking(in context: CommandContext) -> Asking { context.work.asking(jobs: jobs ?? Cores.count) }
}

extension StreamChoice {
    /// - Parameter moment: where each stream ends; nil: at its last event.
    func extent(of opened: OpenedSource, until moment: LogMoment? = nil, _ console: Console) -> StreamExtent {
        if let match { opened.sayWhereNoStream(fits: match, console) }
        let history = opened.history
        let glob = match.map { Glob($0) }
        return StreamExtent(of: history, admits: glob.map { glob in { glob.matches($0.bytes) } }, until: moment)
    }
}

extension StreamChoice {
    /// For commands whose exit is a gate: one that nothing went through says nothing of what lies behind it.
    /// - Throws: `UsageError` where no stream fits.
    func checkFit(in opened: OpenedSource) throws {
        guard let match, !opened.history.streams.contains(where: { admits($0.name) }) else { return }
        throw opened.noStream(fits: match)
    }
}

extension UnfoldedStreams {
    /// Which streams could not be folded at all, for standard error.
    func say(on console: Console) {
        guard let firstStream, let firstError else { return }
        console.say("\(counted(count, "stream")) could not be folded; the first is \(firstStream): \(ErrorRenderer.sentence(for: firstError))")
    }
}

extension QuestionProgress {
    /// `12 of 50000 streams to their end, 1200000 of 4000000 events`.
    var reach: String {
        "\(streams) of \(counted(streamTotal, "stream")) to \(streamTotal == 1 ? "its" : "their") end, \(events) of \(counted(total, "event"))"
    }
}
