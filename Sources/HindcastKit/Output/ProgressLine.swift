import Synchronization

/// How far something is, for whoever waits at a terminal: one line on standard error, rewritten as it goes on and erased at its end.
/// Where standard error is no terminal there is none.
final class ProgressLine: Sendable {
    private struct State {
        var began: ContinuousClock.Instant?
        var shown = ""
        var wasShown = false
    }

    // Written to under the lock only, while whoever owns it waits.
    private nonisolated(unsafe) let sink: any ByteSink
    private let patience: Duration
    /// Called before the first time that it is written.
    private nonisolated(unsafe) let willShow: () -> Void
    private let state = Mutex(State())
    let isOn: Bool

    /// - Parameter patience: what is over sooner is not worth a line.
    init(_ sink: any ByteSink, patience: Duration = .milliseconds(300), willShow: @escaping () -> Void = {}) {
        self.sink = sink
        self.willShow = willShow
        self.patience = patience
        isOn = sink.isTerminal
    }

    /// From any thread. Written anew only where it says something else.
    func show(_ doing: String, _ done: Int, of all: Int) {
        guard isOn, all > 0 else { return }
        let now = ContinuousClock.now
        let isFirst = state.withLock { state in
            let began = state.began ?? now
            state.began = began
            defer { if now - began >= patience { state.wasShown = true } }
            return now - began >= patience && !state.wasShown
        }
        // Not under the lock: what is written then takes this line away first.
        if isFirst { willShow() }
        state.withLock { state in
            let text = "\(doing) \(min(100, done * 100 / all)) %"
            guard state.wasShown, text != state.shown else { return }
            state.shown = text
            try? sink.write(Array("\r\(text)\u{1B}[K".utf8))
        }
    }

    /// Takes the line away, so that something else can be written; it comes again with the next news.
    func erase() {
        guard isOn else { return }
        state.withLock { state in
            guard !state.shown.isEmpty else { return }
            state.shown = ""
            try? sink.write(Array("\r\u{1B}[K".utf8))
        }
    }
}
