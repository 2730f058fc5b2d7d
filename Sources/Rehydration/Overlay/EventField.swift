import EventLog
package import JSONText

/// A place in an event: the path begins at its data; `.data`, `.meta` and `.type` name the event's own parts, unless the data has
/// a field of that name.
package struct EventField: Hashable, Sendable {
    package enum Part: Hashable, Sendable { case data, meta, type }

    package let part: Part
    /// Inside the part.
    package let path: JSONPath

    init(_ path: JSONPath, in data: JSONValue) {
        if case .key(let first)? = path.steps.first, data.object?[first] == nil {
            let parts: [ExactString: Part] = ["data": .data, "meta": .meta, "type": .type]
            if let part = parts[first] {
                self.part = part
                self.path = JSONPath(Array(path.steps.dropFirst()))
                return
            }
        }
        part = .data
        self.path = path
    }
}

extension Event {
    /// The event with a value set in it.
    /// - Throws: `OverlayError` where the place is not there.
    func setting(_ path: JSONPath, to value: JSONValue, _ parser: JSONParser) throws -> Event {
        let data = try parser.value(of: data)
        let field = EventField(path, in: data)
        var event = self
        switch field.part {
        case .type:
            guard field.path.steps.isEmpty, let type = value.string, !type.isEmpty else { throw OverlayError("an event's type is a string") }
            event.type = type
        case .data: event.data = Array(try data.setting(field.path.steps[...], to: value, shown: path).line.utf8)
        case .meta:
            let meta = try meta.map { try parser.value(of: $0) } ?? .object(JSONObject())
            let changed = try meta.setting(field.path.steps[...], to: value, shown: path)
            event = event.with(version: version, meta: Array(changed.line.utf8))
        }
        return event
    }

    func with(version: Int64, meta: [UInt8]?) -> Event {
        Event(
            position: position, stream: stream, version: version, type: type, schema: schema, id: id, time: time, correlation: correlation,
            causation: causation, data: data, meta: meta)
    }
}

extension JSONValue {
    /// The value with another in one place. A key may be new to its object and an element may follow the last of its array;
    /// what they lie in must be there.
    fileprivate func setting(_ steps: ArraySlice<JSONPath.Step>, to value: JSONValue, shown path: JSONPath) throws -> JSONValue {
        guard let step = steps.first else { return value }
        let rest = steps.dropFirst()
        switch (step, self) {
        case (.key(let key), .object(var object)):
            if let index = object.members.firstIndex(where: { $0.key == key }) {
                object.members[index].value = try object.members[index].value.setting(rest, to: value, shown: path)
            } else {
                guard rest.isEmpty else { throw OverlayError("nothing lies at \(JSONPath([step])) on the way to \(path)") }
                object.members.append(.init(key: key, value: value))
            }
            return .object(object)
        case (.index(let index), .array(var array)):
            if array.indices.contains(index) {
                array[index] = try array[index].setting(rest, to: value, shown: path)
            } else {
                guard index == array.count, rest.isEmpty else {
                    throw OverlayError("there is no element \(index) on the way to \(path): the array has \(array.count)")
                }
                array.append(value)
            }
            return .array(array)
        case (.key(let key), _): throw OverlayError("no object to hold \(JSONPath([.key(key)])) on the way to \(path), but \(kindName)")
        case (.index, _): throw OverlayError("no array on the way to \(path), but \(kindName)")
        }
    }

    private var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
