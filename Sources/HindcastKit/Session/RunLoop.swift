import EventLog
import Explorer
import Glibc
import Screen

/// Carries keys to `update` and frames to the terminal, until the end.
struct RunLoop {
    /// Why the loop ended.
    enum Ending: Equatable {
        case quit
        case stopped(StopReason)
        /// The source that the program was started with cannot be opened: one line that says why.
        case failed(String)
    }

    let terminal: any Terminal
    let worker: Worker
    private let errands: Errands
    /// Keeps what a session on a source leaves, by the path that it was opened with.
    private let sessions: (String, SessionRecord) -> Void
    private(set) var state: ExplorerState
    /// The path that the command line named, to open it again with another model.
    private var path: String?

    /// A frame waits so long for a state that is being worked out, so that a step shows event and state at once.
    private static let patienceMilliseconds = 5
    /// Keys that arrive together are dealt with before a frame is drawn, up to so many.
    private static let mostEventsAFrame = 256

    init(
        errands: Errands, worker: Worker, state: ExplorerState, sessions: @escaping (String, SessionRecord) -> Void = { _, _ in }
    ) {
        self.errands = errands
        self.sessions = sessions
        terminal = errands.terminal
        self.worker = worker
        self.state = state
    }

    mutating func run(opening path: String?) -> Ending {
        let ending = runOn(opening: path)
        keep(state.sessionRecord)
        return ending
    }

    private mutating func runOn(opening path: String?) -> Ending {
        if let path { perform(.open(path: path)) }
        terminal.draw(view(state))
        while true {
            guard let event = terminal.nextEvent(timeoutMilliseconds: nil) else { continue }
            if let ending = handle(event) ?? drainEvents() { return ending }
            if let ending = waitForState() { return ending }
            terminal.draw(view(state))
        }
    }

    /// What else is there already.
    private mutating func drainEvents() -> Ending? {
        for _ in 0..<Self.mostEventsAFrame {
            guard let event = terminal.nextEvent(timeoutMilliseconds: 0) else { return nil }
            if let ending = handle(event) { return ending }
        }
        return nil
    }

    /// A step shows event, state and lines at once, if they come soon enough.
    private mutating func waitForState() -> Ending? {
        let end = ContinuousClock.now + .milliseconds(Self.patienceMilliseconds)
        while state.awaitsContents {
            let left = Int((end - .now) / .milliseconds(1))
            guard left > 0, let event = terminal.nextEvent(timeoutMilliseconds: left) else { return nil }
            if let ending = handle(event) { return ending }
        }
        return nil
    }

    private mutating func handle(_ event: InputEvent) -> Ending? {
        switch event {
        case .key(let key): return apply(.key(key))
        case .mouse(let event): return apply(.mouse(event))
        case .paste(let text): return apply(.pasted(text))
        case .resize(let size): return apply(.resized(size))
        case .resumed: return apply(.resized(terminal.size))
        case .stop(let reason): return .stopped(reason)
        case .wake:
            for message in worker.takeMessages() {
                if case .openingFailed(let text) = message, state.chooser == nil, case .opening = state.place { return .failed(text) }
                // A log that was rotated or rewritten is read anew.
                if case .reopening = message, let path { worker.open(LogReading.Wanted(path: path)) }
                if let ending = apply(message) { return ending }
            }
            return nil
        }
    }

    private mutating func apply(_ message: Message) -> Ending? {
        for command in update(&state, message) {
            if command == .quit { return .quit }
            perform(command)
        }
        return nil
    }

    /// An errand; what came of it is told like everything else.
    private func run(_ errand: () throws -> Message) {
        do { worker.post(try errand()) } catch { worker.post(.failed(ErrorRenderer.sentence(for: error))) }
    }

    private func keep(_ record: SessionRecord?) {
        guard let record, let path else { return }
        sessions(path, record)
    }

    private mutating func perform(_ command: Command) {
        switch command {
        case .open(let path):
            self.path = path
            worker.open(LogReading.Wanted(path: path))
        case .useModel(let model):
            if let path { worker.open(LogReading.Wanted(path: path, model: model)) }
        case .useMap(let map):
            if let path { worker.open(LogReading.Wanted(path: path, map: map)) }
        case .stopReading: worker.stopReading()
        case .follow(let follows): worker.follow(follows)
        case .rehydrate(let spot, let base): worker.add(.rehydrate(spot, base: base))
        case .refresh: worker.add(.follow)
        case .propose(let request): run { try errands.propose(request) }
        case .watch(let expressions): worker.add(.watch(expressions))
        case .lay(let overlay): worker.add(.lay(overlay))
        case .keep(let record): keep(record)
        case .peek(let positions): worker.add(.peek(positions: positions))
        case .start(let job):
            do { worker.start(try errands.admit(job)) } catch { worker.post(.job(job.number, .ended(.failed(ErrorRenderer.sentence(for: error))))) }
        case .cancel(let job): worker.stop(job: job)
        case .tick(let pause, let number): worker.post(.ticked(number), afterMilliseconds: pause)
        case .useZone(let name):
            worker.post(Zone(named: name).map { .zoned($0) } ?? .failed("there is no time zone \"\(name)\" on this machine; names are as Europe/Berlin or UTC"))
        case .copy(let bytes): run { .noticed(try errands.copy(bytes)) }
        case .pipe(let command, let input): run { .noticed(try errands.pipe(input, into: command)) }
        case .edit(let bytes, let suffix, let purpose): run { .edited(try errands.edit(bytes, suffix: suffix), purpose) }
        case .write(let path, let bytes): run { .noticed(try errands.write(bytes, to: path)) }
        case .screenshot(let path): run { .noticed(try errands.draw(view(state), to: path)) }
        case .suspend: terminal.suspend()
        case .redraw:
            terminal.leave()
            terminal.reenter()
        case .quit: break
        }
    }
}
