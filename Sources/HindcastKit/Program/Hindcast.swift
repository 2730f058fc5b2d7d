import Glibc
import Rehydration
import Synchronization

/// The program as a whole. An executable of three lines calls it.
public enum Hindcast {
    static let version = "0.1.0"
    /// When that version came to be, as the manual page has it.
    static let date = "2026-11-26"

    /// Runs the command that the process was started with, without models of its own, and ends the process with its exit code:
    /// 0 done, 1 the answer is no, 2 trouble, 130 stopped by Ctrl-C. Errors are told in one line on standard error.
    public static func main() -> Never { main(registered: []) }

    /// The same for the program itself.
    /// - Parameter commit: as `--version` says it; empty where nobody knows.
    package static func main(builtFrom commit: String) -> Never {
        self.commit.withLock { $0 = commit }
        main(registered: [])
    }

    static func main(registered: [any Model]) -> Never {
        // A reader that has seen enough (`| head`) is told by EPIPE, in `Output`, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        // A file that may not grow further (`ulimit -f`) is told by EFBIG.
        signal(SIGXFSZ, SIG_IGN)
        FileSink.occupyStandardDescriptors()
        let status = run(
            arguments: Arguments.all, stdin: DescriptorSource(STDIN_FILENO), stdout: FileSink(STDOUT_FILENO),
            stderr: FileSink(STDERR_FILENO), models: registered, willWrite: SignalHold.begin, interruption: .signal)
        // At once: `exit` would destroy what C++ libraries hold while threads of ours still use it.
        fflush(nil)
        _exit(status.rawValue)
    }
}
