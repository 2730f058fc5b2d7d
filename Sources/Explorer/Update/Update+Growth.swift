import EventLog
import Screen

extension ExplorerState {
    /// More of the source that is on the screen. Everything stays where it is; only a cursor that stands at the end of what it
    /// follows goes along.
    mutating func grow(_ opened: OpenedHistory) -> [Command] {
        guard case .history(var place) = place else { return show(opened) }
        let commands = place.grow(opened, followsEnd: isFollowing && reading == nil, layout: Layout(self))
        self.place = .history(place)
        reveal()
        return commands
    }

    /// Events that are added appear, or no longer.
    mutating func toggleFollowing() -> [Command] {
        guard case .history(let place) = place else { return [] }
        guard place.history.canGrow else {
            notice = .init(kind: .information, text: "nothing can be added to this source: it was unpacked, or came from a pipe")
            return []
        }
        isFollowing.toggle()
        notice = .init(
            kind: .information, text: isFollowing ? "following: events that are added appear; F stops" : "no longer following")
        return [.follow(isFollowing)]
    }

    /// Esc and Ctrl-C end what takes long before they end anything else.
    mutating func stopReading() -> [Command]? {
        guard reading != nil, case .history = place else { return nil }
        notice = .init(kind: .information, text: "stopped reading; what was read so far is here")
        return [.stopReading]
    }
}

extension HistoryPlace {
    fileprivate mutating func grow(_ opened: OpenedHistory, followsEnd: Bool, layout: Layout) -> [Command] {
        let before = stream
        let wasAtEnd = cursor == eventCount - 1
        self.opened = opened
        guard let before, let index = history.index(ofStream: before.name) else { return selectStream(streams.selected, layout: layout) }
        streams.selected = index
        guard eventCount != before.positions.count else { return [] }
        // Marks behind the ones that were found are looked for from the first on: the models begin there, too.
        marks = [:]
        surveyed = 0
        let moves = followsEnd && wasAtEnd ? moveCursor(to: eventCount - 1, layout: layout) : []
        return moves + [.survey(stream: before.name)]
    }
}
