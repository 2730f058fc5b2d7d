import Glibc
import Rehydration

/// The program as a whole. An executable of three lines calls it.
public enum Hindcast {
    static let version = "0.1.0"

    /// Runs the command that the process was started with, and ends the process with its exit code.
    public static func main() -> Never { main(registered: []) }

    static func main(registered: [any Model]) -> Never {
        // A reader that has seen enough (`| head`) is told by EPIPE, in `Output`, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        // A file size limit that is met (`ulimit -f`) is an error like any other.
        signal(SIGXFSZ, SIG_IGN)
        FileSink.occupyStandardDescriptors()
        let status = run(
            arguments: Arguments.all, stdout: FileSink(STDOUT_FILENO), stderr: FileSink(STDERR_FILENO), models: registered)
        exit(status.rawValue)
    }
}
