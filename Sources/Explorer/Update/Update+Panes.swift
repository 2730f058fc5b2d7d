import EventLog
import JSONText

extension HistoryPlace {
    /// What an action does within the history's panes.
    /// - Returns: nil where it is none of theirs.
    mutating func perform(_ action: Action, count: Int?, layout: Layout) -> [Command]? {
        switch action {
        case .step(let events): return moveCursor(to: cursor + events * (count ?? 1), layout: layout)
        case .move(let rows): return move(by: rows * (count ?? 1), layout: layout)
        case .page(let halves):
            return move(by: halves * max(1, layout.height(of: focus) / 2) * (count ?? 1), layout: layout)
        case .first: return go(to: count, else: 0, layout: layout)
        case .last: return go(to: count, else: .max / 2, layout: layout)
        case .focus(let step): focus = focus.next(by: step)
        case .enter: focus = focus == .streams ? .timeline : focus == .timeline ? .state : focus
        case .zoom: isZoomed.toggle()
        case .raw:
            showsRaw.toggle()
            event = ListPosition()
        case .escape:
            // One level at a time: the whole screen, then the list that leads here.
            if isZoomed { isZoomed = false } else if focus == .state || focus == .event { focus = .timeline } else { return nil }
        default: return nil
        }
        return []
    }

    /// Moves the selection of the pane in focus.
    private mutating func move(by rows: Int, layout: Layout) -> [Command] {
        switch focus {
        case .streams: return selectStreamIfOther(streams.selected + rows, layout: layout)
        case .timeline: return moveCursor(to: max(cursor + rows, min(cursor, 0)), layout: layout)
        case .state: state.select(state.selected + rows, of: stateRows.count, height: layout.height(of: .state))
        case .event: event.select(event.selected + rows, of: eventRows.count, height: layout.height(of: .event))
        }
        return []
    }

    private mutating func selectStreamIfOther(_ index: Int, layout: Layout) -> [Command] {
        let target = max(0, min(index, history.streamCount - 1))
        return target == streams.selected ? [] : selectStream(target, layout: layout)
    }

    /// The first or last row of the pane in focus; with a number, the event of that version or the row of that number.
    private mutating func go(to number: Int?, else row: Int, layout: Layout) -> [Command] {
        switch focus {
        case .streams: return selectStreamIfOther(number.map { $0 - 1 } ?? row, layout: layout)
        case .timeline:
            guard let number else { return moveCursor(to: row, layout: layout) }
            return moveCursor(to: index(ofVersion: Int64(number)), layout: layout)
        case .state: state.select(number.map { $0 - 1 } ?? row, of: stateRows.count, height: layout.height(of: .state))
        case .event: event.select(number.map { $0 - 1 } ?? row, of: eventRows.count, height: layout.height(of: .event))
        }
        return []
    }

    /// The last event whose version is not above the one asked for.
    private func index(ofVersion version: Int64) -> Int {
        guard let positions = stream?.positions else { return -1 }
        return (positions.lastIndex { history.version(at: $0) <= version } ?? positions.startIndex) - positions.startIndex
    }
}
