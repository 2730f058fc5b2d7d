import EventLog
import Rehydration
import Screen

extension Frame {
    /// The bottom line: what is typed, what was just said, or where the cursor stands.
    mutating func drawStatus(_ state: ExplorerState, in rect: Rect) {
        if let prompt = state.prompt {
            fill(rect)
            let sign = write(prompt.kind.rawValue, at: rect.origin, columns: 1)
            let used = sign + draw(prompt.line, in: rect.splitLeft(sign).rest)
            drawChoices(prompt, state, behind: used, in: rect)
        } else if let letter = state.awaitedLetter {
            drawLine(letter == .setMark ? " mark this event with which letter?" : " go to which mark?", in: rect, style: Theme.status)
        } else if let notice = state.notice {
            drawNotice(notice, in: rect)
        } else {
            let (hint, keys) = hint(state)
            fill(rect, Theme.status)
            let end = rect.endColumn - columnsWritten(keys)
            // What goes on beside leaves a third for where one stands.
            let width = min(columnsWritten(hint), max(0, end - rect.column - rect.columns / 3))
            write(" " + statusText(state, columns: end - width - 1 - rect.column), at: rect.origin, columns: end - width - rect.column, style: Theme.status)
            write(hint, at: Point(column: end - width, row: rect.row), columns: width, style: Theme.status)
            write(keys, at: Point(column: end, row: rect.row), style: Theme.status)
        }
    }

    /// What does not fit into a line takes some of those above it.
    private mutating func drawNotice(_ notice: ExplorerState.Notice, in rect: Rect) {
        let style = notice.kind == .trouble ? Theme.trouble : Theme.status
        guard columnsWritten(notice.text) >= rect.columns else { return drawLine(" " + notice.text, in: rect, style: style) }
        let lines = TextPane(title: "", text: notice.text).lines(columns: rect.columns - 2)
        let shown = lines.prefix(max(1, min(Self.mostNoticeLines, rect.row / 2)))
        for (offset, line) in shown.enumerated() {
            let isCut = offset == shown.count - 1 && shown.count < lines.count
            let row = Rect(column: rect.column, row: rect.row - shown.count + 1 + offset, columns: rect.columns, rows: 1)
            drawLine(" " + line + (isCut ? glyphs.ellipsis : ""), in: row, style: style)
        }
    }

    private static let mostNoticeLines = 5

    /// What goes on beside, else where one stands among hits, else how to get help.
    /// - Returns: a text that may be cut, and keys that stand whole behind it.
    private func hint(_ state: ExplorerState) -> (text: String, keys: String) {
        if let count = state.count, count.isCount { return ("", " \(count.value) ") }
        guard let history = state.history else { return ("", " ? help ") }
        if let play = history.play { return ("", " playing \(Play.speeds[play.speed])/s ") }
        if let task = history.askedTask { return (" \(task.text)", "  Esc stops ") }
        if let search = history.timeline.search, search.isOver, state.overlays.isEmpty {
            let hits = search.hits
            return (" /\(search.text)", "  \(hits.contains(history.number) ? Self.grouped(hits.countBelow(history.number) + 1) + " of " : "")\(Self.grouped(hits.count)) ")
        }
        return ("", " ? help ")
    }

    /// What Tab would put, dim behind what is typed.
    private mutating func drawChoices(_ prompt: Prompt, _ state: ExplorerState, behind used: Int, in rect: Rect) {
        guard prompt.kind == .command, !prompt.text.isEmpty else { return }
        let column = rect.column + used + 2
        guard rect.endColumn - column > 8 else { return }
        let word = prompt.text.split(separator: " ").first.flatMap { CommandTable.word(named: String($0)) }
        let hint: String
        if !prompt.text.contains(" ") {
            hint = state.choices(for: prompt.text).choices.joined()
        } else {
            hint = word.map { "\($0.usage)  \($0.help)" } ?? ""
        }
        write(hint, at: Point(column: column, row: rect.row), columns: rect.endColumn - column, style: Theme.remark)
    }

    private func statusText(_ state: ExplorerState, columns: Int) -> String {
        switch state.overlays.last {
        case .help?: return "j k scroll, / searches, any other key closes it"
        case .text?: return "j k scroll, / searches, x spells out, any other key closes it"
        case .palette?: return "type to find, Enter does it, Esc leaves"
        case .results?: return "Enter goes there, / searches, Esc leaves, L comes back"
        case .histogram?: return "Enter goes there, ] [ to bars with events, + - zoom, Esc leaves"
        default: break
        }
        switch state.place {
        case .choosing: return "Enter opens a store"
        case .opening: return "reading; Esc stops it and shows what was read, q quits"
        case .history(let place): return cursorText(place, zone: state.zone, columns: columns)
        }
    }

    /// `Thu 2026-03-05 14:32:00Z  version 37  account fold, from checkpoint 32, 5 folded  ! balance is never negative`
    ///
    /// Where that does not fit, what is wrong keeps only its sign (the state pane has its words), then the fold is told in short.
    private func cursorText(_ place: HistoryPlace, zone: Zone, columns: Int) -> String {
        guard place.stream != nil else { return "no events" }
        guard place.isCurrent, let state = place.shownState else { return waitingText(place, zone: zone) }
        let time = state.time?.instant.longText(in: zone)
        let version = state.index < 0 ? "before the first event" : "version \(state.version)"
        let origin = switch state.origin {
        case .start: "start"
        case .checkpoint(let version): "checkpoint \(version)"
        case .snapshot(let version): "snapshot \(version)"
        }
        let name = state.isModel ? "\(state.model) fold" : "merge, no model"
        let fold = "\(name), from \(origin), \(state.folded) folded"
        let alarms = place.alarms.map { "! " + $0 }
        let sign = alarms.isEmpty ? [] : ["!"]
        let choices: [[String?]] = [
            [time, version, fold] + alarms,
            [time, version, fold] + sign,
            [time, state.index < 0 ? nil : "v\(state.version)", "\(name), \(origin) + \(state.folded)"] + sign,
            [time, version, name] + sign,
            [time, state.index < 0 ? nil : "v\(state.version)"] + sign,
            [version] + sign,
        ]
        let texts = choices.map { $0.compactMap { $0 }.joined(separator: "  ") }
        return texts.first { columnsWritten($0) <= columns } ?? texts[texts.count - 1]
    }

    /// What is known of the place before its state is.
    private func waitingText(_ place: HistoryPlace, zone: Zone) -> String {
        guard let position = place.position(of: place.cursor) else { return "before the first event" }
        let time = place.history.time(at: position)?.longText(in: zone)
        return [time, "version \(place.history.version(at: position))"].compactMap { $0 }.joined(separator: "  ")
    }
}
