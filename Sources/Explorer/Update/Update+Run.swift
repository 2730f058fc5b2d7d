import EventLog
import JSONText
import Rehydration
import Screen

extension HistoryPlace {
    /// `c` and `C`: to where something that is watched changes; where nothing is, to the next event that stands out.
    mutating func run(_ step: Int, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        guard let spot else { return [] }
        let selected = focus == .state ? state.selected.flatMap { $0.watch ?? $0.path } : chosenPath
        let paths = watches.isEmpty && conditions.isEmpty ? selected.map { [$0] } ?? [] : watches
        guard conditions.isEmpty, paths.isEmpty || paths == [JSONPath()] else {
            let stops = paths.map { "\($0) changes" } + conditions.map { "\($0) becomes true" }
            let inLog = overlay == nil && timeline.scope == .log && !conditions.isEmpty
            let title = "running \(step > 0 ? "on" : "back")\(inLog ? " in the log" : "") to where \(stops.joined(separator: " or "))\(overlay == nil ? "" : ", what-if")"
            let commands = start(.run, title, .run(from: spot, step: step, paths: paths, conditions: conditions, inLog: inLog, overlay: overlay))
            let nowhere = paths.map { "\($0) changes nowhere" } + conditions.map { "\($0) becomes true nowhere" }
            tasks[tasks.count - 1].nothingFound = "\(nowhere.joined(separator: ", ")) \(step > 0 ? "after" : "before") this\(inLog ? " in the log" : "")"
            return commands
        }
        // What a filter shows is a stop, too.
        guard timeline.filter.types.isEmpty else { return leap(layout) { $0.step(step, layout) } }
        if let place = placeStandingOut(step) {
            return leap(layout) { $0.moveCursor(to: place.recorded, beyond: place.beyond, layout: layout) }
        }
        explorer.say("nothing stands out \(step > 0 ? "behind" : "before") this event; w on a value of the state watches it")
        return []
    }

    // MARK: Playing

    mutating func startPlaying(_ explorer: inout ExplorerState) -> [Command] {
        guard cursorLine < lineCount - 1 else {
            explorer.say("this is the last event; g goes to the first")
            return []
        }
        return playTick(Play())
    }

    private mutating func playTick(_ play: Play) -> [Command] {
        var play = play
        play.tick = nextJobNumber()
        self.play = play
        return [.tick(afterMilliseconds: play.milliseconds, play.tick)]
    }

    mutating func playOn(_ tick: Int, _ layout: Layout) -> [Command] {
        guard let play, play.tick == tick else { return [] }
        // Slower than the fold: one waits for the state before the next event.
        guard isCurrent else { return playTick(play) }
        let moves = step(1, layout)
        guard cursorLine < lineCount - 1 else {
            self.play = nil
            return moves
        }
        return moves + playTick(play)
    }

    mutating func changeSpeed(_ step: Int) {
        guard let speed = play?.speed else { return }
        play?.speed = max(0, min(speed + step, Play.speeds.count - 1))
    }
}

extension ExplorerState {
    /// While the cursor steps by itself, `<` and `>` change how fast, any other key stops it and does no more.
    mutating func stopPlaying(_ key: Key) -> [Command] {
        withHistory { history, explorer, layout in
            switch KeyTable.binding(for: key, in: .timeline)?.action {
            case .speed(let step): history.changeSpeed(step)
            default:
                history.play = nil
                explorer.say("stopped")
            }
            return []
        }
    }
}
