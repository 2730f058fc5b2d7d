import EventLog
import JSONText

extension HistoryPlace {
    /// What an action does within the history's panes.
    /// - Returns: nil where it is none of theirs.
    mutating func perform(_ action: Action, count: Int?, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command]? {
        // Ctrl-I and Tab are one key to a terminal: right behind Ctrl-O it goes forward, as in vim.
        let jumpedBack = hasJumpedBack
        hasJumpedBack = false
        switch action {
        case .step(let events): return step(events * (count ?? 1), layout)
        case .move(let rows): return move(by: rows * (count ?? 1), layout)
        case .page(let halves): return move(by: halves * max(1, height(of: focus, layout) / 2) * (count ?? 1), layout)
        case .first: return go(to: count, else: 0, layout)
        case .last: return go(to: count, else: .max / 2, layout)
        case .run(let step): return run(step, &explorer, layout)
        case .focus(by: 1) where jumpedBack: return jump(1, &explorer, layout)
        case .focus(let step): focus = focus.next(by: step)
        case .enter: return enter(&explorer, layout)
        case .zoom: isZoomed.toggle()
        case .stage: goToNextStage(layout)
        case .log: return toggleLog(layout)
        case .seek(let step): return seek(step * (count ?? 1), &explorer, layout)
        case .timeColumn: cycleTime(&explorer)
        case .histogram: return openHistogram(&explorer)
        case .results: openResults(&explorer)
        case .play: return startPlaying(&explorer)
        case .speed: explorer.say("p plays; < and > change how fast")
        case .setMark: explorer.awaitedLetter = .setMark
        case .goToMark: explorer.awaitedLetter = .goToMark
        case .nextMark(let step): return goToNextMark(step, &explorer, layout)
        case .jump(let step): return jump(step, &explorer, layout)
        case .sort: return sortStreams(&explorer)
        case .reverse: return reverseStreams(&explorer)
        case .fold: return fold(layout)
        case .unfold: return unfold(layout)
        case .foldAll(let isFolded): return foldAll(isFolded, layout)
        case .sameKey: goToSameKey(&explorer, layout)
        case .watch: return toggleWatch(&explorer, layout)
        case .history: return askHistory(&explorer)
        case .copy: return copy(&explorer)
        case .copyWhole: return copyWhole(&explorer)
        case .edit: return edit(&explorer)
        case .skip: return toggleSkip(&explorer, layout)
        case .shift(let lines): return shift(lines * (count ?? 1), &explorer, layout)
        case .keep: return keepDecision(&explorer, layout)
        case .editPayload: return editPayload(&explorer)
        case .insert(let behind): return insertEvent(behind: behind, &explorer)
        case .alteration: return listAlteration(&explorer)
        case .escape: return escape(layout)
        case .leave: return leaveView(layout)
        default: return nil
        }
        return []
    }

    /// One level at a time: the whole screen, what is left out of the list that leads here, the pane, the search, the filter, the log.
    private mutating func escape(_ layout: Layout) -> [Command]? {
        switch escapeLevel {
        case .match: return matchStreams(nil)
        case .search:
            timeline.search = nil
            return stop(.search)
        case .filter: return setFilter(TimelineFilter(), layout)
        case .view: return leaveView(layout)
        }
    }

    /// What Esc ends next.
    enum EscapeLevel { case match, search, filter, view }

    var escapeLevel: EscapeLevel {
        if !isZoomed, focus == .streams, streams.arrangement.match != nil { return .match }
        if isZoomed || isInDetail { return .view }
        if timeline.search != nil { return .search }
        return focus == .timeline && !timeline.filter.isEmpty ? .filter : .view
    }

    private var isInDetail: Bool { focus == .state || focus == .event }

    /// The view at hand: the whole screen, the pane, the log.
    /// - Returns: nil at the top.
    private mutating func leaveView(_ layout: Layout) -> [Command]? {
        if isZoomed {
            isZoomed = false
        } else if isInDetail {
            focus = .timeline
        } else {
            return timeline.scope == .log ? toggleLog(layout) : nil
        }
        return []
    }

    func height(of pane: Pane, _ layout: Layout) -> Int {
        switch pane {
        case .timeline: timelineHeight(layout)
        case .streams: streamsHeight(layout)
        default: layout.height(of: pane)
        }
    }

    /// Moves the selection of the pane in focus.
    mutating func move(by rows: Int, _ layout: Layout) -> [Command] {
        switch focus {
        case .streams: return selectLine(streams.list.selected + rows, layout)
        case .timeline:
            let line = cursorLine
            return goToLine(max(line + rows, min(line, 0)), layout)
        case .state: selectStateLine(state.list.selected + rows, layout)
        case .event: event.list.select(event.list.selected + rows, of: event.rows.count, height: layout.height(of: .event))
        }
        return []
    }

    /// The first or last row of the pane in focus; with a number, the event of that version or the row of that number.
    private mutating func go(to number: Int?, else row: Int, _ layout: Layout) -> [Command] {
        let row = number.map { $0 - 1 } ?? row
        switch focus {
        case .streams: return selectLine(row, layout)
        case .timeline:
            // The last event is the last one of the moment that is looked at.
            if number == nil, row > 0, timeline.scope == .stream, timeline.shown == nil, let last = stream.flatMap({ indexThen(of: $0) }) {
                return moveCursor(to: last, layout: layout)
            }
            guard let number else { return goToLine(min(row, lineCount - 1), layout) }
            return leap(layout) { $0.go(toNumber: $0.timeline.scope == .log ? number : $0.index(ofVersion: Int64(number)), layout) }
        case .state: selectStateLine(row, layout)
        case .event: event.list.select(row, of: event.rows.count, height: layout.height(of: .event))
        }
        return []
    }

    /// The last event whose version is not above the one asked for.
    private func index(ofVersion version: Int64) -> Int {
        guard let positions = stream?.positions else { return -1 }
        return RowList.partition(positions.count) { history.version(at: positions[$0]) <= version } - 1
    }

    private mutating func enter(_ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        switch focus {
        case .streams:
            if case .category(let category)? = streams.line(streams.list.selected, in: history) { return unfold(category.name) }
            focus = .timeline
        case .timeline: focus = .state
        case .state, .event: return enterLine(&explorer, layout)
        }
        return []
    }
}
