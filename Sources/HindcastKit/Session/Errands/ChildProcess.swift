import Glibc
import Screen

/// A program that has the terminal for itself until it ends.
struct ChildProcess {
    private let arguments: [String]
    /// What it is called in messages.
    private let name: String

    /// - Parameter arguments: the first is the program's path.
    init(_ arguments: [String], named name: String) {
        self.arguments = arguments
        self.name = name
    }

    /// Gives the terminal away and takes it back, whatever the program made of it.
    ///
    /// - Parameters:
    ///   - input: what it reads; without it, the keys.
    ///   - pauses: whether what it printed stays until the user presses Enter.
    /// - Throws: `ChildFailure` for everything but a good end; `SystemError` where it cannot be started.
    func run(on terminal: any Terminal, input: OpenInput? = nil, pauses: Bool) throws {
        guard let descriptors = terminal.childDescriptors else { throw UsageError("there is no terminal for \(name)") }
        terminal.leave()
        defer { terminal.reenter() }
        let ending = try wait(for: start(input: input?.descriptor ?? descriptors.input, output: descriptors.output))
        Self.reclaim(descriptors.input)
        if pauses { terminal.pause("\n[Enter goes back to hindcast] ") }
        guard ending == .exited(0) else { throw ChildFailure(name: name, ending: ending) }
    }

    /// The corresponding C function is `posix_spawn`. In our process group, so that Ctrl-C and Ctrl-Z reach both as one job.
    private func start(input: Int32, output: Int32) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (index, descriptor) in [input, output, output].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(index))
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this program ignores would stay ignored in another.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGXFSZ] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        let words = arguments.map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var child: pid_t = 0
        let problem = posix_spawn(&child, arguments[0], &actions, &attributes, words, environ)
        guard problem == 0 else { throw SystemError(code: problem, doing: "starting \(arguments[0])") }
        return child
    }

    private func wait(for child: pid_t) throws -> ChildFailure.Ending {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw SystemError(code: errno, doing: "waiting for \(name)") }
        }
        // wait(2): the low seven bits are the signal that ended it, or 0; the next byte is what it exited with.
        return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .ended(bySignal: status & 0x7F)
    }

    /// A shell that was killed leaves the terminal to a process group of its own that nobody is in any more.
    private static func reclaim(_ terminal: Int32) {
        let foreground = tcgetpgrp(terminal)
        guard foreground > 0, foreground != getpgrp(), kill(-foreground, 0) != 0, errno == ESRCH else { return }
        // Whoever takes the terminal from the background is stopped otherwise (tcsetpgrp(3)).
        var held = sigset_t(), before = sigset_t()
        sigemptyset(&held)
        sigaddset(&held, SIGTTOU)
        pthread_sigmask(SIG_BLOCK, &held, &before)
        tcsetpgrp(terminal, getpgrp())
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }
}

/// A descriptor that is closed with its last reference.
final class OpenInput {
    let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
}

/// A program that did not end well.
struct ChildFailure: Error, Equatable {
    enum Ending: Equatable {
        case exited(Int32)
        case ended(bySignal: Int32)
    }

    let name: String
    let ending: Ending
}
