import EventLog
import JSONText

extension HistoryPlace {
    /// Goes to a stream: its timeline, and the place on it where the cursor was last, else its end.
    mutating func selectStream(_ index: Int, layout: Layout) -> [Command] {
        if let before = stream?.name, contents != nil { cursors[before] = cursor }
        streams.select(index, of: history.streamCount, height: layout.height(of: .streams))
        guard let stream else { return [] }
        marks = [:]
        moment = nil
        surveyed = 0
        contents = nil
        forgetReload()
        timelineTop = 0
        cursor = cursors[stream.name] ?? eventCount - 1
        revealCursor(layout)
        return [.rehydrate(stream: stream.name, index: cursor), .survey(stream: stream.name)]
    }

    /// Puts the cursor on an event of the stream; −1 is before the first.
    mutating func moveCursor(to index: Int, layout: Layout) -> [Command] {
        guard let stream else { return [] }
        let target = max(-1, min(index, eventCount - 1))
        guard target != cursor || contents == nil else { return [] }
        cursor = target
        moment = nil
        forgetReload()
        revealCursor(layout)
        return [.rehydrate(stream: stream.name, index: cursor)]
    }

    mutating func revealCursor(_ layout: Layout) {
        var list = ListPosition(selected: max(0, cursor), top: timelineTop)
        list.reveal(of: eventCount, height: layout.height(of: .timeline), margin: 3)
        timelineTop = list.top
    }

    mutating func reveal(_ layout: Layout) {
        streams.reveal(of: history.streamCount, height: layout.height(of: .streams))
        revealCursor(layout)
        // A state that nobody scrolls follows what changed.
        if focus == .state {
            state.reveal(of: stateRows.count, height: layout.height(of: .state))
        } else {
            showChange(height: layout.height(of: .state))
        }
        event.reveal(of: eventRows.count, height: layout.height(of: .event))
    }

    /// Scrolls the state so that the first line that changed is seen.
    mutating func showChange(height: Int) {
        let rows = stateRows
        let changed = rows.firstIndex { $0.mark != .none && !$0.isRemark }
        state = ListPosition(selected: changed ?? 0, top: 0)
        state.reveal(of: rows.count, height: height)
    }

    /// The same stream and event in another opening of the same source.
    mutating func keepPlace(of before: HistoryPlace) {
        focus = before.focus
        cursors = before.cursors
        guard let name = before.stream?.name else { return }
        cursors[name] = before.cursor
        if let index = history.index(ofStream: name) { streams.selected = index }
    }
}

extension HistoryPlace {
    /// `:goto` in any of its forms; words are relative to the event under the cursor.
    /// - Returns: what was understood, or why nothing was.
    mutating func goto(_ text: String, zone: Zone, layout: Layout) -> Result<(commands: [Command], said: String?), PointError> {
        guard let stream else { return .failure(PointError(message: "there are no events")) }
        guard let point = PointInTime(parsing: text) else {
            return .failure(PointError(message: "\"\(text)\" is no point in time; write \(PointInTime.forms)"))
        }
        let reference = moment ?? position(of: cursor).flatMap { history.time(at: $0) }
        do {
            let resolved = try resolve(point, on: stream, zone: zone, reference: reference)
            let commands = moveCursor(to: resolved.index, layout: layout)
            moment = resolved.instant
            return .success((commands, resolved.understood))
        } catch {
            return .failure(error)
        }
    }

    /// A weekday before the stream's first event is not what anybody means while the stream has a later one: then the first
    /// such day after it is taken.
    private func resolve(
        _ point: PointInTime, on stream: History.Stream, zone: Zone, reference: Instant?
    ) throws(PointError) -> ResolvedPoint {
        let resolved = try point.resolve(on: stream, of: history, zone: zone, reference: reference)
        guard resolved.index < 0, case .clock(.weekday(let day, _)) = point,
            let first = stream.positions.lazy.compactMap({ history.time(at: $0) }).first
        else { return resolved }
        let days = (day - first.civil(in: zone).weekday + 7) % 7
        let later = Instant(microseconds: first.microseconds + Int64(days) * 86_400_000_000)
        let again = try point.resolve(on: stream, of: history, zone: zone, reference: later)
        return again.index >= 0 ? again : resolved
    }
}
