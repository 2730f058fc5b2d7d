internal import EventLog
internal import JSONText
internal import Rehydration

/// Brings events of an old schema to the next one, when they are read. Nothing is written.
///
/// Called for each event of that type and schema, each time that it is read, on any thread. One that throws is shown at its event,
/// which is then not folded. Two from one schema, a circle or a gap are told when the program starts.
///
///     Upcaster("Deposited", from: 1, to: 2, as: "MoneyDeposited") { (old: Deposited) in MoneyDeposited(amount: old.cents / 100) }
public struct Upcaster: ModelPart {
    let type: ExactString
    let from: Int
    let to: Int
    let newType: ExactString
    let run: @Sendable (JSONView, EventFacts) throws -> [NewEvent]

    /// For the program. O(1).
    public var content: ModelContent { ModelContent(kind: .upcaster(self)) }

    /// One event becomes one. The data is decoded and encoded: two passes over it for each event.
    /// - Parameters:
    ///   - type: of the old event.
    ///   - from: its schema version; an event whose source names none is of 1.
    ///   - to: the new schema version, above `from`.
    ///   - newType: the new type's name, where it was renamed.
    ///   - upcast: the new data from the old. It may throw: that is an error of its event.
    public init<Old: Decodable & Sendable, New: Encodable & Sendable>(
        _ type: String, from: Int, to: Int, as newType: String? = nil, _ upcast: @escaping @Sendable (Old) throws -> New
    ) {
        self.init(type, from: from, to: to, as: newType, several: { (old: Old, _: EventFacts) in
            [try NewEvent(newType ?? type, schema: to, upcast(old))]
        })
    }

    /// One event becomes several, or none. The old data and the event are given; `NewEvent` says type and schema.
    /// More than 1,000 from one are an error of that event; the rest is as above.
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

/// An event that an upcaster makes of another, or that a decision gives. Of an upcaster's, stream, version, time and id stay those
/// of the event that was recorded.
public struct NewEvent {
    let type: ExactString
    let schema: Int?
    let data: [UInt8]

    /// Encodes the data at once. O(bytes of it).
    /// - Parameters:
    ///   - type: its name.
    ///   - schema: nil: the newest that the model's upcasters lead to.
    ///   - data: usually a struct; becomes a JSON object.
    /// - Throws: `EncodingError`, as for a number that is not finite.
    public init(_ type: String, schema: Int? = nil, _ data: some Encodable) throws {
        var writer = JSONWriter()
        writer.append(try JSONEncoding.encode(data))
        self.type = ExactString(type)
        self.schema = schema
        self.data = writer.bytes
    }
}
