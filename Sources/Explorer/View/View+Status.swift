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
        if state.help != nil { return "any other key closes the help" }
        switch state.place {
        case .choosing: return "Enter opens a store"
        case .opening: return "reading; q quits"
        case .history(let place): return cursorText(place, zone: state.zone, columns: columns)
        }
    }

    /// `Thu 2026-03-05 14:32:00Z  version 37  account fold, from checkpoint 32, 5 folded  ! balance is never negative`
    ///
    /// What is wrong goes before how the state was come by, where both do not fit.
    private func cursorText(_ place: HistoryPlace, zone: Zone, columns: Int) -> String {
        guard let state = place.contents?.state else { return place.stream == nil ? "no events" : "" }
        let moment = [state.time?.instant.longText(in: zone), "version \(state.version)"].compactMap { $0 }
        let origin = switch state.origin {
        case .start: "from start"
        case .checkpoint(let version): "from checkpoint \(version)"
        }
        let fold = "\(state.isModel ? "\(state.model) fold" : "merge, no model"), \(origin), \(state.folded) folded"
        let alarms = place.alarms.map { "! " + $0 }
        let text = (moment + [fold] + alarms).joined(separator: "  ")
        return columnsWritten(text) <= columns ? text : (moment + alarms + [fold]).joined(separator: "  ")
    }
}
