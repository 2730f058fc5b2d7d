import EventLog
import JSONText
import Screen

extension ExplorerState {
    /// The wheel moves in what it is over, a click selects, a drag along the timeline's lower border goes through time. All of it
    /// has keys, too.
    mutating func handle(_ event: MouseEvent) -> [Command] {
        if let overlay = overlays.last { return handle(event, on: overlay) }
        switch event.action {
        case .scrolled(let notches): return scroll(notches * Self.rowsANotch, at: event.point)
        case .pressed(.left):
            notice = nil
            return press(at: event.point)
        case .dragged(.left): return drag(to: event.point)
        case .released: draggedPane = nil
        default: break
        }
        return []
    }

    private static let rowsANotch = 3

    private mutating func handle(_ event: MouseEvent, on overlay: Overlay) -> [Command] {
        switch (event.action, overlay) {
        case (.scrolled, .prompt), (.scrolled, .question): return []
        case (.scrolled(let notches), _):
            let isPalette = if case .palette = overlay { true } else { false }
            var commands: [Command] = []
            for _ in 0..<(isPalette ? 1 : Self.rowsANotch) { commands += press(notches > 0 ? .down : .up, on: overlays.last ?? overlay) }
            return commands
        // Below the header and the border; results have the names of their columns first.
        case (.pressed(.left), .results): return press(onRow: event.point.row - 3, of: overlay)
        case (.pressed(.left), .histogram): return press(onRow: event.point.row - 2, of: overlay)
        default: return []
        }
    }

    /// A click on a row of a list; on the selected one it is Enter.
    private mutating func press(onRow row: Int, of overlay: Overlay) -> [Command] {
        guard let history, row >= 0, row < bodyHeight - (overlay == .results ? 1 : 0) else { return [] }
        let (list, count) = overlay == .results
            ? (history.results?.list, history.results?.rows.count) : (history.histogram?.list, history.histogram?.histogram?.bars.count)
        guard let list, let count, list.top + row < count else { return [] }
        notice = nil
        guard list.selected != list.top + row else { return press(.enter, on: overlay) }
        return withHistory { history, _, _ in
            if overlay == .results { history.results?.list.selected = list.top + row } else { history.histogram?.list.selected = list.top + row }
            return []
        }
    }

    private func pane(at point: Point) -> (Pane, Rect)? {
        // Where two panes share a line it belongs to the lower one, whose title stands there.
        Layout(self).panes.filter { $0.value.contains(point) }.max { $0.value.row < $1.value.row }.map { ($0.key, $0.value) }
    }

    private mutating func scroll(_ rows: Int, at point: Point) -> [Command] {
        if case .choosing = place {
            let height = Layout(self).height(of: .streams)
            if var chooser { chooser.list.select(chooser.list.selected + rows, of: chooser.stores.count, height: height); self.chooser = chooser }
            return []
        }
        guard let (pane, _) = pane(at: point) else { return [] }
        return withHistory { history, _, layout in
            // The focus stays where it is: what lies under the pointer moves.
            let focus = history.focus
            history.focus = pane
            defer { history.focus = focus }
            return history.move(by: rows, layout)
        }
    }

    private mutating func press(at point: Point) -> [Command] {
        if case .choosing = place { return pressChooser(at: point) }
        guard let (pane, rect) = pane(at: point) else { return [] }
        let wasFocused = history?.focus == pane
        return withHistory { history, explorer, layout in
            history.focus = pane
            if pane == .timeline, point.row == rect.endRow - 1 {
                explorer.draggedPane = rect
                return history.goAlong(rect, to: point.column, layout)
            }
            let row = point.row - rect.row - 1
            guard row >= 0, row < rect.rows - 2, point.column > rect.column, point.column < rect.endColumn - 1 else { return [] }
            return history.select(row, in: pane, isAgain: wasFocused, &explorer, layout)
        }
    }

    private mutating func drag(to point: Point) -> [Command] {
        guard let rect = draggedPane else { return [] }
        return withHistory { history, _, layout in history.goAlong(rect, to: point.column, layout) }
    }

    private mutating func pressChooser(at point: Point) -> [Command] {
        guard var chooser, let rect = Layout(self).panes[.streams] else { return [] }
        let row = chooser.list.top + point.row - rect.row - 1
        guard point.row > rect.row, point.row < rect.endRow - 1, row < chooser.stores.count else { return [] }
        let isAgain = chooser.list.selected == row
        chooser.list.selected = row
        self.chooser = chooser
        return isAgain ? choose(.enter) : []
    }
}

extension HistoryPlace {
    /// A click on a row of a pane, counted inside of its border. On the selected line of the pane in focus it is Enter.
    fileprivate mutating func select(
        _ row: Int, in pane: Pane, isAgain: Bool, _ explorer: inout ExplorerState, _ layout: Layout
    ) -> [Command] {
        switch pane {
        case .streams:
            let line = streams.list.top + row - (streams.arrangement.match == nil ? 0 : 1)
            guard line >= 0, line < streams.count(in: history) else { return [] }
            let isCategory = if case .category? = streams.line(line, in: history) { true } else { false }
            if isAgain, isCategory, line == streams.list.selected { return foldCategory(false) }
            return selectLine(line, layout)
        case .timeline:
            let place = row - (timeline.filter.isEmpty ? 0 : 1)
            guard place >= 0, timeline.top + place < lineCount else { return [] }
            return goToLine(timeline.top + place, layout)
        case .state:
            let line = state.row(atLine: row, height: layout.height(of: .state))
            guard line < state.rows.count else { return [] }
            if isAgain, line == state.list.selected { return enterLine(&explorer, layout) }
            selectStateLine(line, layout)
        case .event:
            let line = event.row(atLine: row, height: layout.height(of: .event))
            guard line < event.rows.count else { return [] }
            if isAgain, line == event.list.selected { return enterLine(&explorer, layout) }
            event.list.selected = line
        }
        return []
    }

    /// To the event that stands at a column of the timeline's lower border.
    fileprivate mutating func goAlong(_ rect: Rect, to column: Int, _ layout: Layout) -> [Command] {
        let room = rect.columns - 2
        let last = unfilteredCount - 1
        guard room > 1, last > 0 else { return [] }
        let place = max(0, min(column - rect.column - 1, room - 1))
        return go(toNumber: Int((Double(place) / Double(room - 1) * Double(last)).rounded()), layout)
    }
}
