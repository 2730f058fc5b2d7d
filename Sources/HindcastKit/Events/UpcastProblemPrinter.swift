import EventLog
import JSONText

/// Prints events that cannot be read as today's schema has them, in the shape of `events` with what is wrong behind it, and counts them.
struct UpcastProblemPrinter {
    enum Kind: String {
        case failure = "upcaster-error"
        case gap = "upcaster-gap"
    }

    private let isJSON: Bool
    /// Where the events themselves are printed, problems are told on standard error.
    private let isSilent: Bool
    private let console: Console
    private var table: TextTable
    private var first: String?
    private(set) var count = 0

    init(isJSON: Bool, isSilent: Bool, console: Console) {
        self.isJSON = isJSON
        self.isSilent = isSilent
        self.console = console
        table = TextTable(
            [("KIND", .left), ("POSITION", .right), ("STREAM", .left), ("VERSION", .right), ("TYPE", .left), ("MESSAGE", .left)],
            on: console)
    }

    mutating func print(_ kind: Kind, _ event: Event, _ message: String) throws {
        count += 1
        first = first ?? "\(event.stream) version \(event.version) (#\(event.position)): \(message)"
        if isSilent { return }
        guard isJSON else {
            let type = event.schema.map { "\(event.type) v\($0)" } ?? event.type.description
            return try table.add([
                kind.rawValue, "#\(event.position)", event.stream.description, String(event.version), type, message,
            ])
        }
        var line = JSONLine(event)
        line.add("severity", text: "error")
        line.add("kind", text: kind.rawValue)
        line.add("message", text: message)
        try console.out.line(line.bytes)
    }

    mutating func finish() throws { try table.finish() }

    func summary(of events: Int) -> String {
        guard let first else { return "\(counted(events, "event")) checked: each has a way to today's schema" }
        return "\(count) of \(counted(events, "event")) cannot be read as today's schema has them; the first is \(first)"
    }
}
