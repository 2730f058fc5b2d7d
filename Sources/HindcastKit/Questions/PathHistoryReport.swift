import EventLog
import JSONText
import Rehydration

/// The changes of a path as `history` prints them, as they come.
struct PathHistoryReport {
    private let isJSON: Bool
    private let zone: Zone
    private let console: Console
    private var table: TextTable
    /// Its memory is used again and again.
    private var line = JSONLine()
    private var last: Instant?
    private(set) var count = 0

    init(isJSON: Bool, zone: Zone, console: Console) {
        self.isJSON = isJSON
        self.zone = zone
        self.console = console
        table = TextTable(
            [("VERSION", .right), ("TIME", .left), ("SINCE", .right), ("TYPE", .left), ("BEFORE", .right), ("AFTER", .right)], on: console)
    }

    mutating func add(_ change: PathChange) throws {
        count += 1
        if isJSON {
            line = JSONLine(reusing: line)
            line.add(change)
            return try console.out.line(line)
        }
        let instant = change.time?.instant
        let since = last.flatMap { last in instant.map { $0.microseconds - last.microseconds } }
        try table.add([
            String(change.version), instant?.text(in: zone) ?? "-", since.map(Span.text) ?? "-", change.type.description,
            change.before?.line ?? "-", change.after?.line ?? "-",
        ])
        last = instant ?? last
    }

    mutating func finish() throws { try table.finish() }
}

extension JSONLine {
    fileprivate mutating func add(_ change: PathChange) {
        add("version", change.version)
        if change.position >= 0 { add("position", change.position) }
        add("time", change.time?.text)
        add("type", change.type)
        add("before", value: change.before)
        add("after", value: change.after)
    }

    init(_ change: JSONChange) {
        self.init()
        add("path", text: change.path.description)
        add("before", value: change.before)
        add("after", value: change.after)
    }
}
