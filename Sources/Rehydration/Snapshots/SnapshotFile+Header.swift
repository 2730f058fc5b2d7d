import EventLog
import JSONText

extension SnapshotFile {
    var header: JSONValue {
        [
            "stream": .string(stream), "fold": .string(ExactString(fold)), "sources": .string(ExactString(sources)),
            "entries": .array(entries.map { entry in
                [
                    "index": .number(JSONNumber(entry.index)), "version": .number(JSONNumber(entry.version)),
                    "digest": .string(ExactString(entry.digest)), "offset": .number(JSONNumber(entry.offset)),
                    "length": .number(JSONNumber(entry.length)), "checksum": .string(ExactString(entry.checksum)),
                ]
            }),
            "problems": .array(problems.map { Self.value(of: $0.problem, at: $0.index) }),
        ]
    }

    init?(header: JSONValue) {
        guard let object = header.object, let stream = object["stream"]?.string, let fold = object["fold"]?.string,
            let sources = object["sources"]?.string, let entries = object["entries"]?.array, let problems = object["problems"]?.array
        else { return nil }
        self.init(stream: stream, fold: fold.description, sources: sources.description)
        for value in entries {
            guard let entry = Entry(value) else { return nil }
            self.entries.append(entry)
        }
        for value in problems {
            guard let problem = Self.problem(value) else { return nil }
            self.problems.append(problem)
        }
    }

    private static func value(of problem: FoldProblem, at index: Int) -> JSONValue {
        let error = problem.error
        var object = JSONObject(members: [
            .init(key: "index", value: .number(JSONNumber(index))), .init(key: "version", value: .number(JSONNumber(problem.version))),
            .init(key: "position", value: .number(JSONNumber(problem.position))), .init(key: "type", value: .string(problem.type)),
            .init(key: "handler", value: .string(ExactString(error.handler))),
            .init(key: "message", value: .string(ExactString(error.message))),
        ])
        object["path"] = error.path.map { .string(ExactString($0)) }
        object["line"] = error.line.map { .number(JSONNumber($0)) }
        return .object(object)
    }

    private static func problem(_ value: JSONValue) -> (index: Int, problem: FoldProblem)? {
        guard let object = value.object, let index = object["index"]?.number?.int64, let version = object["version"]?.number?.int64,
            let position = object["position"]?.number?.int64, let type = object["type"]?.string,
            let handler = object["handler"]?.string, let message = object["message"]?.string
        else { return nil }
        let error = HandlerError(
            handler: handler.description, path: object["path"]?.string?.description,
            line: object["line"]?.number?.int64.flatMap { Int(exactly: $0) }, message: message.description)
        return (Int(index), FoldProblem(version: version, position: Int(position), type: type, error: error))
    }
}

extension SnapshotFile.Entry {
    fileprivate init?(_ value: JSONValue) {
        guard let object = value.object, let index = object["index"]?.number?.int64, let version = object["version"]?.number?.int64,
            let digest = object["digest"]?.string, let offset = object["offset"]?.number?.int64,
            let length = object["length"]?.number?.int64, let checksum = object["checksum"]?.string, index >= 0, offset >= 0, length >= 0
        else { return nil }
        self.init(
            index: Int(index), version: version, digest: digest.description, offset: Int(offset), length: Int(length),
            checksum: checksum.description)
    }
}
