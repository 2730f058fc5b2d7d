import EventLog
import JSONText

/// Commands that choose which events the timeline shows, and what of them.
extension HistoryPlace {
    /// `:type` and `:not-type`. Alone: the type of the event under the cursor.
    mutating func filterTypes(_ argument: String, isHidden: Bool, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        var names: Set<ExactString> = []
        let wanted = argument.isEmpty ? position(of: cursor).map { [history.type(at: $0).description] } ?? [] : argument.split(separator: " ").map(String.init)
        let known = history.typeNames(atMost: .max)
        for name in wanted {
            let glob = Glob(name)
            let fitting = known.filter { glob.matches($0.bytes) }
            guard !fitting.isEmpty else {
                explorer.complain("no event is of type \(name); Tab shows the types, * stands for any text")
                return []
            }
            names.formUnion(fitting)
        }
        var filter = timeline.filter
        if isHidden { filter.hiddenTypes.formUnion(names) } else { filter.types = names }
        return setFilter(filter, layout)
    }

    mutating func filter(_ kind: CommandWord.Kind, _ argument: String, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        var filter = timeline.filter
        let value = argument.isEmpty ? nil : argument
        switch kind {
        case .text: filter.text = value
        case .condition: filter.condition = value
        case .correlation:
            guard let id = value.map({ ExactString($0) }) ?? recordedHere?.event.correlation else {
                explorer.complain("this event names no correlation")
                return []
            }
            filter.correlation = id
        default: filter = TimelineFilter()
        }
        return setFilter(filter, layout)
    }

    mutating func chooseColumns(_ argument: String, _ explorer: inout ExplorerState) -> [Command] {
        var columns: Set<Timeline.Column> = []
        for name in argument.split(separator: " ") {
            guard let column = Timeline.Column(rawValue: String(name)) else { return explorer.unknown(String(name), "column", of: Timeline.Column.self) }
            columns.insert(column)
        }
        timeline.columns = columns.isEmpty ? Set(Timeline.Column.allCases) : columns
        return []
    }
}
