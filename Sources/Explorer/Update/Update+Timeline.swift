import EventLog
import JSONText
import Rehydration
import Screen

extension HistoryPlace {
    /// The whole log as one timeline, and back to the stream.
    mutating func toggleLog(_ layout: Layout) -> [Command] {
        guard stream != nil else { return [] }
        let isLog = timeline.scope == .log
        // The log begins with an event, not before one of another stream.
        let moves = !isLog && cursor < 0 ? moveCursor(to: 0, layout: layout) : []
        timeline.scope = isLog ? .stream : .log
        timeline.top = 0
        if !isLog { focus = .timeline }
        let scans = refilter() + research()
        revealCursor(layout)
        return moves + scans
    }

    mutating func setFilter(_ filter: TimelineFilter, _ layout: Layout) -> [Command] {
        if filter.condition != nil, filter.condition != timeline.filter.condition, let scope {
            timeline.isCutShort = isRunning(.filter) && timeline.wanted == nil || timeline.isCutShort
            timeline.wanted = filter
            return start(.filter, "filtering", .scan(scope, filter, from: 0))
        }
        timeline.filter = filter
        let commands = refilter()
        revealCursor(layout)
        return commands
    }

    /// Looks for what the filter shows, from the beginning.
    mutating func refilter() -> [Command] {
        timeline.wanted = nil
        timeline.isCutShort = false
        guard !timeline.filter.isEmpty, let scope else {
            timeline.shown = nil
            return stop(.filter)
        }
        beginFilter()
        return start(.filter, "filtering", .scan(scope, timeline.filter, from: 0))
    }

    private mutating func beginFilter() {
        timeline.shown = RowList()
        timeline.isPartial = false
        timeline.seeksShown = true
        timeline.scanned = unfilteredCount
    }

    /// More of what the filter shows.
    mutating func receiveShown(_ rows: [UInt32], _ layout: Layout) -> [Command] {
        if let wanted = timeline.wanted {
            timeline.wanted = nil
            timeline.isCutShort = false
            timeline.filter = wanted
            beginFilter()
        }
        timeline.shown?.append(rows)
        return seekShown(isOver: false, layout)
    }

    mutating func endFilter(_ ending: JobNews.Ending, _ layout: Layout) -> [Command] {
        // It never began: what was shown is shown still.
        guard timeline.wanted == nil else {
            let isCutShort = timeline.isCutShort
            timeline.wanted = nil
            return isCutShort ? refilter() : []
        }
        timeline.isPartial = ending != .whole
        return seekShown(isOver: true, layout) + scanOn()
    }

    /// The cursor stands on an event that is shown: where the filter hides its own, on the nearest one.
    mutating func seekShown(isOver: Bool, _ layout: Layout) -> [Command] {
        guard timeline.seeksShown, let shown = timeline.shown else { return [] }
        guard isHidden(number) else {
            timeline.seeksShown = number < 0 && !isOver
            return []
        }
        guard isOver || (shown.last ?? -1) > number else { return [] }
        timeline.seeksShown = false
        let after = shown.countBelow(number)
        let near = [after - 1, after].filter { $0 >= 0 && $0 < shown.count }.map { shown[$0] }
        return near.min { abs($0 - number) < abs($1 - number) }.map { go(toNumber: $0, layout) } ?? []
    }

    /// Asks the filter about events that were added.
    mutating func scanOn() -> [Command] {
        let start = timeline.scanned
        guard timeline.shown != nil, !timeline.isPartial, !isRunning(.filter), unfilteredCount > start, let scope else { return [] }
        timeline.scanned = unfilteredCount
        return self.start(.filter, "filtering", .scan(scope, timeline.filter, from: start))
    }

    /// Looks in the scope at hand for what was searched in the one before.
    mutating func research() -> [Command] {
        guard let text = timeline.search?.text, let scope else { return [] }
        timeline.search = TimelineSearch(text: text)
        return start(.search, "searching for \(text)", .scan(scope, TimelineFilter(text: text), from: 0))
    }

    mutating func cycleTime(_ explorer: inout ExplorerState) {
        let all = Timeline.TimeColumn.allCases
        var next = timeline.time
        repeat { next = all[(all.firstIndex(of: next)! + 1) % all.count] } while
            next == .mark && lastMark == nil || next == .utc && explorer.zone.name == "UTC"
        setTime(next, &explorer)
    }

    mutating func setTime(_ column: Timeline.TimeColumn, _ explorer: inout ExplorerState) {
        timeline.time = column
        switch column {
        // Without a zone there is no local time to be told.
        case .local where explorer.zone.name == "UTC": explorer.say("times in UTC, since no zone is chosen; :zone NAME or --tz NAME tells them in one")
        case .local: explorer.say("times in \(explorer.zone.name)")
        case .utc: explorer.say("times in UTC")
        case .previous: explorer.say("times since the event before")
        case .mark: explorer.say(lastMark.map { "times since mark \($0)" } ?? "no mark is set; m and a letter sets one")
        }
    }

    // MARK: Lines in sight

    /// Summaries of the lines in sight that are not there yet. What was asked for before and is out of sight is not waited for.
    mutating func wantSummaries(_ layout: Layout) -> [Command] {
        guard timeline.columns.contains(.data), layout.panes[.timeline].map({ $0.columns >= TimelineColumns.leastForData }) ?? false else { return [] }
        let moved = timelineLines(timelineHeight(layout)).compactMap { line -> Int? in
            guard case .extra(let extra, _) = line, case .recorded(let number) = extra.target else { return nil }
            return number
        }
        let numbers = visibleRows(layout).map { number(atRow: $0) } + moved
        let wanted = numbers.compactMap { position(ofNumber: $0) }.filter { summaries[$0] == nil }
        guard !wanted.allSatisfy(peeking.contains) else {
            peeking = wanted
            return []
        }
        if summaries.count > Self.mostSummaries { (summaries, fieldHabits) = ([:], FieldHabits()) }
        peeking = wanted
        return [.peek(positions: wanted)]
    }

    mutating func receive(_ some: [EventSummary]) {
        for summary in some where summaries.updateValue(summary, forKey: summary.position) == nil {
            fieldHabits.note(summary, of: history.streamName(at: summary.position))
        }
        peeking.removeAll { summaries[$0] != nil }
    }

    private static let mostSummaries = 4096
}
