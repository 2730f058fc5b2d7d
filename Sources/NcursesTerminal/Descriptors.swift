import Glibc

/// The terminal's two descriptors.
struct Descriptors {
    let input: Int32
    let output: Int32
    /// Whether `input` was opened here and has to be closed.
    let ownsInput: Bool

    /// Keys come from standard input, or from /dev/tty when that is no terminal (`zcat log.gz | …`). Standard output must be
    /// a terminal: somebody who redirects it wants text, not a screen.
    static func open() throws(NcursesTerminalError) -> Descriptors {
        guard isatty(STDOUT_FILENO) == 1 else { throw .outputIsNoTerminal }
        if isatty(STDIN_FILENO) == 1 {
            return Descriptors(input: STDIN_FILENO, output: STDOUT_FILENO, ownsInput: false)
        }
        let opened = Glibc.open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard opened >= 0 else { throw .noTerminalForKeys }
        return Descriptors(input: opened, output: STDOUT_FILENO, ownsInput: true)
    }

    func close() {
        if ownsInput { _ = Glibc.close(input) }
    }

    /// Writes all bytes or gives up at the first error.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(output, $0.baseAddress, $0.count) }
            if written > 0 { rest = rest.dropFirst(written) } else if errno != EINTR { return }
        }
    }

    /// Whether the terminal takes bytes within so many milliseconds (a stopped one, Ctrl-S, does not).
    func isWritable(within milliseconds: Int32 = 0) -> Bool {
        var request = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        return poll(&request, 1, milliseconds) > 0 && request.revents & Int16(POLLOUT) != 0
    }

    /// The window's size (ioctl_tty(2), TIOCGWINSZ), or nil where it is unknown or 0, as on a serial line.
    var windowSize: (columns: Int, rows: Int)? {
        var window = winsize()
        guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else { return nil }
        return (Int(window.ws_col), Int(window.ws_row))
    }
}
