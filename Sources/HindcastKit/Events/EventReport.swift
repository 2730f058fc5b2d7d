import EventLog
import JSONText
import Rehydration
import Screen

/// One event and how it became what the model sees, as `show` prints it.
struct EventReport {
    private let recorded: RecordedEvent
    private let line: [UInt8]
    private let steps: [UpcastTrace.Step]
    private let final: [Event]
    /// Of the upcaster that failed: part of the answer.
    private let problem: HandlerError?

    /// - Throws: `SourceError`, `ModelError`, `UpcasterChainError`.
    init(position: Int, of source: OpenedSource) throws {
        let rehydrator = try source.rehydrator()
        recorded = rehydrator.reader.counted(try rehydrator.reader.event(at: position))
        line = try SourceLines(source.history).bytes(of: recorded)
        let trace = try rehydrator.trace(of: recorded.event)
        (steps, final, problem) = (trace.steps, trace.final, trace.problem)
    }

    var json: JSONLine {
        var report = JSONLine()
        report.add("event", object: JSONLine(recorded.event))
        report.add("raw", ExactString(bytes: line))
        report.add("steps", list: steps.map { step in
            var object = JSONLine()
            object.add("upcaster", text: step.upcaster.description)
            object.add("events", list: step.events.map { JSONLine($0) })
            return object
        })
        report.add("final", list: final.map { JSONLine($0) })
        if let problem {
            var error = JSONLine()
            error.add(problem)
            report.add("error", object: error)
        }
        return report
    }

    func print(in zone: Zone, on console: Console) throws {
        let event = recorded.event
        var facts = FactList()
        facts.add("stream", event.stream.description)
        facts.add("version", String(event.version))
        facts.add("position", "#\(event.position)")
        facts.add("type", event.type.description)
        facts.add("schema", event.schema.map { String($0) })
        facts.add("id", event.id?.description)
        facts.add("time", event.time?.instant.longText(in: zone))
        facts.add("data", text(of: event.data))
        facts.add("meta", event.meta.map(text(of:)))
        facts.add("source", recorded.place.text)
        facts.add("raw", String(decoding: line, as: UTF8.self))
        for step in steps {
            let results = step.events.map(summary).joined(separator: " + ")
            facts.add("upcast", "\(step.upcaster): \(results.isEmpty ? "nothing" : results)")
            guard step.events.count == 1 else { continue }
            for change in step.changes(to: step.events[0]) { facts.add("", Self.words(for: change)) }
        }
        if !steps.isEmpty { for event in final { facts.add("final", summary(event)) } }
        try facts.print(on: console)
        if let problem { try console.out.line(console.style.alarm("! " + ErrorRenderer.sentence(for: problem)).utf8) }
    }

    /// `~ .amount 5 → 6`, `+ .currency "EUR"`, `- .name "bruno"`.
    private static func words(for change: JSONChange) -> String {
        switch (change.before, change.after) {
        case (let before?, let after?): "~ \(change.path) \(before.line) → \(after.line)"
        case (nil, let after?): "+ \(change.path) \(after.line)"
        default: "- \(change.path) \(change.before?.line ?? "")"
        }
    }

    private func summary(_ event: Event) -> String {
        "\(event.type)\(event.schema.map { " v\($0)" } ?? "") \(text(of: event.data))"
    }

    private func text(of json: [UInt8]) -> String {
        var writer = JSONWriter()
        writer.append(raw: json)
        return writer.text
    }
}
