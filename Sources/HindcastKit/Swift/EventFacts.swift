internal import EventLog
internal import JSONText

/// An event as a handler in Swift sees it, already in today's schema. It is a fact: nothing of it can be changed.
///
/// Valid while the handler runs: keep what you take out of it, not the event. The texts are made of the record each time that they
/// are asked for, O(bytes of the text); the numbers are O(1).
public struct EventFacts {
    /// The event where it lies, or one that stands for itself.
    private let view: EventView?
    private let whole: Whole?
    private let parser: JSONParser

    private final class Whole {
        let event: Event
        let payload: JSONView

        init(_ event: Event, _ payload: JSONView) {
            self.event = event
            self.payload = payload
        }
    }

    /// - Parameter view: of a plain record, whose data is read where it lies.
    @inline(__always)
    init(_ view: EventView, parser: JSONParser) {
        self.view = view
        whole = nil
        self.parser = parser
    }

    init(_ event: Event, payload: JSONView, parser: JSONParser) {
        view = nil
        whole = Whole(event, payload)
        self.parser = parser
    }

    private var event: Event { whole?.event ?? view!.event }

    /// Of today's schema: a rename by an upcaster has been done.
    public var type: String { (view?.type ?? event.type).description }
    /// Its stream's name. Bytes of it that are no UTF-8 come as U+FFFD.
    public var stream: String { (view?.stream ?? event.stream).description }
    /// Its number within its stream.
    public var version: Int64 { view?.version ?? event.version }
    /// Its number in the whole log.
    public var position: Int { view?.position ?? event.position }
    /// Its schema version, as the source or an upcaster says it; nil where nobody does.
    public var schema: Int? { event.schema }
    /// Nil where the source has none.
    public var id: String? { event.id?.description }
    /// As the source wrote it, `2026-03-05T14:32:00Z`; nil where it has none.
    public var time: String? { event.time?.text.description }
    /// What it belongs together with; nil where the source says nothing of it.
    public var correlation: String? { event.correlation?.description }
    /// The id of the event or message that led to it; nil where the source says nothing of it.
    public var causation: String? { event.causation?.description }

    /// The data's JSON text as it was written: for a decoder of your own, as Foundation's. O(bytes), copied.
    public var json: [UInt8] { whole.map { Array($0.payload.raw) } ?? event.data }

    /// The data as a value of yours. O(bytes of the data).
    /// - Throws: `DecodingError`, with the path in the data.
    public func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if let whole { return try JSONDecoding.decode(type, from: whole.payload) }
        guard let data = view?.record?.raw(.data) else { return try parser.parse(event.data) { try JSONDecoding.decode(type, from: $0) } }
        return try parser.parse(data) { try JSONDecoding.decode(type, from: $0) }
    }

    /// A whole number of the data, exactly. Looks for the one field, without decoding the rest: O(bytes before it), as all below.
    /// - Throws: `FieldError` where it is missing or no whole number of 64 bits.
    public func integer(_ name: String) throws -> Int64 {
        guard let number = field(name)?.integer else { throw wrong(name, "a whole number") }
        return number
    }

    /// A number of the data, as the nearest double.
    /// - Throws: `FieldError` where it is missing, no number, or beyond what a double holds.
    public func double(_ name: String) throws -> Double {
        guard let number = field(name)?.double, number.isFinite else { throw wrong(name, "a number") }
        return number
    }

    /// A string of the data, its escapes undone.
    /// - Throws: `FieldError` where it is missing or no string.
    public func string(_ name: String) throws -> String {
        guard let value = field(name)?.displayText else { throw wrong(name, "a string") }
        return value
    }

    /// True or false, as the data has it.
    /// - Throws: `FieldError` where it is missing or neither true nor false.
    public func bool(_ name: String) throws -> Bool {
        guard let value = field(name), value.kind == .bool else { throw wrong(name, "true or false") }
        return value.isTrue
    }

    /// True where the data has the field, whatever it holds.
    public func has(_ name: String) -> Bool { field(name) != nil }

    private func field(_ name: String) -> RawScalar? {
        if let record = view?.record { return record.field(name) }
        return whole?.payload.member(named: name).map { RawScalar($0) }
    }

    private func wrong(_ field: String, _ expected: String) -> FieldError {
        FieldError(field: field, expected: expected, found: self.field(field).map { "\($0.kind)" })
    }
}

/// A field of an event's data that is not what a handler needs.
public struct FieldError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Its name.
    public let field: String
    /// What kind the handler asked for, in words.
    public let expected: String
    /// Its kind; nil where it is missing.
    public let found: String?

    /// One line for people.
    public var description: String { "data.\(field): \(expected) was expected, \(found.map { "not \($0)" } ?? "it is missing")" }
}
