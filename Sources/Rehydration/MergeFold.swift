package import EventLog
package import JSONText

/// What is shown of a stream that no model claims: the last value of each field. It is no model, and says so.
///
/// Objects are merged field by field, everything else replaces what was there. Data that is no object stands under its type.
package struct MergeFold: Fold {
    private let parser = JSONParser()

    package init() {}

    package var name: String { "merge" }
    package var isModel: Bool { false }

    package func initialState(of stream: ExactString) -> JSONValue { .object(JSONObject()) }

    /// O(fields of the event and of the state beside them).
    package func apply(_ event: Event, to state: inout JSONValue) throws -> Handling {
        let data: JSONValue
        do { data = try parser.value(of: event.data) } catch {
            throw HandlerError(handler: "merge", path: nil, line: nil, message: "\(error)")
        }
        if case .object = data {
            Self.merge(data, into: &state)
        } else if data != .null {
            Self.merge(.object(JSONObject(members: [.init(key: event.type, value: data)])), into: &state)
        }
        return .handled
    }

    /// Where a key is repeated within the update, the first counts. O(members of both).
    private static func merge(_ update: JSONValue, into value: inout JSONValue) {
        guard case .object(let fields) = update, case .object(var object) = value else { return value = update }
        var places: [ExactString: Int] = [:]
        for (index, member) in object.members.enumerated() { places[member.key] = index }
        var seen: Set<ExactString> = []
        for field in fields.members where seen.insert(field.key).inserted {
            if let index = places[field.key] {
                merge(field.value, into: &object.members[index].value)
            } else {
                object.members.append(field)
            }
        }
        value = .object(object)
    }

    package func json(_ state: JSONValue) -> JSONValue { state }
    package func brokenInvariants(of state: JSONValue) -> [BrokenInvariant] { [] }

    package func freeze(_ state: JSONValue) -> FrozenState {
        var writer = JSONWriter()
        writer.append(state)
        return FrozenState(bytes: writer.bytes)
    }

    package func thaw(_ frozen: FrozenState) throws -> JSONValue { try parser.value(of: frozen.bytes) }
}
