import Screen

/// The program's two voices: results, and everything else.
final class Console {
    let out: Output
    let style: TextStyle
    /// What stands on the last line of a terminal until something else is written.
    let progress: ProgressLine
    private let err: any ByteSink
    private var said: Set<String> = []
    private var last: [String] = []

    init(stdout: any ByteSink, stderr: any ByteSink, environment: (String) -> String?) {
        let progress = ProgressLine(stderr)
        out = Output(stdout, willWrite: progress.erase)
        err = stderr
        self.progress = progress
        style = TextStyle(isColoured: TextStyle.isColoured(terminal: stdout.isTerminal, environment: environment))
    }

    /// A line on standard error, under the program's name; the same line only once. Sanitised here.
    func say(_ text: String) {
        guard said.insert(text).inserted else { return }
        progress.erase()
        // Who reads both as one sees them in the order in which they came.
        out.settle()
        // There is nobody left to tell when standard error fails.
        try? err.write(Array("hindcast: \(sanitised(text))\n".utf8))
    }

    /// A line for when the command has done what it was asked; never said where it fails, whose error stands alone.
    func sayAtEnd(_ text: String) { last.append(text) }

    func end() { for text in last { say(text) } }
}
