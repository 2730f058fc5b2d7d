import EventLog
import JSONText
import Screen

extension ExplorerState {
    /// The letter behind `m` or `'`.
    mutating func take(_ key: Key, for awaited: AwaitedLetter) -> [Command] {
        awaitedLetter = nil
        guard case .character(let letter) = key, letter.isLetter || letter.isNumber || letter == "'" else { return [] }
        return withHistory { history, explorer, layout in
            switch awaited {
            case .setMark where letter == "'": return []
            case .setMark: return history.setMark(letter, &explorer)
            case .goToMark: return history.goToMark(letter, &explorer, layout)
            }
        }
    }
}

extension HistoryPlace {
    mutating func setMark(_ letter: Character, _ explorer: inout ExplorerState) -> [Command] {
        guard let spot else { return [] }
        marks[letter] = spot
        lastMark = letter
        explorer.say("mark \(letter); '\(letter) comes back here")
        return base == .mark(letter) ? askState() : []
    }

    mutating func goToMark(_ letter: Character, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        if letter == "'" { return jump(-1, &explorer, layout) }
        guard let spot = marks[letter] else {
            explorer.say("there is no mark \(letter); m\(letter) sets it")
            return []
        }
        guard !isLater(spot) else {
            explorer.say("mark \(letter) lies behind the moment that is looked at; :at alone lifts it")
            return []
        }
        return leap(layout) { $0.go(to: spot, layout) }
    }

    /// The marks in the order of the log.
    var sortedMarks: [(letter: Character, spot: Spot, position: Int)] {
        marks.map { ($0.key, $0.value, history.position(of: $0.value) ?? -1) }
            .sorted { ($0.position, $0.letter) < ($1.position, $1.letter) }
    }

    mutating func goToNextMark(_ step: Int, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        let here = position(of: cursor) ?? -1
        let sorted = sortedMarks.filter { !isLater($0.spot) }
        let next = step > 0 ? sorted.first { $0.position > here } ?? sorted.first : sorted.last { $0.position < here } ?? sorted.last
        guard let next else {
            explorer.say(marks.isEmpty ? "no mark is set; m and a letter sets one" : "all marks lie behind the moment that is looked at")
            return []
        }
        explorer.say("mark \(next.letter)")
        return leap(layout) { $0.go(to: next.spot, layout) }
    }

    mutating func jump(_ step: Int, _ explorer: inout ExplorerState, _ layout: Layout) -> [Command] {
        guard let here = jumpPoint else { return [] }
        let target = step < 0 ? jumps.back(from: here) : jumps.forward()
        hasJumpedBack = true
        guard let target else {
            explorer.say(step < 0 ? "no jump before this" : "no jump behind this")
            return []
        }
        explorer.say("\(jumps.position); Ctrl-O back, Ctrl-I forward")
        return go(to: target, layout)
    }

    /// `:marks`.
    mutating func listMarks(_ explorer: inout ExplorerState) {
        var pane = ResultsPane(title: "Marks", header: ["mark", "stream", "version", "type"])
        pane.append(sortedMarks.map { mark in
            let isEvent = mark.position >= 0
            return ResultRow(spot: mark.spot, cells: [
                String(mark.letter), mark.spot.stream.description, isEvent ? String(history.version(at: mark.position)) : "start",
                isEvent ? history.type(at: mark.position).description : "",
            ])
        })
        pane.ending = .whole
        results = pane
        openResults(&explorer)
    }
}
