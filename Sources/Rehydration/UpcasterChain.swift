package import EventLog
package import JSONText

/// The upcasters of all models, checked when they are put together: from any schema there is at most one way on.
package struct UpcasterChain {
    private struct Key: Hashable {
        let type: ExactString
        let schema: Int
    }

    private let steps: [Key: (step: UpcasterStep, reader: any ModelReader)]
    /// Types that an upcaster reads: of all others nothing needs to be asked.
    private let types: Set<ExactString>
    /// Those that tell schemas, in their order.
    private let tellers: [any ModelReader]
    private let newest: [ExactString: Int]

    /// - Throws: `UpcasterChainError`: a fork, a cycle or a gap.
    package init(_ readers: [any ModelReader]) throws(UpcasterChainError) {
        var steps: [Key: (step: UpcasterStep, reader: any ModelReader)] = [:]
        for reader in readers {
            for step in reader.upcasters {
                let key = Key(type: step.type, schema: step.from)
                if let other = steps[key]?.step {
                    throw UpcasterChainError(model: reader.name, line: reader.line(of: step), message: "two upcasters from the same schema: \(other) and \(step)")
                }
                steps[key] = (step, reader)
            }
        }
        self.steps = steps
        types = Set(steps.keys.map(\.type))
        tellers = readers.filter(\.tellsSchemas)
        newest = UpcasterStep.newestSchemas(of: steps.values.map(\.step))
        for (step, reader) in steps.values.sorted(by: { "\($0.step)" < "\($1.step)" }) { try check(step, of: reader) }
    }

    private func check(_ first: UpcasterStep, of reader: any ModelReader) throws(UpcasterChainError) {
        var seen: Set<Key> = []
        var step = first
        while true {
            guard seen.insert(Key(type: step.type, schema: step.from)).inserted else {
                throw UpcasterChainError(model: reader.name, line: reader.line(of: step), message: "upcasters go round in a circle at \(step)")
            }
            guard let next = steps[Key(type: step.newType, schema: step.to)] else { break }
            step = next.step
        }
        let later = steps.values.map(\.step).filter { $0.type == step.newType && $0.from > step.to }.map(\.from)
        if let later = later.min() {
            throw UpcasterChainError(
                model: reader.name, line: reader.line(of: step), message: "a gap: \(step) is not followed by one from \(step.newType) \(step.to), but one from \(later) exists")
        }
    }

    package var isEmpty: Bool { steps.isEmpty }

    /// The schema that today's events of a type have; nil where no upcaster says anything of it.
    package func newestSchema(of type: ExactString) -> Int? { newest[type] }

    /// The schema that an event is read as: its source's word, else the first model's that tells one, else nil, which counts as 1.
    /// - Throws: `HandlerError` of the model's function that failed.
    package func schema(of event: Event) throws -> Int? {
        if let schema = event.schema { return schema }
        for reader in tellers {
            if let schema = try reader.schema(of: event) { return schema }
        }
        return nil
    }

    /// Why an event that no upcaster takes further is not what today's schema has; nil where it is.
    package func missingWay(of event: Event) -> String? {
        // Nobody names a schema, and no upcaster reads the type: it is what the upcasters of other types lead to.
        if event.schema == nil, !types.contains(event.type) { return nil }
        let schema = event.schema ?? 1
        if let newest = newest[event.type] {
            if schema > newest { return "\(event.type) \(schema) is newer than what the upcasters lead to, which is \(newest)" }
            return schema < newest ? "no upcaster leads from \(event.type) \(schema) to \(newest)" : nil
        }
        guard types.contains(event.type) else { return nil }
        let known = steps.values.map(\.step).filter { $0.type == event.type }.map(\.from).sorted()
        return "no upcaster takes \(event.type) \(schema); there are some from \(known.map { String($0) }.joined(separator: ", "))"
    }

    /// Whether `missingWay` may ever say something of events of a type.
    func mayMissWay(_ type: ExactString) -> Bool { newest[type] != nil || types.contains(type) }

    private func told(_ event: Event) throws -> Event {
        guard event.schema == nil, !tellers.isEmpty else { return event }
        var told = event
        told.schema = try schema(of: event)
        return told
    }

    /// An event as today's schema sees it, every step on the way kept. An event whose source names no schema is of schema 1.
    /// - Throws: `HandlerError` of the upcaster that failed.
    package func upcast(_ event: Event) throws -> UpcastTrace {
        let trace = try trace(of: event)
        if let problem = trace.problem { throw problem }
        return trace
    }

    /// The same; where an upcaster fails, the steps before it and why it did.
    /// - Throws: `CancellationError` if stopped.
    package func trace(of event: Event) throws -> UpcastTrace {
        var trace = UpcastTrace(steps: [], final: [])
        do { try follow(event, &trace) } catch let error as HandlerError {
            trace.problem = error
            trace.final = []
        }
        return trace
    }

    private func follow(_ event: Event, _ trace: inout UpcastTrace) throws {
        var waiting = [try told(event)]
        while let next = waiting.first {
            waiting.removeFirst()
            guard let (step, reader) = steps[Key(type: next.type, schema: next.schema ?? 1)] else {
                trace.final.append(next)
                continue
            }
            let events = try reader.upcast(next, by: step)
            if let older = events.first(where: { $0.type == step.type && ($0.schema ?? 1) <= step.from }) {
                throw HandlerError(
                    handler: "upcast \(step)", path: reader.name, line: reader.line(of: step),
                    message: "gave an event of schema \(older.schema ?? 1) again: it would go round for ever")
            }
            trace.steps.append(UpcastTrace.Step(upcaster: step, input: next, events: events))
            guard trace.steps.count <= Self.mostSteps else {
                throw HandlerError(
                    handler: "upcast \(step)", path: reader.name, line: reader.line(of: step), message: "more than \(Self.mostSteps) events from one")
            }
            waiting = events + waiting
        }
    }

    /// One event that becomes several, each of which becomes several, must end somewhere.
    private static let mostSteps = 1000

    /// The chain from a schema on, by the declarations alone. Without one, an event is of schema 1. O(steps).
    func steps(from type: ExactString, schema: Int?) -> [UpcasterStep] {
        var found: [UpcasterStep] = []
        var key = Key(type: type, schema: schema ?? 1)
        while let step = steps[key]?.step {
            found.append(step)
            key = Key(type: step.newType, schema: step.to)
        }
        return found
    }

    /// Whether events of a type may need an upcaster, or a schema from the model: where they do not, nothing more is asked.
    func concerns(_ type: ExactString) -> Bool { !tellers.isEmpty || types.contains(type) }

    /// Whether this event goes through an upcaster, or is told its schema.
    func changes(_ event: EventView) -> Bool {
        !tellers.isEmpty || steps[Key(type: event.type, schema: event.schema ?? 1)] != nil
    }
}

extension UpcasterStep {
    /// By type, the schema that a chain of these ends at.
    package static func newestSchemas(of steps: [UpcasterStep]) -> [ExactString: Int] {
        let onward = Set(steps.map { Landing(type: $0.type, schema: $0.from) })
        var newest: [ExactString: Int] = [:]
        for step in steps where !onward.contains(Landing(type: step.newType, schema: step.to)) {
            newest[step.newType] = max(newest[step.newType] ?? .min, step.to)
        }
        return newest
    }

    private struct Landing: Hashable {
        let type: ExactString
        let schema: Int
    }
}

/// How an event came to be what today's schema sees.
package struct UpcastTrace: Hashable, Sendable {
    package struct Step: Hashable, Sendable {
        package let upcaster: UpcasterStep
        /// What the upcaster was given.
        package let input: Event
        package let events: [Event]

        /// What the data of one of its events has that the input's had not, and the other way round. O(bytes of both).
        package func changes(to event: Event) -> [JSONChange] {
            let parser = JSONParser()
            guard let before = try? parser.value(of: input.data), let after = try? parser.value(of: event.data) else { return [] }
            return JSONValue.changes(from: before, to: after)
        }
    }

    package var steps: [Step]
    /// Empty where an upcaster failed.
    package var final: [Event]
    /// Of the upcaster that failed after those steps.
    package var problem: HandlerError?
}

/// Upcasters that do not form chains.
package struct UpcasterChainError: Error, Hashable, Sendable {
    package let model: String
    /// Of the upcaster's declaration, where it is known.
    package var line: Int?
    package let message: String
}
