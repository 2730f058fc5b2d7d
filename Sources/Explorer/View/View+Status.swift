import EventLog
import Rehydration
import Screen

extension Frame {
    /// The bottom line: what is typed, what was just said, or where the cursor stands.
    mutating func drawStatus(_ state: ExplorerState, in rect: Rect) {
        if let prompt = state.prompt {
            fill(rect)
            let used = write(":" + prompt.text, at: rect.origin, columns: rect.columns - 1)
            cursor = Point(column: rect.column + used, row: rect.row)
        } else if let notice = state.notice {
            drawLine(" " + notice.text, in: rect, style: notice.kind == .trouble ? Theme.trouble : Theme.status)
        } else {
            let hint = state.count.flatMap { $0.isCount ? " \($0.value) " : nil } ?? " ? help "
            let width = columnsWritten(hint)
            fill(rect, Theme.status)
            let room = max(0, rect.columns - width)
            write(" " + statusText(state, columns: room - 1), at: rect.origin, columns: room, style: Theme.status)
            write(hint, at: Point(column: rect.endColumn - width, row: rect.row), columns: width, style: Theme.status)
        }
    }

    private func statusText(_ state: ExplorerState, columns: Int) -> String {
        if state.help != nil { return "j k scroll, any other key closes the help" }
        switch state.place {
        case .choosing: return "Enter opens a store"
        case .opening: return "reading; q quits"
        case .history(let place): return cursorText(place, zone: state.zone, columns: columns)
        }
    }

    /// `Thu 2026-03-05 14:32:00Z  version 37  account fold, from checkpoint 32, 5 folded  ! balance is never negative`
    ///
    /// Where that does not fit, what is wrong keeps only its sign (the state pane has its words), then the fold is told in short.
    private func cursorText(_ place: HistoryPlace, zone: Zone, columns: Int) -> String {
        guard let state = place.contents?.state else { return place.stream == nil ? "no events" : "" }
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
}
