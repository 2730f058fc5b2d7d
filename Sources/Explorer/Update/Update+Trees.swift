import EventLog
import JSONText

extension HistoryPlace {
    /// Makes the lines of both trees anew, after what they show or how changed.
    mutating func refreshTrees(_ layout: Layout) {
        state.show(makeStateRows(state.folding), keepsSelection: focus == .state)
        let keeps = focus == .event
        event.show(makeEventRows(event.folding), keepsSelection: keeps)
        if !keeps { event.list = ListPosition() }
    }

    mutating func selectStateLine(_ row: Int, _ layout: Layout) {
        state.list.selected = max(0, min(row, state.rows.count - 1))
        state.reveal(height: layout.height(of: .state))
        chosenPath = state.selected.flatMap { $0.watch ?? $0.path }
        if let number = state.selected, number.value?.number != nil, let path = chosenPath { chart.chosen = path }
    }

    // MARK: Folding

    private var tree: WritableKeyPath<HistoryPlace, TreePane>? {
        switch focus {
        case .state: \.state
        case .event: \.event
        default: nil
        }
    }

    mutating func fold(_ layout: Layout) -> [Command] {
        guard let tree else { return foldCategory(true) }
        guard let row = self[keyPath: tree].selected else { return [] }
        if row.isContainer, !row.isFolded, let path = row.path {
            self[keyPath: tree].folding.set(path, folded: true)
            refreshTrees(layout)
        } else if let parent = self[keyPath: tree].parent {
            self[keyPath: tree].list.selected = parent
        }
        return []
    }

    mutating func unfold(_ layout: Layout) -> [Command] {
        guard let tree else { return foldCategory(false) }
        guard let row = self[keyPath: tree].selected, row.isFolded, let path = row.path else { return [] }
        self[keyPath: tree].folding.set(path, folded: false)
        refreshTrees(layout)
        return []
    }

    mutating func foldAll(_ isFolded: Bool, _ layout: Layout) -> [Command] {
        guard let tree else { return foldAllCategories(isFolded) }
        self[keyPath: tree].folding.setAll(folded: isFolded)
        refreshTrees(layout)
        return []
    }

    /// Also in what is folded.
    mutating func goToSameKey(_ explorer: inout ExplorerState, _ layout: Layout) {
        guard let tree, let row = self[keyPath: tree].selected, row.path != nil else { return }
        let all = tree == \HistoryPlace.state ? makeStateRows(TreeFolding()) : makeEventRows(TreeFolding())
        let here = all.firstIndex { $0.path == row.path } ?? -1
        let order = Array(all.indices[(here + 1)...]) + Array(all.indices[..<max(here, 0)])
        guard let next = order.first(where: { all[$0].name == row.name && all[$0].path != nil }) else {
            return explorer.say("no other line is named \(row.name)")
        }
        show(all[next], at: next, in: tree, layout)
    }

    // MARK: Lines

    /// Enter on a line: unfolds or folds, follows a link, or shows a long value whole.
    mutating func enterLine(_ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        guard let tree, let row = self[keyPath: tree].selected else { return [] }
        if row.isContainer { return row.isFolded ? unfold(layout) : fold(layout) }
        switch row.link {
        case .event(let id): return start(.link, "looking for the event", .event(id: id, near: spot.flatMap { history.position(of: $0) }))
        case .correlation(let id):
            var filter = TimelineFilter()
            filter.correlation = id
            explorer.say("the events of this correlation, in the whole log; Ctrl-O goes back")
            return leap(layout) { ($0.timeline.scope == .stream ? $0.toggleLog(layout) : []) + $0.setFilter(filter, layout) }
        case nil: break
        }
        if focus == .event, eventStage == .raw, !row.isRemark, let record = recorded?.event?.raw {
            // A line of a record that its source wrote on several says little alone.
            explorer.overlays.append(.text(TextPane(title: "Record", text: String(decoding: record, as: UTF8.self))))
        } else if !row.text.isEmpty {
            let text = row.value.map { $0.string?.description ?? $0.line } ?? row.text
            explorer.overlays.append(.text(TextPane(title: row.name.isEmpty ? "Text" : row.name, text: text)))
        }
        return []
    }

    /// `H`: every event that changed the selected value.
    mutating func askHistory(_ explorer: inout ExplorerState) -> [Command] {
        guard let stream, let path = pathInQuestion(&explorer) else { return [] }
        return list(
            "\(path) of \(stream.name)\(overlay == nil ? "" : ", what-if")", ["version", "time", "since", "type", "before", "after"], "asking who set it",
            .history(stream: stream.name, path: path, overlay: overlay), &explorer)
    }
}
