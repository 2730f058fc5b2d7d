import EventLog

/// What `info` says of a history.
struct HistoryFacts {
    private let source: OpenedSource
    private var history: History { source.history }

    init(_ source: OpenedSource) { self.source = source }

    var json: JSONLine {
        var line = JSONLine()
        line.add("path", text: source.paths.map(\.description).joined(separator: " "))
        line.add("format", text: formats.map(\.name).joined(separator: ","))
        line.add("bytes", history.bytes)
        line.add("events", history.count)
        line.add("streams", history.streamCount)
        line.add("types", history.typeCount)
        line.add("first", text: history.timeText(at: first))
        line.add("last", text: history.timeText(at: last))
        line.add("malformed", history.malformedCount)
        line.add("indexed", text: history.origin.rawValue)
        line.add("files", texts: history.sources.map(\.file.path))
        line.add("assumed", texts: history.notes)
        return line
    }

    func text(in zone: Zone) -> FactList {
        var facts = FactList()
        facts.add("path", source.pathText)
        facts.add("format", formats.map { "\($0.title) (\($0.name))" }.joined(separator: ", "))
        for reading in readings {
            let name = readings.count > 1 ? " of \(reading.format)" : ""
            if !reading.marks.isEmpty { facts.add("known by" + name, reading.marks) }
            facts.add("roles" + name, reading.roles.map { "\($0.role) \($0.place)" }.joined(separator: "; "))
        }
        if history.sources.count > 1 { facts.add("files", String(history.sources.count)) }
        facts.add("bytes", String(history.bytes))
        facts.add("events", String(history.count))
        facts.add("streams", String(history.streamCount))
        facts.add("types", String(history.typeCount))
        facts.add("first", first.flatMap { history.time(at: $0) }?.longText(in: zone))
        facts.add("last", last.flatMap { history.time(at: $0) }?.longText(in: zone))
        facts.add("malformed", String(history.malformedCount))
        for note in history.notes { facts.add("assumed", note) }
        return facts
    }

    /// The earliest and the latest, which need not be the first and last in the log.
    private var first: Int? { history.earliest }
    private var last: Int? { history.latest }

    private var formats: [(name: String, title: String)] { readings.map { ($0.format, $0.formatTitle) } }

    /// One source of each format, in the order of the files.
    private var readings: [History.Source] {
        var seen: Set<String> = []
        return history.sources.filter { seen.insert($0.format).inserted }
    }
}
