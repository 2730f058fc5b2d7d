internal import EventLog
internal import JSONText
internal import Rehydration

/// Brings events of an old schema to the next one, when they are read. Nothing is written.
///
///     Upcaster("Deposited", from: 1, to: 2, as: "MoneyDeposited") { (old: Deposited) in MoneyDeposited(amount: old.cents / 100) }
public struct Upcaster: ModelPart {
    let type: ExactString
    let from: Int
    let to: Int
    let newType: ExactString
    let run: @Sendable (JSONView, EventFacts) throws -> [NewEvent]

    public var content: ModelContent { ModelContent(kind: .upcaster(self)) }

    /// - Parameter as: the new type's name, where it was renamed.
    public init<Old: Decodable & Sendable, New: Encodable & Sendable>(
        _ type: String, from: Int, to: Int, as newType: String? = nil, _ upcast: @escaping @Sendable (Old) throws -> New
    ) {
        self.init(type, from: from, to: to, as: newType, several: { (old: Old, _: EventFacts) in
            [try NewEvent(newType ?? type, schema: to, upcast(old))]
        })
    }

    /// One event becomes several, or none. The new data and the event are given; `NewEvent` says type and schema.
    public init<Old: Decodable & Sendable>(
        _ type: String, from: Int, to: Int, as newType: String? = nil,
        several upcast: @escaping @Sendable (Old, EventFacts) throws -> [NewEvent]
    ) {
        self.type = ExactString(type)
        self.from = from
        self.to = to
        self.newType = ExactString(newType ?? type)
        run = { view, event in try upcast(JSONDecoding.decode(Old.self, from: view), event) }
    }
}

/// An event that an upcaster makes of another. Stream, version, time and id stay those of the event that was recorded.
public struct NewEvent {
    let type: ExactString
    let schema: Int?
    let data: [UInt8]

    /// - Parameter schema: nil: the newest that the model's upcasters lead to.
    public init(_ type: String, schema: Int? = nil, _ data: some Encodable) throws {
        var writer = JSONWriter()
        writer.append(try JSONEncoding.encode(data))
        self.type = ExactString(type)
        self.schema = schema
        self.data = writer.bytes
    }
}
