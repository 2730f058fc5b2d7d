import EventLog
import JSONText
import Screen

/// Prints events one after another in one of the three forms.
struct EventPrinter {
    enum Form { case text, json, raw }

    private let form: Form
    private let source: OpenedSource
    private let console: Console
    private let lines: SourceLines
    private var table: TextTable

    init(form: Form, source: OpenedSource, console: Console) {
        self.form = form
        self.source = source
        self.console = console
        lines = SourceLines(source.history)
        table = TextTable(
            [("POSITION", .right), ("TIME", .left), ("STREAM", .left), ("VERSION", .right), ("TYPE", .left), ("DATA", .left)],
            on: console)
    }

    mutating func print(_ recorded: RecordedEvent) throws {
        switch form {
        case .json: try console.out.line(JSONLine(recorded.event))
        case .raw: try console.out.line(try lines.bytes(of: recorded))
        case .text: try table.add(cells(of: recorded.event))
        }
    }

    /// One that is not as it was recorded; it has no source line.
    mutating func print(_ event: Event) throws {
        if form == .json { try console.out.line(JSONLine(event)) } else { try table.add(cells(of: event)) }
    }

    /// Lets out what was printed so far: the next event may be far away.
    mutating func pause() throws {
        try table.pause()
        try console.out.flush()
    }

    mutating func finish() throws { try table.finish() }

    private func cells(of event: Event) -> [String] {
        var data = JSONWriter()
        data.append(raw: event.data)
        let type = event.schema.map { "\(event.type) v\($0)" } ?? event.type.description
        return [
            "#\(event.position)", event.time?.instant.text(in: source.zone) ?? "-", event.stream.description,
            String(event.version), type, data.text,
        ]
    }
}
