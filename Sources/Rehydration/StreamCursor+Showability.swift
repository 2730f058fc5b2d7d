extension StreamCursor {
    func checkable(_ state: F.State) throws -> Showability.Answer {
        do { return .init(values: try fold.check(state), problem: nil) } catch let error as CancellationError {
            throw error
        } catch {
            return .init(values: 0, problem: Self.handlerError(error, fold.name))
        }
    }

    /// The event that made a state that cannot be shown of one that could; −1: it never could.
    /// - Parameter index: where the state at hand stands. It may stand elsewhere afterwards.
    /// - Complexity: O(1) for a place that was asked about and the one behind it; from there on O(events since then) and as many
    ///   looks; else O(events since that event) and as many.
    func whereUnshowable(_ problem: HandlerError, at index: Int) throws -> (index: Int, problem: HandlerError) {
        var made: (index: Int, problem: HandlerError)?
        if let known = unshowable, known.first <= index {
            made = (known.first, known.problem)
            if index <= known.last + 1 {
                unshowable = (known.first, max(known.last, index), known.problem)
                return (known.first, known.problem)
            }
            _ = try move(to: known.last)
        } else {
            made = try moveToShowable(before: index)
        }
        while liveIndex < index {
            try advance()
            let problem = try live.flatMap { try checkable($0).problem }
            made = problem.map { made ?? (liveIndex, $0) }
        }
        let found = made ?? (index, problem)
        unshowable = (found.index, index, found.problem)
        return found
    }

    /// Goes back to a state that can be shown, in leaps that grow.
    /// - Returns: what is wrong with the state before the first event, where there is no such state.
    private func moveToShowable(before index: Int) throws -> (index: Int, problem: HandlerError)? {
        var leap = 1
        while true {
            let start = max(-1, index - leap)
            _ = try move(to: start)
            guard let problem = try live.flatMap({ try checkable($0).problem }) else { return nil }
            if start < 0 { return (start, problem) }
            leap *= 4
        }
    }

    /// Of a few events, those that made a state that cannot be shown of one that could; the last is known to be so. Leaves the
    /// cursor where it was.
    func unshowable(from first: Int, to last: Int, _ problem: HandlerError) throws -> [(index: Int, problem: HandlerError)] {
        guard first < last else { return [(last, problem)] }
        var found: [(index: Int, problem: HandlerError)] = []
        var isUnshowable = false
        _ = try move(to: first - 1)
        for index in first...last {
            try advance()
            let problem = try live.flatMap { try checkable($0).problem }
            if let problem, !isUnshowable { found.append((index, problem)) }
            isUnshowable = problem != nil
        }
        return found
    }
}
