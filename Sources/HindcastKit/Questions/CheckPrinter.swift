import EventLog
import JSONText
import Rehydration

/// Prints what `check` found, and counts it by kind.
struct CheckPrinter {
    private let isJSON: Bool
    private let zone: Zone
    private let console: Console
    private var table: TextTable
    private var kinds: [(kind: String, count: Int)] = []
    private(set) var hasErrors = false

    init(isJSON: Bool, zone: Zone, console: Console) {
        self.isJSON = isJSON
        self.zone = zone
        self.console = console
        table = TextTable(
            [("SEVERITY", .left), ("KIND", .left), ("NAME", .left), ("STREAM", .left), ("VERSION", .right), ("TIME", .left), ("MESSAGE", .left)],
            on: console)
    }

    mutating func print(_ finding: CheckFinding) throws {
        if finding.isError { hasErrors = true }
        if let index = kinds.firstIndex(where: { $0.kind == finding.kind }) { kinds[index].count += 1 } else { kinds.append((finding.kind, 1)) }
        guard isJSON else {
            return try table.add([
                finding.severity, finding.kind, finding.name, finding.stream.description, String(finding.version),
                finding.time?.instant.text(in: zone) ?? "-", finding.message,
            ])
        }
        var line = JSONLine()
        line.add("severity", text: finding.severity)
        line.add("kind", text: finding.kind)
        line.add("name", text: finding.name)
        line.add("stream", finding.stream)
        line.add("version", finding.version)
        line.add("position", finding.position)
        line.add("time", finding.time?.text)
        line.add("message", text: finding.message)
        try console.out.line(line.bytes)
    }

    mutating func finish() throws { try table.finish() }

    var summary: String {
        kinds.isEmpty ? "nothing found" : kinds.map { "\($0.count) \($0.kind)" }.joined(separator: ", ")
    }
}

extension CheckFinding {
    package var severity: String { isError ? "error" : "warning" }

    /// For people, in one line.
    package var message: String {
        switch cause {
        case .invariant(let broken): broken.error == nil ? "does not hold: \(broken.name)" : "\(broken)"
        case .unfolded(let error): ErrorRenderer.sentence(for: error)
        case .unhandled(let aggregate, let events):
            "\(aggregate) has no handler for \(name) and does not ignore it: \(counted(events, "event")), the first is this"
        case .upcasterGap(let reason, let events): "\(reason): \(counted(events, "event")), the first is this"
        case .gap(let expected, let found): "version \(expected) expected, found \(found)"
        }
    }
}
