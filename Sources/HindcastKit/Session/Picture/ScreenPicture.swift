import EventLog
import Explorer
import Rehydration
import Screen

/// The explorer's screen after some keys, without a terminal.
enum ScreenPicture {
    /// Opens the source, presses the keys one after the other, and returns the screen that is left.
    ///
    /// - Throws: `SourceError`, `ModelError`; `SessionFailure` where the source cannot be opened.
    static func frame(_ request: ExploreRequest, keys: [Key], size: Size, registered: [any Model]) throws -> Frame {
        let start = try SessionStart(request.source, registered: registered)
        let terminal = ScriptedTerminal(size: size, keys: keys)
        let worker = Worker(opener: whole(start.opener), jobs: request.source.jobs ?? Cores.count, waker: terminal.waker)
        terminal.isSettled = { worker.isSettled }
        let state = ExplorerState(
            size: size, glyphs: terminal.glyphs, zone: request.source.zone, place: start.place, chooser: start.chooser)
        let errands = Errands(terminal: terminal, sources: request.source.paths, theme: request.theme, environment: { _ in nil })
        var loop = RunLoop(errands: errands, worker: worker, state: state)
        if case .failed(let text) = loop.run(opening: start.path) { throw SessionFailure(description: text) }
        return terminal.frame ?? Frame(size: size)
    }

    /// Tells of a source only when all of it is read: how much of it lies there earlier is a matter of time.
    private static func whole(_ opener: @escaping Engine.Opener) -> Engine.Opener {
        { wanted, watcher in
            try opener(wanted, LogReading.Watcher(isStopped: watcher.isStopped, progressed: { _ in }, grew: { _ in }))
        }
    }

    /// Writes the frame into a new file.
    ///
    /// - Throws: `UsageError` for a file that is there and for a name that says no format; `SystemError`.
    static func write(_ frame: Frame, to path: String, theme: ColorTheme) throws {
        let content = try PictureFormat(of: path).content(of: frame, theme: theme)
        try NewFile.write(path) { try $0.write(content) }
    }
}
