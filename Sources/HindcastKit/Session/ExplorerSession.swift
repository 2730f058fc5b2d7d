import EventLog
import Explorer
import Glibc
import NcursesTerminal
package import Rehydration
import Screen

/// The explorer from its first frame to its last.
package enum ExplorerSession {
    /// Opens the explorer on this process's terminal and returns when the user leaves.
    ///
    /// A signal that asked for the end ends the process after the terminal is restored, so that its exit status shows it.
    /// - Throws: `SourceError`, `ModelError` before the terminal is touched; `NcursesTerminalError`; `SessionFailure` after it
    ///   is restored.
    package static func run(
        _ request: ExploreRequest, registered: [any Model] = [],
        environment: @escaping (String) -> String? = { getenv($0).map { String(cString: $0) } }
    ) throws {
        let sessions = SessionStore(request.source.folders, isOn: request.keepsSession)
        let start = try SessionStart(request.source, registered: registered, sessions: sessions)
        let terminal = try NcursesTerminal(TerminalOptions(usesMouse: request.usesMouse, theme: request.theme))
        let worker = Worker(opener: start.opener, jobs: request.source.jobs ?? Cores.count, waker: terminal.waker)
        var state = ExplorerState(
            size: terminal.size, glyphs: terminal.glyphs, zone: request.source.zone, place: start.place, chooser: start.chooser)
        state.isFollowing = request.follows
        let errands = Errands(terminal: terminal, sources: request.source.paths, theme: request.theme, environment: environment)
        var loop = RunLoop(errands: errands, worker: worker, state: state, sessions: start.keep)
        let ending = loop.run(opening: start.path)
        terminal.close()
        switch ending {
        case .quit: return
        case .failed(let text): throw SessionFailure(description: text)
        case .stopped(.signal(let number)): NcursesTerminal.endProcess(bySignal: number)
        case .stopped(.hangup): throw SessionFailure(description: "the terminal is gone")
        case .stopped(.endOfInput): throw SessionFailure(description: "no more keys can be read from the terminal")
        }
    }
}

/// Why a session ended that nobody ended. Already in words.
struct SessionFailure: Error, CustomStringConvertible {
    let description: String
}
