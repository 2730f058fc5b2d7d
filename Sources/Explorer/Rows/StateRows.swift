import EventLog
import JSONText
import Rehydration

extension HistoryPlace {
    /// The lines of the state pane: what is watched first, then what is wrong, then the state.
    func makeStateRows(_ folding: TreeFolding) -> [TreeRow] {
        guard let state = contents?.state else { return [] }
        if let altered = contents?.altered?.state, contents?.beyond ?? 0 > 0 { return extraRows(altered, folding) }
        if let altered = contents?.altered?.state { return whatIfRows(from: state, to: altered, folding) }
        var rows = watchRows(state)
        rows += state.broken.map { .remark("\($0)", mark: .alarm) }
        if let problem = state.errors.last {
            let count = state.errors.count
            let more = count > 1 ? " (\(count) events could not be folded up to here)" : ""
            rows.append(.remark("\(Self.sentence(of: problem))\(more)", mark: .alarm))
        }
        for index in rows.indices { rows[index].isPinned = true }
        rows += reloadRows
        if sign(ofEvent: cursor)?.handling == .unhandled {
            rows.append(.remark("no handler for \(recordedHere?.event.type.description ?? "this type"): it changed nothing"))
        } else if let baseName {
            if shownChanges.isEmpty { rows.append(.remark("nothing differs from \(baseName)")) }
        } else if state.index >= 0, state.changes.isEmpty {
            rows.append(.remark("this event changed nothing"))
        }
        if base == .snapshot, contents?.base == nil, state.index >= 0 {
            rows.append(.remark("no snapshot before this event; compared with the event before"))
        }
        if !state.isModel { rows.append(.remark("no model: last values")) }
        if state.state == .object(JSONObject()) {
            rows.append(.remark(state.index < 0 ? "nothing yet" : "an empty state"))
        } else {
            rows += TreeRow.rows(of: state.state, changes: shownChanges, folding: folding)
        }
        return rows
    }

    /// After an event that stands in the altered history only: what it changed there.
    private func extraRows(_ altered: RehydratedState, _ folding: TreeFolding) -> [TreeRow] {
        var rows = watchRows(altered) + altered.broken.map { TreeRow.remark("what-if: \($0)", mark: .alarm) }
        if let problem = altered.errors.last { rows.append(.remark("what-if: \(Self.sentence(of: problem))", mark: .alarm)) }
        for index in rows.indices { rows[index].isPinned = true }
        rows.append(.remark(altered.changes.isEmpty ? "this event changes nothing" : "what this event changes:"))
        return rows + TreeRow.rows(of: altered.state, changes: altered.changes, folding: folding)
    }

    /// Actual → what-if, where they differ; what does not hold in one of them.
    private func whatIfRows(from actual: RehydratedState, to altered: RehydratedState, _ folding: TreeFolding) -> [TreeRow] {
        var rows = watchRows(actual) + altered.broken.map { TreeRow.remark("what-if: \($0)", mark: .alarm) }
        rows += actual.broken.filter { !altered.broken.contains($0) }.map { .remark("actual only: \($0)") }
        if let problem = altered.errors.last { rows.append(.remark("what-if: \(Self.sentence(of: problem))", mark: .alarm)) }
        for index in rows.indices { rows[index].isPinned = true }
        let changes = JSONValue.changes(from: actual.state, to: altered.state)
        rows.append(.remark(changes.isEmpty ? "the same, actual and what-if" : "from actual to what-if:"))
        return rows + TreeRow.rows(of: altered.state, changes: changes, folding: folding)
    }

    private func watchRows(_ state: RehydratedState) -> [TreeRow] {
        guard !watches.isEmpty || !conditions.isEmpty else { return [] }
        let shownChanges = shownChanges
        let changes = Dictionary(shownChanges.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let rows = watches.map { path in
            let value = state.state[path]
            var row = TreeRow(name: path.description, text: value?.line ?? "-", value: value, watch: path)
            if let change = changes[path] {
                row.mark = change.before == nil ? .added : change.after == nil ? .removed : .changed
                row.before = change.before?.line
            } else if value.map({ !$0.isLeaf }) ?? false, shownChanges.contains(where: { $0.path.steps.starts(with: path.steps) }) {
                row.mark = .changed
            }
            return row
        }
        let said = conditions.map { TreeRow(name: $0, text: contents?.watched[$0] ?? "-", condition: $0) }
        return rows + said + [.remark("")]
    }

    /// What is wrong at the cursor's own event and state, one sentence each.
    var alarms: [String] {
        guard let state = shownState else { return [] }
        let problem = state.errors.last.flatMap { $0.version == state.version ? Self.sentence(of: $0) : nil }
        return [problem].compactMap { $0 } + state.broken.map(\.description)
    }

    private static func sentence(of problem: FoldProblem) -> String {
        let error = problem.error
        let file = error.path.map { path in "\(path)\(error.line.map { ":\($0)" } ?? ""): " } ?? ""
        return "version \(problem.version) not folded: \(file)\(error.handler): \(error.message)"
    }
}
