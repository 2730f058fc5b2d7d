import EventLog
import JSONText
import Rehydration

/// Values and expressions that stand above the state, and the number that is drawn under the timeline.
extension HistoryPlace {
    mutating func toggleWatch(_ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        if let condition = state.selected?.condition {
            conditions.removeAll { $0 == condition }
            explorer.say("no longer watching \(condition)")
            refreshTrees(layout)
            return [.watch(conditions)]
        }
        guard let row = state.selected, let path = row.watch ?? row.path, !path.steps.isEmpty else {
            explorer.say("select a value of the state to watch it")
            return []
        }
        if watches.contains(path) { unwatch(path, &explorer, layout) } else { watch(path, &explorer, layout) }
        return []
    }

    /// An expression: what it says here is told with the next state.
    mutating func watch(condition: String, _ explorer: inout ExplorerState) -> [Command] {
        if !conditions.contains(condition) { conditions.append(condition) }
        explorer.say("watching \(condition); c runs to where it becomes true")
        return [.watch(conditions)] + askState()
    }

    mutating func watch(_ path: JSONPath, _ explorer: inout ExplorerState, _ layout: Layout) {
        if !watches.contains(path) { watches.append(path) }
        let isThere = !isCurrent || shownState?.state[path] != nil
        explorer.say("watching \(path)\(isThere ? "" : ", which is not in the state here"); c runs to where it changes")
        refreshTrees(layout)
    }

    /// - Parameter path: nil: none is watched any longer.
    mutating func unwatch(_ path: JSONPath?, _ explorer: inout ExplorerState, _ layout: Layout) {
        watches.removeAll { path == nil || $0 == path }
        explorer.say(path.map { "no longer watching \($0)" } ?? "nothing is watched")
        refreshTrees(layout)
    }

    /// The value that a question about the state is about.
    func pathInQuestion(_ explorer: inout ExplorerState) -> JSONPath? {
        guard let row = state.selected, let path = row.watch ?? row.path, !path.steps.isEmpty else {
            explorer.say("select a value of the state first")
            return nil
        }
        return path
    }

    mutating func watchOrChart(_ kind: CommandWord.Kind, _ argument: String, _ explorer: inout ExplorerState, _ layout: Layout) {
        var path: JSONPath?
        if !argument.isEmpty {
            do { path = try JSONPath(parsing: argument) } catch {
                return explorer.complain("\(argument): column \(error.column): \(error.message)")
            }
        }
        switch kind {
        case .unwatch: unwatch(path, &explorer, layout)
        case .chart:
            if let path, let value = contents?.state.state[path], value.number == nil {
                return explorer.complain("\(path) is no number here but \(value.kindName); :chart draws numbers")
            }
            chart.chosen = path
            chart.isAsked = path != nil
            // The same again is answered again.
            if chart.isAsked { chart.asked = nil }
        default: if let path = path ?? pathInQuestion(&explorer) { watch(path, &explorer, layout) }
        }
    }
}

extension JSONValue {
    /// For a message.
    fileprivate var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
