import EventLog
import JSONText
import Rehydration

extension SourceOptions {
    /// How a question is carried out on the cores that these options allow.
    func asking() throws -> Asking { Asking(jobs: jobs ?? Cores.count) }
}

extension StreamChoice {
    /// - Parameter moment: where each stream ends; nil: at its last event.
    func extent(of history: History, until moment: LogMoment? = nil) -> StreamExtent {
        let glob = match.map { Glob($0) }
        return StreamExtent(of: history, admits: glob.map { glob in { glob.matches($0.bytes) } }, until: moment)
    }
}

extension UnfoldedStreams {
    /// Which streams could not be folded at all, for standard error.
    func say(on console: Console) {
        guard let firstStream, let firstError else { return }
        console.say("\(counted(count, "stream")) could not be folded; the first is \(firstStream): \(ErrorRenderer.sentence(for: firstError))")
    }
}
