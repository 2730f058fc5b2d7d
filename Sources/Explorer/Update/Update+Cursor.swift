import EventLog
import JSONText

extension HistoryPlace {
    /// The first stream, or the one that was looked at in an opening before.
    mutating func begin(_ layout: Layout) -> [Command] {
        guard history.streamCount > 0 else { return [] }
        let first = min(streams.list.selected, history.streamCount - 1)
        return show(history.stream(at: first), layout: layout) + arrangeIfNeeded()
    }

    /// Goes to a stream: the place on it where the cursor was last, else its end.
    mutating func show(_ stream: History.Stream, at index: Int? = nil, beyond: Int = 0, layout: Layout) -> [Command] {
        if stream.name == self.stream?.name { return index.map { moveCursor(to: $0, beyond: beyond, layout: layout) } ?? [] }
        if let before = self.stream?.name, contents != nil { cursors[before] = cursor }
        self.stream = stream
        moment = nil
        contents = nil
        recorded = nil
        forgetReload()
        refreshTrees(layout)
        cursor = max(-1, min(index ?? cursors[stream.name] ?? indexThen(of: stream) ?? .max, lastIndex))
        self.beyond = min(beyond, extraLines[cursor].count)
        var commands = askState() + survey()
        if timeline.scope == .stream {
            timeline.top = 0
            commands += refilter() + research()
            // Who goes to an event is there, also where the filter hides it.
            if index != nil { timeline.seeksShown = false }
        }
        revealCursor(layout)
        return commands
    }

    /// Puts the cursor on an event of the stream; −1 is before the first.
    /// - Parameter beyond: on so many of the events that a what-if put behind it.
    mutating func moveCursor(to index: Int, beyond: Int = 0, layout: Layout) -> [Command] {
        guard stream != nil else { return [] }
        let target = max(-1, min(index, lastIndex))
        let beyond = min(beyond, extraLines[target].count)
        guard target != cursor || beyond != self.beyond || contents == nil else { return [] }
        cursor = target
        self.beyond = beyond
        moment = nil
        let showedReload = modelChanges != nil
        forgetReload()
        if showedReload { refreshTrees(layout) }
        revealCursor(layout)
        return askState()
    }

    /// After lines of the altered history came or went: the cursor is on one that is there.
    mutating func settleCursor(_ layout: Layout) -> [Command] {
        beyond > extraLines[cursor].count ? moveCursor(to: cursor, beyond: beyond, layout: layout) : []
    }

    /// Puts the cursor on an event of the timeline's scope; −1 is before the first.
    mutating func go(toNumber number: Int, beyond: Int = 0, _ layout: Layout) -> [Command] {
        guard timeline.scope == .log else { return moveCursor(to: number, beyond: beyond, layout: layout) }
        let spot = number < 0 ? history.spot(at: 0).map { Spot(stream: $0.stream, index: -1) } : history.spot(at: min(number, history.count - 1))
        return spot.map { go(to: $0, layout) } ?? []
    }

    mutating func goToRow(_ row: Int, _ layout: Layout) -> [Command] {
        guard rowCount > 0 else { return timeline.shown == nil ? go(toNumber: -1, layout) : [] }
        return go(toNumber: row < 0 ? -1 : number(atRow: min(row, rowCount - 1)), layout)
    }

    /// The same by line, those of the altered history among them.
    mutating func goToLine(_ line: Int, _ layout: Layout) -> [Command] {
        guard rowCount > 0 else { return goToRow(line, layout) }
        let (row, beyond) = extraLines.place(ofLine: max(-1, min(line, lineCount - 1)))
        return go(toNumber: row < 0 ? -1 : number(atRow: row), beyond: beyond, layout)
    }

    /// Events of the timeline on or back, from any pane.
    mutating func step(_ events: Int, _ layout: Layout) -> [Command] {
        guard rowCount > 0 else { return timeline.shown == nil ? go(toNumber: -1, layout) : [] }
        let row = cursorRow
        // From an event that the filter hides, back goes to the last one shown before it.
        let isHidden = row >= 0 && number(atRow: row) != number
        return goToLine(cursorLine + events + (isHidden && events < 0 ? 1 : 0), layout)
    }

    /// Goes to a spot, without a word to the jump list.
    mutating func go(to spot: Spot, _ layout: Layout) -> [Command] {
        guard let stream = history.stream(named: spot.stream) else { return [] }
        let commands = show(stream, at: spot.index, beyond: spot.beyond, layout: layout)
        selectStreamLine(layout)
        return commands
    }

    /// A jump: where it began is remembered.
    mutating func leap(_ layout: Layout, _ body: (inout HistoryPlace) -> [Command]) -> [Command] {
        let before = jumpPoint
        let commands = body(&self)
        if let before, jumpPoint != before { jumps.leave(before) }
        return commands
    }

    /// Back where a jump began or went to: the same event, and the timeline as it was there.
    mutating func go(to point: JumpPoint, _ layout: Layout) -> [Command] {
        let isOther = timeline.scope != point.scope || timeline.filter != point.filter
        timeline.scope = point.scope
        timeline.filter = point.filter
        let commands = go(to: point.spot, layout)
        guard isOther else { return commands }
        timeline.top = 0
        let scans = refilter() + research()
        timeline.seeksShown = false
        revealCursor(layout)
        return commands + scans
    }

    mutating func reveal(_ layout: Layout) {
        streams.list.reveal(of: streams.count(in: history), height: streamsHeight(layout))
        revealCursor(layout)
        // A state that nobody scrolls follows what changed.
        if focus == .state || state.list.isScrolled {
            state.reveal(height: layout.height(of: .state))
        } else {
            showChange(height: layout.height(of: .state))
        }
        event.reveal(height: layout.height(of: .event))
        results?.reveal(layout)
        histogram?.reveal(layout)
    }

    /// Scrolls the state so that the first line that changed is seen.
    private mutating func showChange(height: Int) {
        let changed = state.rows.firstIndex { $0.mark != .none && !$0.isRemark && $0.watch == nil }
        state.list = ListPosition(selected: changed ?? 0, top: 0)
        state.reveal(height: height)
    }

    /// What cannot be laid over the streams as they are now is let go.
    mutating func renewAlterations() {
        for (name, alteration) in alterations {
            var renewed = alteration
            let isPossible = history.stream(named: name).map { (try? renewed.renew(events: $0.positions.count)) != nil } ?? false
            alterations[name] = isPossible ? renewed : nil
        }
    }

    /// The same stream and event in another opening of the same source, and what belongs to them.
    mutating func keepPlace(of before: HistoryPlace) {
        focus = before.focus
        cursors = before.cursors
        marks = before.marks
        watches = before.watches
        conditions = before.conditions
        base = before.base
        timeline.time = before.timeline.time
        timeline.columns = before.timeline.columns
        alterations = before.alterations
        renewAlterations()
        guard let name = before.stream?.name else { return }
        cursors[name] = before.cursor
        if let index = history.index(ofStream: name) { streams.list.selected = index }
    }
}
