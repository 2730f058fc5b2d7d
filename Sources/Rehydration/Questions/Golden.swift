package import EventLog
package import JSONText

/// A stream's expected states, event by event: what `golden record` keeps and `golden test` holds today's model to.
package struct Golden: Hashable, Sendable {
    package let stream: ExactString
    /// The aggregate's name, or `merge`.
    package let model: String
    package let initial: JSONValue
    package let steps: [Step]
    package let final: JSONValue

    package init(stream: ExactString, model: String, initial: JSONValue, steps: [Step], final: JSONValue) {
        self.stream = stream
        self.model = model
        self.initial = initial
        self.steps = steps
        self.final = final
    }

    /// What one event did.
    package struct Step: Hashable, Sendable {
        package let version: Int64
        package let type: ExactString
        package let changes: [JSONChange]
        /// Why the event could not be folded, without file and line: those change with every edit of a model.
        package let error: String?
        /// The invariants that do not hold after it.
        package let broken: [String]

        package init(version: Int64, type: ExactString, changes: [JSONChange], error: String?, broken: [String]) {
            self.version = version
            self.type = type
            self.changes = changes
            self.error = error
            self.broken = broken
        }
    }

    /// Where today's model, or today's events, are first not as expected.
    package struct Departure: Hashable, Sendable {
        /// −1: before the first event.
        package let version: Int64
        package let type: ExactString?
        /// Nil where no path differs but something else.
        package let path: JSONPath?
        package let expected: JSONValue?
        package let found: JSONValue?
        package let message: String

        package init(version: Int64, type: ExactString?, path: JSONPath?, expected: JSONValue?, found: JSONValue?, message: String) {
            self.version = version
            self.type = type
            self.path = path
            self.expected = expected
            self.found = found
            self.message = message
        }
    }
}

extension Rehydrator {
    /// - Complexity: O(events × leaves of the state).
    /// - Throws: `SourceError`; `CancellationError` if stopped.
    package func golden(of stream: History.Stream) throws -> Golden {
        let initial = try state(of: stream, at: -1)
        var final = initial.state
        var steps: [Golden.Step] = []
        try forEachStep(of: stream, count: stream.positions.count) { step, state in
            steps.append(step)
            final = state
            return true
        }
        return Golden(stream: stream.name, model: initial.model, initial: initial.state, steps: steps, final: final)
    }

    /// Where a stream is first not as it was recorded; nil where it is. Events that came after the recording are not looked at.
    package func departure(from golden: Golden, on stream: History.Stream) throws -> Golden.Departure? {
        let initial = try state(of: stream, at: -1)
        if initial.model != golden.model {
            return .init(
                version: -1, type: nil, path: nil, expected: .string(ExactString(golden.model)), found: .string(ExactString(initial.model)),
                message: "another model claims the stream")
        }
        if let change = JSONValue.changes(from: golden.initial, to: initial.state).first {
            return .init(
                version: -1, type: nil, path: change.path, expected: change.before, found: change.after,
                message: "the initial state differs")
        }
        var departure: Golden.Departure?
        var final = initial.state
        var number = 0
        try forEachStep(of: stream, count: min(golden.steps.count, stream.positions.count)) { step, state in
            departure = step.departure(from: golden.steps[number])
            number += 1
            final = state
            return departure == nil
        }
        if let departure { return departure }
        if number < golden.steps.count {
            let missing = golden.steps[number]
            return .init(version: missing.version, type: missing.type, path: nil, expected: nil, found: nil, message: "the event is not there")
        }
        // Changes do not tell an emptied object from one that is gone.
        guard final != golden.final else { return nil }
        let last = golden.steps.last
        return .init(
            version: last?.version ?? -1, type: last?.type, path: JSONPath(), expected: golden.final, found: final,
            message: "the last state differs in what is empty and what is not there")
    }

    /// - Parameter body: is given each step and the state after it; false ends it.
    private func forEachStep(of stream: History.Stream, count: Int, _ body: (Golden.Step, JSONValue) throws -> Bool) throws {
        let path = EventPath(stream)
        for index in 0..<count {
            let answer = try state(of: stream, at: index)
            let event = EventHeading(history, at: path[index])
            let problem = answer.errors.last.flatMap { $0.position == event.position ? $0.error : nil }
            let step = Golden.Step(
                version: event.version, type: event.type, changes: answer.changes,
                error: problem.map { "\($0.handler): \($0.message)" }, broken: answer.broken.map(\.name))
            guard try body(step, answer.state) else { return }
            if index % FoldProgress.interval == 0 { try progress.report(index, count) }
        }
    }
}

extension Golden.Step {
    /// Where this step, which began with the same state, is not as another.
    fileprivate func departure(from expected: Golden.Step) -> Golden.Departure? {
        func departure(_ message: String, _ path: JSONPath? = nil, _ wanted: JSONValue? = nil, _ found: JSONValue? = nil) -> Golden.Departure {
            .init(version: expected.version, type: expected.type, path: path, expected: wanted, found: found, message: message)
        }
        if (version, type) != (expected.version, expected.type) {
            return departure("the event is now version \(version) \(type)")
        }
        let now = Dictionary(changes.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        for change in expected.changes {
            let found = now[change.path]
            if found == change { continue }
            return departure("the state differs", change.path, change.after, found == nil ? change.before : found?.after)
        }
        let wanted = Set(expected.changes.map(\.path))
        if let change = changes.first(where: { !wanted.contains($0.path) }) {
            return departure("the state differs", change.path, change.before, change.after)
        }
        func text(_ text: String?) -> JSONValue? { text.map { .string(ExactString($0)) } }
        if error != expected.error {
            return departure(error == nil ? "the event can be folded now" : "the event cannot be folded", nil, text(expected.error), text(error))
        }
        if broken != expected.broken {
            func list(_ names: [String]) -> JSONValue { .array(names.map { .string(ExactString($0)) }) }
            return departure("other invariants do not hold", nil, list(expected.broken), list(broken))
        }
        return nil
    }
}
