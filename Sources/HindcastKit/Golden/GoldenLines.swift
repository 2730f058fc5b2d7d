import EventLog
import JSONText
import Rehydration

/// The lines of a file of recorded states: the stream and its initial state, what each event changed, the last state.
enum GoldenLines {
    static func lines(of golden: Golden) -> [[UInt8]] {
        var head = JSONLine()
        head.add("stream", golden.stream)
        head.add("model", text: golden.model)
        head.add("events", golden.steps.count)
        head.add("state", value: golden.initial)
        var last = JSONLine()
        last.add("version", golden.steps.last?.version ?? -1)
        last.add("state", value: golden.final)
        return [head.bytes] + golden.steps.map { line(of: $0).bytes } + [last.bytes]
    }

    private static func line(of step: Golden.Step) -> JSONLine {
        var line = JSONLine()
        line.add("version", step.version)
        line.add("type", step.type)
        line.add("changes", list: step.changes.map { JSONLine($0) })
        line.add("error", text: step.error)
        if !step.broken.isEmpty { line.add("broken", texts: step.broken) }
        return line
    }

    /// - Throws: `UsageError` that names the line that is none of these.
    static func golden(from text: [UInt8], named file: String) throws -> Golden {
        let parser = JSONParser()
        var number = 0
        func wrong(_ message: String) -> UsageError { UsageError("\(file):\(number): \(message)", hint: "record the stream again") }
        var objects: [JSONObject] = []
        for line in text.split(separator: 0x0A) {
            number += 1
            do {
                guard case .object(let object) = try parser.value(of: line) else { throw wrong("no object") }
                objects.append(object)
            } catch let error as JSONError {
                throw wrong("column \(error.offset + 1): \(error)")
            }
        }
        guard let head = objects.first, objects.count >= 2, let stream = head["stream"]?.string, let model = head["model"]?.string,
            let initial = head["state"], let final = objects[objects.count - 1]["state"]
        else { throw wrong("the file of recorded states is not whole") }
        number = 1
        let steps = try objects[1..<(objects.count - 1)].map { object throws in
            number += 1
            return try step(object) ?? { throw wrong("not what an event did") }()
        }
        guard head["events"]?.number?.int64 == Int64(steps.count) else { throw wrong("the file of recorded states is not whole") }
        return Golden(stream: stream, model: model.description, initial: initial, steps: steps, final: final)
    }

    private static func step(_ object: JSONObject) throws -> Golden.Step? {
        guard let version = object["version"]?.number?.int64, let type = object["type"]?.string, let changes = object["changes"]?.array else {
            return nil
        }
        var read: [JSONChange] = []
        for change in changes {
            guard let text = change.object?["path"]?.string, let path = try? JSONPath(parsing: text.description) else { return nil }
            read.append(JSONChange(path: path, before: change.object?["before"], after: change.object?["after"]))
        }
        return Golden.Step(
            version: version, type: type, changes: read, error: object["error"]?.string?.description,
            broken: object["broken"]?.array?.compactMap { $0.string?.description } ?? [])
    }
}
