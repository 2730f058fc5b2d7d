import Screen

/// The program's two voices: results, and everything else.
final class Console {
    let out: Output
    let style: TextStyle
    private let err: any ByteSink
    private var said: Set<String> = []

    init(stdout: any ByteSink, stderr: any ByteSink, environment: (String) -> String?) {
        out = Output(stdout)
        err = stderr
        style = TextStyle(isColoured: TextStyle.isColoured(terminal: stdout.isTerminal, environment: environment))
    }

    /// A line on standard error, under the program's name; the same line only once. Sanitised here.
    func say(_ text: String) {
        guard said.insert(text).inserted else { return }
        // There is nobody left to tell when standard error fails.
        try? err.write(Array("hindcast: \(sanitised(text))\n".utf8))
    }
}
