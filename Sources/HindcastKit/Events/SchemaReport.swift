import EventLog
import JSONText
import Rehydration
import Screen

/// The kinds of events of a history and what the models make of them, as `schema` prints them.
struct SchemaReport {
    private let history: History
    private let survey: SchemaSurvey
    private let upcasters: [[UpcasterStep]]
    /// Nil without a model.
    private let handled: [Bool]?

    /// An entry is handled where the aggregate of every stream that has it knows it; the first of each stream is asked about.
    /// - Parameter goesOn: as `SchemaSurvey` asks it.
    init(_ source: OpenedSource, goesOn: (_ done: Int, _ of: Int) throws -> Bool) throws {
        history = source.history
        let rehydrator = try source.rehydrator()
        var handled: [Bool] = []
        var asked: [Set<ExactString>] = []
        survey = try SchemaSurvey(source.history, schema: { try rehydrator.schema(of: $0) }, goesOn: goesOn) { event, number in
            guard !rehydrator.models.isEmpty else { return }
            if number == handled.count {
                handled.append(true)
                asked.append([])
            }
            guard handled[number], asked[number].count < Self.mostAsked, asked[number].insert(event.stream).inserted else { return }
            handled[number] = try rehydrator.knows(event)
        }
        self.handled = rehydrator.models.isEmpty ? nil : handled
        upcasters = survey.entries.map { rehydrator.upcasters(from: $0.type, schema: $0.schema) }
    }

    /// Streams of a kind belong to few aggregates: more would not tell more.
    private static let mostAsked = 1000

    var json: [JSONLine] { survey.order.map(json) }

    private func json(_ number: Int) -> JSONLine {
        let entry = survey.entries[number]
        var line = JSONLine()
        line.add("type", entry.type)
        line.add("schema", entry.schema)
        line.add("events", entry.events)
        line.add("streams", entry.streams)
        line.add("first", text: history.timeText(at: entry.first))
        line.add("last", text: history.timeText(at: entry.last))
        line.add("fields", list: entry.fields.rows.map { field in
            var object = JSONLine()
            object.add("path", text: field.path)
            object.add("types", value: .object(JSONObject(members: field.shapes.map {
                .init(key: ExactString($0.shape.name), value: .number(JSONNumber($0.count)))
            })))
            object.add("present", field.present)
            return object
        })
        line.add("upcasters", texts: upcasters[number].map(words))
        line.add("handled", handled?[number])
        return line
    }

    private func words(_ step: UpcasterStep) -> String { "\(step.from)→\(step.to)" }

    func print(on console: Console) throws {
        for (index, number) in survey.order.enumerated() {
            let entry = survey.entries[number]
            if index > 0 { try console.out.line([]) }
            var title = "\(entry.type)\(entry.schema.map { " v\($0)" } ?? "")  \(counted(entry.events, "event")) in \(counted(entry.streams, "stream"))"
            if !upcasters[number].isEmpty { title += ", upcast " + upcasters[number].map(words).joined(separator: ", ") }
            if handled?[number] == false { title += ", not handled" }
            try console.out.line(console.style.heading(sanitised(title)).utf8)
            var facts = FactList()
            for field in entry.fields.rows {
                let types = field.shapes.map { field.shapes.count == 1 ? $0.shape.name : "\($0.shape.name) \($0.count)" }
                let part = field.present < entry.events ? ", in \(field.present) of \(entry.events)" : ""
                facts.add("  " + field.path, types.joined(separator: ", ") + part)
            }
            try facts.print(on: console)
        }
    }

    /// Entries with more fields than were kept.
    var cutShort: [ExactString] { survey.order.map { survey.entries[$0] }.filter(\.fields.isCutShort).map(\.type) }
}
