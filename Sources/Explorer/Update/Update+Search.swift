import EventLog
import JSONText

extension HistoryPlace {
    /// `/`: looks for a text in the pane in focus, from the selection on.
    mutating func search(_ text: String, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        switch focus {
        case .streams:
            streams.search = text.isEmpty ? nil : NameRule(text)
            return seek(1, &explorer, layout)
        case .timeline:
            timeline.search = nil
            guard !text.isEmpty, let scope else { return stop(.search) }
            timeline.search = TimelineSearch(text: text, awaited: 1)
            return start(.search, "searching for \(text)", .scan(scope, TimelineFilter(text: text), from: 0))
        case .state:
            state.search = text.isEmpty ? nil : SmartText(text)
            return seek(1, &explorer, layout)
        case .event:
            event.search = text.isEmpty ? nil : SmartText(text)
            return seek(1, &explorer, layout)
        }
    }

    /// `n` and `N`: `steps` hits on, or back.
    mutating func seek(_ steps: Int, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        switch focus {
        case .streams:
            guard let rule = streams.search else { return noSearch(&explorer) }
            let start = streams.list.selected + steps.signum()
            return self.start(.streamSearch, "searching", .findStream(rule, from: start, step: steps.signum(), streams.rows))
        case .timeline: return seekEvent(steps, &explorer, layout)
        case .state:
            guard let text = state.search else { return noSearch(&explorer) }
            seekLine(text, steps, in: makeStateRows(TreeFolding()), \.state, &explorer, layout)
        case .event:
            guard let text = event.search else { return noSearch(&explorer) }
            seekLine(text, steps, in: makeEventRows(TreeFolding()), \.event, &explorer, layout)
        }
        return []
    }

    private func noSearch(_ explorer: inout ExplorerState) -> [Command] {
        explorer.say("nothing was searched for in this pane; / searches")
        return []
    }

    // MARK: Events

    private mutating func seekEvent(_ steps: Int, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        guard let search = timeline.search else { return noSearch(&explorer) }
        let step = steps.signum()
        var found = hit(from: number, step)
        for _ in 1..<max(1, abs(steps)) { found = found.flatMap { hit(from: $0, step) } ?? found }
        if found == nil, !search.isOver {
            timeline.search?.awaited = step
            return []
        }
        if found == nil, !search.hits.isEmpty {
            explorer.say(step > 0 ? "behind the last hit: from the beginning" : "before the first hit: from the end")
            found = hit(from: step > 0 ? -1 : unfilteredCount, step)
        }
        guard let found else {
            explorer.say("no event holds \(search.text)")
            return []
        }
        return leap(layout) { $0.go(toNumber: found, layout) }
    }

    /// The next hit behind a number, or the last one before it, that the filter shows.
    private func hit(from number: Int, _ step: Int) -> Int? {
        guard let hits = timeline.search?.hits else { return nil }
        var place = step > 0 ? hits.countBelow(number + 1) : hits.countBelow(number) - 1
        while place >= 0, place < hits.count {
            let hit = hits[place]
            if timeline.shown?.contains(hit) ?? true { return hit }
            place += step
        }
        return nil
    }

    /// More hits; where one is waited for, it is gone to.
    mutating func receiveHits(_ rows: [UInt32], _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        timeline.search?.hits.append(rows)
        guard let step = timeline.search?.awaited, step > 0, let found = hit(from: number, step) else { return [] }
        timeline.search?.awaited = nil
        return leap(layout) { $0.go(toNumber: found, layout) }
    }

    /// All hits are known: what was waited for is there, lies on the other side, or is nowhere.
    mutating func endSearch(_ ending: JobNews.Ending, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        timeline.search?.isOver = true
        guard let step = timeline.search?.awaited else { return [] }
        timeline.search?.awaited = nil
        if ending == .stopped { return [] }
        return seekEvent(step, &explorer, layout)
    }

    // MARK: Lines

    /// - Parameter all: every line, also those that are folded away.
    private mutating func seekLine(
        _ text: SmartText, _ steps: Int, in all: [TreeRow], _ pane: WritableKeyPath<HistoryPlace, TreePane>,
        _ explorer: inout ExplorerState, _ layout: Layout
    ) {
        guard !all.isEmpty else { return }
        let selected = self[keyPath: pane].selected
        var at = selected.flatMap { row in all.firstIndex { $0.path == row.path && $0.name == row.name && $0.watch == row.watch && $0.isRemark == row.isRemark } }
            ?? self[keyPath: pane].list.selected
        var left = abs(steps)
        for _ in all.indices {
            at = (at + steps.signum() + all.count) % all.count
            let row = all[at]
            guard text.occurs(in: "\(row.name) \(row.isContainer ? "" : row.text)") else { continue }
            left -= 1
            if left == 0 { return show(row, at: at, in: pane, layout) }
        }
        explorer.say("no line here holds \(text.text)")
    }

    /// Unfolds what holds a line, and selects it.
    mutating func show(_ row: TreeRow, at place: Int, in pane: WritableKeyPath<HistoryPlace, TreePane>, _ layout: Layout) {
        if var steps = row.path?.steps {
            while steps.count > 1 {
                steps.removeLast()
                self[keyPath: pane].folding.set(JSONPath(steps), folded: false)
            }
        }
        refreshTrees(layout)
        let rows = self[keyPath: pane].rows
        let index = rows.firstIndex { $0.path == row.path && $0.name == row.name && $0.text == row.text } ?? min(place, rows.count - 1)
        self[keyPath: pane].list.selected = index
        if pane == \HistoryPlace.state { chosenPath = row.path }
    }
}
