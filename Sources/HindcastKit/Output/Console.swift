import Screen
import Synchronization

/// The program's two voices: results, and everything else.
final class Console {
    let out: Output
    let style: TextStyle
    /// What stands on the last line of a terminal until something else is written.
    let progress: ProgressLine
    private let notices: Notices
    private var last: [String] = []

    init(stdout: any ByteSink, stderr: any ByteSink, environment: (String) -> String?) {
        let notices = Notices(stderr)
        let progress = ProgressLine(stderr, willShow: notices.release)
        let out = Output(stdout) {
            notices.release()
            progress.erase()
        }
        notices.willWrite = progress.erase
        // Who reads both as one sees them in the order in which they came.
        notices.settle = { out.settle() }
        self.out = out
        self.notices = notices
        self.progress = progress
        style = TextStyle(isColoured: TextStyle.isColoured(terminal: stdout.isTerminal, environment: environment))
    }

    /// A line on standard error, under the program's name; the same line only once. Sanitised here.
    ///
    /// It waits until the first result is printed, or the command has done what it was asked: where that fails, its error stands alone.
    func say(_ text: String) { notices.add(text) }

    /// A line for when the command has done what it was asked.
    func sayAtEnd(_ text: String) { last.append(text) }

    /// The command has done what it was asked.
    func end() {
        notices.release()
        for text in last { say(text) }
    }

    /// The command failed: what it would have said beside its answer is not said.
    func fail(_ text: String) {
        notices.drop()
        say(text)
    }
}

/// Lines for standard error that wait.
private final class Notices: @unchecked Sendable {
    private struct State {
        var said: Set<String> = []
        /// Nil once they no longer wait.
        var waiting: [String]? = []
    }

    private let sink: any ByteSink
    private let state = Mutex(State())
    /// Set once, before anything is said.
    var willWrite: () -> Void = {}
    /// Lets out what was printed before.
    var settle: () -> Void = {}

    init(_ sink: any ByteSink) { self.sink = sink }

    func add(_ text: String) {
        settle()
        let isDue = state.withLock { state in
            guard state.said.insert(text).inserted else { return false }
            state.waiting?.append(text)
            return state.waiting == nil
        }
        if isDue { write(text) }
    }

    /// From any thread: that which tells how far something is may be another.
    func release() {
        let waiting = state.withLock { state in
            defer { state.waiting = nil }
            return state.waiting ?? []
        }
        for text in waiting { write(text) }
    }

    func drop() { state.withLock { $0.waiting = nil } }

    private func write(_ text: String) {
        willWrite()
        // There is nobody left to tell when standard error fails.
        try? sink.write(Array("hindcast: \(sanitised(text))\n".utf8))
    }
}
