package import EventLog
package import JSONText

/// A command tried on a stream's state at some point: `decide`.
package struct CommandTrial: Hashable, Sendable {
    package let command: ExactString
    /// A JSON text.
    package let input: [UInt8]

    package init(command: ExactString, input: [UInt8]) {
        self.command = command
        self.input = input
    }

    package enum Answer: Hashable, Sendable {
        /// The events as they would be appended, the state after them, and the invariants that would not hold in it.
        case accepted(events: [Event], state: JSONValue, broken: [BrokenInvariant])
        case refused(reason: String)
    }
}

/// Why a command cannot even be tried.
package enum CommandTrialError: Error, Hashable, Sendable {
    /// No model claims the stream, or what claims it decides nothing.
    case decidesNothing(stream: ExactString, model: String?)
    case unknownCommand(ExactString, model: String, known: [ExactString])
    case badInput(JSONError)
    /// The aggregate has no state there.
    case noState(HandlerError?)
}

extension Rehydrator {
    /// The commands that the stream's aggregate decides, sorted by bytes.
    package func commands(of stream: ExactString) throws -> [ExactString] { (try fold(for: stream) as? any Decider)?.commands ?? [] }

    /// - Parameter index: the number of the event after whose state the command is tried; −1: before the first.
    /// - Throws: `CommandTrialError`; `HandlerError` where the decision, or a handler of what it gives, fails.
    package func answer(_ trial: CommandTrial, on stream: History.Stream, at index: Int) throws -> CommandTrial.Answer {
        let path = EventPath(stream)
        return try answer(trial, on: stream, CommandTrial.Start(
            state: try frozenState(of: stream, at: index),
            version: index >= 0 ? history.version(at: path[index]) : firstVersion(of: stream) - 1,
            problem: { try self.state(of: stream, at: index).errors.first?.error }))
    }

    /// A stream that is numbered from 1 begins with 1.
    func firstVersion(of stream: History.Stream) -> Int64 { stream.positions.first.map { history.version(at: $0) } ?? 0 }

    func answer(_ trial: CommandTrial, on stream: History.Stream, _ start: @autoclosure () throws -> CommandTrial.Start) throws -> CommandTrial.Answer {
        let fold = try fold(for: stream.name)
        guard let decider = fold as? any Decider, !decider.commands.isEmpty else {
            throw CommandTrialError.decidesNothing(stream: stream.name, model: fold.isModel ? fold.name : nil)
        }
        guard decider.commands.contains(trial.command) else {
            throw CommandTrialError.unknownCommand(trial.command, model: decider.name, known: decider.commands)
        }
        do { _ = try JSONParser().parse(trial.input) { _ in } } catch let error as JSONError { throw CommandTrialError.badInput(error) }
        return try answer(trial, decider, on: stream, try start())
    }

    private func answer(
        _ trial: CommandTrial, _ decider: some Decider, on stream: History.Stream, _ start: CommandTrial.Start
    ) throws -> CommandTrial.Answer {
        guard let frozen = start.state else { throw CommandTrialError.noState(try start.problem()) }
        var state = try decider.thaw(frozen)
        switch try decider.decide(command: trial.command, input: trial.input, state: state) {
        case .refused(let reason): return .refused(reason: reason)
        case .accepted(let decided):
            let events = decided.enumerated().map { number, new in
                Event(
                    position: history.count + number, stream: stream.name, version: start.version + 1 + Int64(number), type: new.type,
                    schema: new.schema, data: new.data)
            }
            for event in events {
                for event in try upcast(event).final { _ = try decider.apply(event, to: &state) }
            }
            return .accepted(events: events, state: try decider.json(state), broken: try decider.brokenInvariants(of: state))
        }
    }
}

extension CommandTrial {
    /// What a command is tried on.
    struct Start {
        let state: FrozenState?
        /// Of the last event before; one less than the first's at the beginning.
        let version: Int64
        /// Why there is no state.
        let problem: () throws -> HandlerError?
    }
}
