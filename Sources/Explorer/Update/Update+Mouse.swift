import EventLog
import JSONText
import Screen

extension ExplorerState {
    /// The wheel scrolls what it is over, a click selects, a drag along the timeline's lower border goes through time. All of it
    /// has keys, too.
    mutating func handle(_ event: MouseEvent) -> [Command] {
        if let overlay = overlays.last { return handle(event, on: overlay) }
        switch event.action {
        case .scrolled(let notches): return scroll(notches, at: event.point)
        case .pressed(.left):
            notice = nil
            return press(at: event.point)
        case .dragged(.left): return drag(to: event.point)
        case .released: draggedPane = nil
        default: break
        }
        return []
    }

    fileprivate static let rowsANotch = 3

    private mutating func handle(_ event: MouseEvent, on overlay: Overlay) -> [Command] {
        switch (event.action, overlay) {
        case (.scrolled, .prompt), (.scrolled, .question): return []
        case (.scrolled(let notches), .results), (.scrolled(let notches), .histogram):
            return withHistory { history, _, layout in
                if overlay == .results { history.results?.scroll(notches, layout) } else { history.histogram?.scroll(notches, layout) }
                return []
            }
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

    private mutating func scroll(_ notches: Int, at point: Point) -> [Command] {
        if case .choosing = place {
            let height = Layout(self).height(of: .streams)
            chooser?.scroll(notches, height: height)
            return []
        }
        guard let (pane, _) = pane(at: point) else { return [] }
        return withHistory { history, _, layout in history.scroll(notches, in: pane, layout) }
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

extension ListPosition {
    /// Scrolls; in a list of which all is seen the selection goes on by one.
    fileprivate mutating func turn(_ notches: Int, of count: Int, height: Int) {
        if !scroll(by: notches * ExplorerState.rowsANotch, of: count, height: height) { select(selected + notches, of: count, height: height) }
    }
}

extension Chooser {
    fileprivate mutating func scroll(_ notches: Int, height: Int) { list.turn(notches, of: stores.count, height: height) }
}

extension ResultsPane {
    fileprivate mutating func scroll(_ notches: Int, _ layout: Layout) { list.turn(notches, of: rows.count, height: max(1, layout.bodyHeight - 1)) }
}

extension HistogramPane {
    fileprivate mutating func scroll(_ notches: Int, _ layout: Layout) { list.turn(notches, of: histogram?.bars.count ?? 0, height: layout.bodyHeight) }
}

extension HistoryPlace {
    /// What is selected in the pane in focus, and the cursor, are to be in sight again.
    mutating func endScroll() {
        timeline.list.endScroll()
        switch focus {
        case .streams: streams.list.endScroll()
        case .state: state.list.endScroll()
        case .event: event.list.endScroll()
        case .timeline: break
        }
    }

    /// The wheel over a pane: the focus and what is selected stay. Where all is seen, one step; but no other stream, which would be
    /// another place.
    fileprivate mutating func scroll(_ notches: Int, in pane: Pane, _ layout: Layout) -> [Command] {
        let rows = notches * ExplorerState.rowsANotch
        let height = height(of: pane, layout)
        switch pane {
        case .streams: _ = streams.list.scroll(by: rows, of: streams.count(in: history), height: height)
        case .timeline:
            if !timeline.list.scroll(by: rows, of: lineCount, height: height) { return goToLine(cursorLine + notches, layout) }
        case .state:
            if !state.scroll(by: rows, height: height) { selectStateLine(state.list.selected + notches, layout) }
        case .event:
            if !event.scroll(by: rows, height: height) { event.list.select(event.list.selected + notches, of: event.rows.count, height: height) }
        }
        return []
    }

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
        timeline.list.endScroll()
        return go(toNumber: Int((Double(place) / Double(room - 1) * Double(last)).rounded()), layout)
    }
}
