internal import EventLog
internal import JSONText

/// An event as a handler in Swift sees it, already in today's schema. It is a fact: nothing of it can be changed.
public struct EventFacts {
    private enum Source {
        case view(EventView)
        case event(Event)
    }

    private let source: Source
    private let payload: JSONView

    init(_ view: EventView, payload: JSONView) {
        source = .view(view)
        self.payload = payload
    }

    init(_ event: Event, payload: JSONView) {
        source = .event(event)
        self.payload = payload
    }

    private var whole: Event {
        switch source {
        case .view(let view): view.event
        case .event(let event): event
        }
    }

    public var type: String {
        switch source {
        case .view(let view): view.type.description
        case .event(let event): event.type.description
        }
    }

    public var stream: String {
        switch source {
        case .view(let view): view.stream.description
        case .event(let event): event.stream.description
        }
    }

    /// Its number within its stream.
    public var version: Int64 {
        switch source {
        case .view(let view): view.version
        case .event(let event): event.version
        }
    }

    /// Its number in the whole log.
    public var position: Int { whole.position }
    public var schema: Int? { whole.schema }
    public var id: String? { whole.id?.description }
    /// As the source wrote it.
    public var time: String? { whole.time?.text.description }
    public var correlation: String? { whole.correlation?.description }
    public var causation: String? { whole.causation?.description }

    /// The data's JSON text as it was written: for a decoder of your own, as Foundation's.
    public var json: [UInt8] { Array(payload.raw) }

    /// The data as a value of yours.
    /// - Throws: `DecodingError`.
    public func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try JSONDecoding.decode(type, from: payload) }

    /// A whole number of the data, exactly. Faster than decoding a type.
    /// - Throws: `FieldError` where it is missing or no whole number of 64 bits.
    public func integer(_ field: String) throws -> Int64 {
        guard let value = payload.member(named: field), value.kind == .number, let number = value.integer else {
            throw wrong(field, "a whole number")
        }
        return number
    }

    /// - Throws: `FieldError` where it is missing or no number.
    public func double(_ field: String) throws -> Double {
        guard let value = payload.member(named: field), let number = value.number?.double, number.isFinite else {
            throw wrong(field, "a number")
        }
        return number
    }

    /// - Throws: `FieldError` where it is missing or no string.
    public func string(_ field: String) throws -> String {
        guard let value = payload.member(named: field)?.string else { throw wrong(field, "a string") }
        return value.description
    }

    /// - Throws: `FieldError` where it is missing or neither true nor false.
    public func bool(_ field: String) throws -> Bool {
        guard let value = payload.member(named: field), value.kind == .bool else { throw wrong(field, "true or false") }
        return value.isTrue
    }

    /// True where the data has the field, whatever it holds.
    public func has(_ field: String) -> Bool { payload.member(named: field) != nil }

    private func wrong(_ field: String, _ expected: String) -> FieldError {
        FieldError(field: field, expected: expected, found: payload.member(named: field).map { "\($0.kind)" })
    }
}

/// A field of an event's data that is not what a handler needs.
public struct FieldError: Error, Hashable, Sendable, CustomStringConvertible {
    public let field: String
    public let expected: String
    /// Its kind; nil where it is missing.
    public let found: String?

    public var description: String { "data.\(field): \(expected) was expected, \(found.map { "not \($0)" } ?? "it is missing")" }
}
