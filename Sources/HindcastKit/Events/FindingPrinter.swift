import EventLog
import JSONText

/// Prints what `verify` found, and counts it.
struct FindingPrinter {
    private let isJSON: Bool
    private let console: Console
    private var table: TextTable
    private(set) var errors = 0
    private(set) var warnings = 0

    init(isJSON: Bool, console: Console) {
        self.isJSON = isJSON
        self.console = console
        table = TextTable(
            [("SEVERITY", .left), ("KIND", .left), ("PLACE", .left), ("STREAM", .left), ("VERSION", .right), ("MESSAGE", .left)],
            on: console)
    }

    mutating func print(_ finding: Finding) throws {
        switch finding.severity {
        case .error: errors += 1
        case .warning: warnings += 1
        }
        if isJSON { return try console.out.line(JSONLine(finding).bytes) }
        try table.add([
            finding.severity.rawValue, finding.kind, finding.place.text,
            finding.stream?.description ?? "-", finding.version.map { String($0) } ?? "-", finding.message,
        ])
    }

    mutating func finish() throws { try table.finish() }

    var summary: String {
        errors + warnings == 0 ? "nothing found" : "\(counted(errors, "error")), \(counted(warnings, "warning"))"
    }
}

extension JSONLine {
    fileprivate init(_ finding: Finding) {
        self.init()
        add("severity", text: finding.severity.rawValue)
        add("kind", text: finding.kind)
        add("path", text: finding.place.path)
        add("line", finding.place.line)
        add("offset", finding.place.offset)
        add("stream", finding.stream)
        add("version", finding.version)
        add("message", text: finding.message)
    }
}
