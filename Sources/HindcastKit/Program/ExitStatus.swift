/// What the process ends with, as grep and diff do it. The only place that knows the numbers.
package enum ExitStatus: Int32, Sendable {
    /// Done and well. Also when a reader closed the pipe: it has what it wanted.
    case well = 0
    /// The answer is no: nothing found, differences, violations, refused.
    case no = 1
    /// Bad usage, unreadable input, a model that does not load, a limit reached.
    case trouble = 2
    /// Ctrl-C: what was found so far was printed. As a shell has it for a process that SIGINT ended.
    case interrupted = 130
}
