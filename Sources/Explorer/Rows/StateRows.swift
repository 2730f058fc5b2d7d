import EventLog
import JSONText
import Rehydration

extension HistoryPlace {
    /// The lines of the state pane.
    var stateRows: [TreeRow] {
        guard let state = contents?.state else { return [] }
        var rows: [TreeRow] = state.broken.map { .remark("\($0)", mark: .alarm) }
        rows += reloadRows
        if let problem = state.errors.last {
            let count = state.errors.count
            let more = count > 1 ? " (\(count) events could not be folded up to here)" : ""
            rows.append(.remark("\(Self.sentence(of: problem))\(more)", mark: .alarm))
        }
        if marks[cursor]?.handling == .unhandled {
            rows.append(.remark("no handler for \(contents?.event?.event.type.description ?? "this type"): it changed nothing"))
        } else if state.index >= 0, state.changes.isEmpty {
            rows.append(.remark("this event changed nothing"))
        }
        if !state.isModel { rows.append(.remark("no model: last values")) }
        if state.state == .object(JSONObject()) {
            rows.append(.remark(state.index < 0 ? "nothing yet" : "an empty state"))
        } else {
            rows += TreeRow.rows(of: state.state, changes: state.changes)
        }
        return rows
    }

    /// What is wrong at the cursor's own event and state, one sentence each.
    var alarms: [String] {
        guard let state = contents?.state else { return [] }
        let problem = state.errors.last.flatMap { $0.version == state.version ? Self.sentence(of: $0) : nil }
        return [problem].compactMap { $0 } + state.broken.map(\.description)
    }

    private static func sentence(of problem: FoldProblem) -> String {
        let error = problem.error
        let file = error.path.map { path in "\(path)\(error.line.map { ":\($0)" } ?? ""): " } ?? ""
        return "version \(problem.version) not folded: \(file)\(error.handler): \(error.message)"
    }
}
