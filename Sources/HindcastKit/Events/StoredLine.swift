import EventLog
import JSONText

extension JSONLine {
    /// An event as a line of our own store. Correlation and causation, which our store keeps in `meta`, are added there where
    /// the source kept them elsewhere.
    init(stored event: Event) {
        self.init()
        add(event, meta: Self.meta(of: event))
    }

    private static func meta(of event: Event) -> [UInt8]? {
        let roles = [("correlation", event.correlation), ("causation", event.causation)]
        let wanted = roles.compactMap { key, id in id.map { JSONObject.Member(key: ExactString(key), value: .string($0)) } }
        guard !wanted.isEmpty else { return event.meta }
        guard let meta = event.meta else { return Array(JSONValue.object(JSONObject(members: wanted)).line.utf8) }
        // Data that is no object has no room for more; it stays as it is.
        guard let value = try? JSONParser().value(of: meta), case .object(var object) = value else { return meta }
        let missing = wanted.filter { object[$0.key] == nil }
        guard !missing.isEmpty else { return meta }
        object.members += missing
        return Array(JSONValue.object(object).line.utf8)
    }
}
