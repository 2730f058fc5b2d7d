package import EventLog
import JSONText

/// Questions to an altered history.
extension Rehydrator {
    /// As `answer(_:on:_:)`, of the altered history: a change's index is the number of the event among those that are folded.
    package func answer(
        _ question: PathHistory, of overlay: HistoryOverlay, on stream: History.Stream, _ visit: (PathChange) throws -> Void
    ) throws -> PathHistoryEnd {
        let events = try events(of: overlay, on: stream)
        let cursor = makeCursor(try fold(for: stream.name), on: events, snapshots: nil)
        defer { cursor.dropCheckpoints() }
        return try cursor.history(of: question.path, visit)
    }

    /// The events of an altered history after which an expression becomes true; the first, or each. The states are asked as JSON.
    /// - Parameter visit: given the event's number among those that are folded.
    /// - Returns: how often the expression failed, and why first.
    /// - Complexity: O(events), each with its state as JSON.
    /// - Throws: `ExpressionError`, `OverlayError`, `SourceError`, what `visit` throws; `CancellationError` if stopped.
    @discardableResult
    package func answer(
        _ question: FindQuestion, of overlay: HistoryOverlay, on stream: History.Stream, _ visit: (_ number: Int, Event) throws -> Void
    ) throws -> (count: Int, first: HandlerError?) {
        let expression = try question.language.compile(question.expression)
        let events = try events(of: overlay, on: stream)
        let fold = try fold(for: stream.name)
        let cursor = makeCursor(fold, on: events, snapshots: nil)
        defer { cursor.dropCheckpoints() }
        let looksAtStates = expression.mentionsState || expression.mentionsBefore
        var before = looksAtStates ? try cursor.json(at: -1) : .null
        var wasTrue = false
        var failures: (count: Int, first: HandlerError?) = (0, nil)
        for number in 0..<events.count {
            try progress.report(number, events.count)
            let state = looksAtStates ? try cursor.json(at: number) : .null
            let event = try events.event(number)
            var isFound = false
            for seen in (try? upcasters.upcast(event).final) ?? [event] {
                var isTrue = false
                do { isTrue = try expression.isTrue(state: state, before: before, event: seen) } catch let error where EventFault.isOfTheEvent(error) {
                    failures = (failures.count + 1, failures.first ?? EventFault.handlerError(error, fold.name))
                }
                if isTrue, !wasTrue { isFound = true }
                wasTrue = isTrue
            }
            before = state
            guard isFound else { continue }
            try visit(number, event)
            if !question.isEvery { break }
        }
        return failures
    }

    /// A command tried at a place of the altered history: as `answer(_:on:at:)`.
    package func answer(
        _ trial: CommandTrial, of overlay: HistoryOverlay, on stream: History.Stream, at place: OverlayPlace
    ) throws -> CommandTrial.Answer {
        let (cursor, events) = try overlayCursor(overlay, on: stream)
        let number = events.plan.foldedCount(through: place) - 1
        return try answer(trial, on: stream, CommandTrial.Start(
            state: try cursor.frozen(at: number), version: number >= 0 ? events.heading(of: number).version : firstVersion(of: stream) - 1,
            problem: { try cursor.rehydrated(at: number).errors.first?.error }))
    }
}
