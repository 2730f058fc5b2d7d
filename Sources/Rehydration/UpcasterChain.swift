package import EventLog
import JSONText

/// The upcasters of all models, checked when they are put together: from any schema there is at most one way on.
package struct UpcasterChain {
    private struct Key: Hashable {
        let type: ExactString
        let schema: Int
    }

    private let steps: [Key: (step: UpcasterStep, reader: any ModelReader)]

    /// - Throws: `UpcasterChainError`: a fork, a cycle or a gap.
    package init(_ readers: [any ModelReader]) throws(UpcasterChainError) {
        var steps: [Key: (step: UpcasterStep, reader: any ModelReader)] = [:]
        for reader in readers {
            for step in reader.upcasters {
                let key = Key(type: step.type, schema: step.from)
                if let other = steps[key]?.step {
                    throw UpcasterChainError(model: reader.name, message: "two upcasters from the same schema: \(other) and \(step)")
                }
                steps[key] = (step, reader)
            }
        }
        self.steps = steps
        for (step, reader) in steps.values.sorted(by: { "\($0.step)" < "\($1.step)" }) { try check(step, of: reader) }
    }

    private func check(_ first: UpcasterStep, of reader: any ModelReader) throws(UpcasterChainError) {
        var seen: Set<Key> = []
        var step = first
        while true {
            guard seen.insert(Key(type: step.type, schema: step.from)).inserted else {
                throw UpcasterChainError(model: reader.name, message: "upcasters go round in a circle at \(step)")
            }
            guard let next = steps[Key(type: step.newType, schema: step.to)] else { break }
            step = next.step
        }
        let later = steps.values.map(\.step).filter { $0.type == step.newType && $0.from > step.to }.map(\.from)
        if let later = later.min() {
            throw UpcasterChainError(
                model: reader.name, message: "a gap: \(step) is not followed by one from \(step.newType) \(step.to), but one from \(later) exists")
        }
    }

    package var isEmpty: Bool { steps.isEmpty }

    /// An event as today's schema sees it, every step on the way kept. An event whose source names no schema is of schema 1.
    /// - Throws: `HandlerError` of the upcaster that failed.
    package func upcast(_ event: Event) throws -> UpcastTrace {
        var trace = UpcastTrace(steps: [], final: [])
        var waiting = [event]
        while let next = waiting.first {
            waiting.removeFirst()
            guard let (step, reader) = steps[Key(type: next.type, schema: next.schema ?? 1)] else {
                trace.final.append(next)
                continue
            }
            let events = try reader.upcast(next, by: step)
            trace.steps.append(UpcastTrace.Step(upcaster: step, events: events))
            guard trace.steps.count <= Self.mostSteps else {
                throw HandlerError(handler: "upcast \(step)", path: nil, line: nil, message: "more than \(Self.mostSteps) events from one")
            }
            waiting = events + waiting
        }
        return trace
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

    /// Without the trace, for folding: no allocation where no upcaster applies.
    func folded(_ event: Event, _ body: (Event) throws -> Void) throws {
        if steps.isEmpty || steps[Key(type: event.type, schema: event.schema ?? 1)] == nil { return try body(event) }
        for event in try upcast(event).final { try body(event) }
    }
}

/// How an event came to be what today's schema sees.
package struct UpcastTrace: Hashable, Sendable {
    package struct Step: Hashable, Sendable {
        package let upcaster: UpcasterStep
        package let events: [Event]
    }

    package var steps: [Step]
    package var final: [Event]
}

/// Upcasters that do not form chains.
package struct UpcasterChainError: Error, Hashable, Sendable {
    package let model: String
    package let message: String
}
