import EventLog

/// What a question asks of the streams that one thread has. Made on that thread, used by it alone.
protocol StreamAsker: AnyObject, MadeAnywhere {
    associatedtype Finding: Sendable
    associatedtype Summary: Sendable

    /// - Throws: whatever ends the whole question.
    func begin(_ stream: History.Stream, numbered number: Int) throws -> any AskedStream

    /// What was found since the last call.
    func takeFindings() -> [Finding]

    /// What is to be said beside the findings, once the thread is done or stopped.
    func summary() -> Summary
}

/// One stream on its way through a sweep: its state, and what is asked of it.
protocol AskedStream: AnyObject {
    /// Takes events that follow those taken before.
    /// - Throws: `SourceError`, `CancellationError`. What the model throws is part of the answer.
    func take(_ span: EventSpan) throws

    /// Called behind the last event, unless it was settled before.
    func end() throws

    /// True where no further event can change the answer.
    var isSettled: Bool { get }
}

// https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
#if compiler(>=6.2)
    /// Has no conformance that is bound to an actor, so that any thread may make one.
    typealias MadeAnywhere = SendableMetatype
#else
    typealias MadeAnywhere = Any
#endif
