import EventLog
import Screen

extension ExplorerState {
    /// More of the source that is on the screen. Everything stays where it is; only a cursor that stands at the end of what it
    /// follows goes along.
    mutating func grow(_ opened: OpenedHistory) -> [Command] {
        guard case .history = place else { return show(opened) }
        let isReading = reading != nil
        let isFollowing = isFollowing
        return withHistory { history, _, layout in
            let followsEnd = history.isUntouched || history.awaitsAppended || isFollowing && !isReading
            history.awaitsAppended = false
            return history.grow(opened, followsEnd: followsEnd, layout: layout)
        }
    }

    /// Events that are added appear, or no longer.
    mutating func toggleFollowing() -> [Command] {
        guard case .history(let place) = place else { return [] }
        guard place.history.canGrow else {
            say("nothing can be added to this source: it was unpacked, or came from a pipe")
            return []
        }
        isFollowing.toggle()
        let what = place.history.isPartial ? "what was not read yet comes, and then what is added" : "events that are added appear"
        say(isFollowing ? "following: \(what); F stops" : "no longer following")
        return [.follow(isFollowing)]
    }

    /// Esc and Ctrl-C end what takes long before they end anything else. Who follows does so no longer, as that would read on.
    mutating func stopReading() -> [Command]? {
        if case .opening = place {
            // Once: whoever presses Ctrl-C again wants to leave.
            guard !hasStoppedOpening else { return nil }
            hasStoppedOpening = true
            say("stopping; what was read so far comes")
        } else {
            guard reading != nil, case .history(let place) = place else { return nil }
            say("stopped reading; what was read so far is here\(place.history.canGrow ? "; F reads on" : "")")
        }
        defer { isFollowing = false }
        return isFollowing ? [.stopReading, .follow(false)] : [.stopReading]
    }
}

extension HistoryPlace {
    fileprivate mutating func grow(_ opened: OpenedHistory, followsEnd: Bool, layout: Layout) -> [Command] {
        let before = stream
        let wasAtEnd = cursorRow >= rowCount - 1
        let hadEvents = eventCount
        self.opened = opened
        guard let before, let stream = history.stream(named: before.name) else { return begin(layout) }
        self.stream = stream
        renewAlterations()
        if streams.rows == nil, let place = history.index(ofStream: before.name) { streams.list.selected = place }
        var commands = arrangeIfNeeded() + (then.map { askThen($0.moment) } ?? [])
        if eventCount != hadEvents {
            // Signs behind the ones that were found are looked for from the first on: the models begin there, too.
            for position in before.positions { signs[position] = nil }
            surveyedStreams.remove(before.name)
            commands += survey()
        }
        // What lies where it lay is still true; events that came in between move all behind them.
        let isMoved = timeline.scope == .stream && hadEvents > 0 && before.positions.last != position(of: hadEvents - 1)
        commands += isMoved ? refilter() : scanOn()
        guard followsEnd, wasAtEnd else { return commands }
        return commands + goToRow(rowCount - 1, layout)
    }
}
